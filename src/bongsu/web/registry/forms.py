"""Forms of the registers: what may be typed at a touch-point, a risk, a stakeholder."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import SLOTS, Risk, Stakeholder, TouchPoint
from bongsu.crisis.foresight import STANCES
from bongsu.crisis.text import SLOT as SLOT_MOST
from bongsu.flows.registry import KINDS, MOST_CAPACITY, STAKEHOLDER_KINDS
from bongsu.flows.setup import is_web_address, outlet_key
from bongsu.flows.tables import clean
from bongsu.store.queries.registry import Around
from bongsu.web.registry.words import (
    IMPACT_WORDS,
    KIND_WORDS,
    LIKELIHOOD_WORDS,
    STAKEHOLDER_KIND_WORDS,
    STANCE_WORDS,
)
from bongsu.web.setup.forms import Form, PlainText, words_in
from bongsu.web.setup.words import category_words
from bongsu.web.words import SLOT_WORDS

Choices = list[tuple[str, Any]]
NO_ADDRESS = lazy("http:// 또는 https://로 시작하는 주소를 적어 주세요. 비밀번호는 넣지 마세요.")


class Lines(forms.CharField):
    """Text of several lines, without control characters and turns of the reading direction."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "", lines=True)


class Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def people_choices(around: Around, *gone: str | None) -> Choices:
    """Nobody, everybody, and whoever is named but is no longer there."""
    known = [(key, f"{p.name} · {p.title}" if p.title else p.name) for key, p in around.people.items()]
    missing = [(key, _("%(key)s (명단에 없음)") % {"key": key}) for key in gone if key and key not in around.people]
    return [("", lazy("없음")), *known, *dict(missing).items()]


class TouchPointForm(Form):
    name = PlainText(label=lazy("이름"), max_length=80)
    kind = forms.ChoiceField(label=lazy("종류"))
    purpose = PlainText(
        label=lazy("용도"), max_length=160, required=False, help_text=lazy("누구에게 무엇을 하는 곳인지 한 줄로.")
    )
    department = PlainText(label=lazy("부서"), max_length=80, required=False)
    owner = forms.ChoiceField(label=lazy("담당자"), required=False)
    deputy = forms.ChoiceField(label=lazy("대리자"), required=False, help_text=lazy("담당자가 못 받을 때 대신할 사람."))
    key_holder = forms.ChoiceField(
        label=lazy("열쇠 가진 사람"),
        required=False,
        help_text=lazy("비밀번호나 매장 열쇠를 쥔 사람. 비밀번호 자체는 어디에도 적지 마세요."),
    )
    outlet = forms.ChoiceField(
        label=lazy("아웃렛"), required=False, help_text=lazy("봉수에서 바로 글을 낼 수 있는 곳이면 골라 주세요.")
    )
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)
    url = forms.CharField(label=lazy("주소"), max_length=300, required=False)
    capacity = forms.IntegerField(
        label=lazy("시간당 응대"),
        required=False,
        min_value=0,
        max_value=MOST_CAPACITY,
        help_text=lazy("한 시간에 답할 수 있는 건수. 모르면 비워 두세요."),
    )
    enabled = forms.BooleanField(label=lazy("지금 쓰는 접점"), required=False, initial=True)

    def __init__(self, *args: Any, around: Around, entry: TouchPoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [(kind, KIND_WORDS[kind]) for kind in KINDS])
        named = (entry.owner, entry.deputy, entry.key_holder) if entry else ()
        for name in ("owner", "deputy", "key_holder"):
            choose(self, name, people_choices(around, *named))
        choose(self, "outlet", [("", lazy("없음")), *around.outlet_names.items()])
        choose(self, "brand", [("", lazy("모든 브랜드")), *((str(i), n) for i, n in around.brands.items())])

    def clean_url(self) -> str:
        url = clean(self.cleaned_data["url"])
        if url and not is_web_address(url):
            raise forms.ValidationError(NO_ADDRESS)
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", _("담당자와 다른 사람을 골라 주세요."))
        return data

    def entry(self, before: TouchPoint | None) -> TouchPoint:
        """What was typed, over what there was."""
        data = self.cleaned_data
        kept = before or TouchPoint(outlet_key(data["kind"], data["name"]), "", "")
        return replace(
            kept,
            name=data["name"],
            kind=data["kind"],
            purpose=data["purpose"],
            department=data["department"],
            owner=data["owner"] or None,
            deputy=data["deputy"] or None,
            key_holder=data["key_holder"] or None,
            outlet=data["outlet"] or None,
            brand=int(data["brand"]) if data["brand"] else None,
            url=data["url"],
            capacity=data["capacity"] or 0,
        )

    @staticmethod
    def of(entry: TouchPoint, enabled: bool) -> dict[str, Any]:
        return {
            "name": entry.name,
            "kind": entry.kind,
            "purpose": entry.purpose,
            "department": entry.department,
            "owner": entry.owner or "",
            "deputy": entry.deputy or "",
            "key_holder": entry.key_holder or "",
            "outlet": entry.outlet or "",
            "brand": str(entry.brand or ""),
            "url": entry.url,
            "capacity": entry.capacity or None,
            "enabled": enabled,
        }


class RiskForm(Form):
    name = PlainText(label=lazy("위험"), max_length=120, help_text=lazy("일어날 수 있는 일을 한 줄로."))
    owner = forms.ChoiceField(
        label=lazy("담당자"), required=False, help_text=lazy("평소에 줄이고, 일이 나면 가장 먼저 아는 사람.")
    )
    likelihood = forms.TypedChoiceField(label=lazy("가능성"), coerce=int, initial=3)
    impact = forms.TypedChoiceField(label=lazy("영향"), coerce=int, initial=3)
    hurt = PlainText(label=lazy("다치는 사람"), max_length=160, required=False)
    words = forms.CharField(
        label=lazy("감시어"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("쉼표나 줄바꿈으로 나눠 적어요. 상황실 제목이나 주장에 이 말이 있으면 이 위험을 펼쳐요."),
    )
    categories = forms.MultipleChoiceField(label=lazy("위험 갈래"), required=False, widget=forms.CheckboxSelectMultiple)
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)
    scenario = Lines(
        label=lazy("시나리오"),
        rows=6,
        max_length=2_000,
        help_text=lazy("어떻게 시작해 어떻게 번지는지, 우리는 무엇을 어떤 순서로 하는지."),
    )
    reviewed_on = Day(label=lazy("마지막 점검"))
    review_on = Day(label=lazy("다음 점검"))

    def __init__(
        self, *args: Any, around: Around, categories: Sequence[str], entry: Risk | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", people_choices(around, entry.owner if entry else None))
        choose(self, "likelihood", [(str(n), words) for n, words in LIKELIHOOD_WORDS.items()])
        choose(self, "impact", [(str(n), words) for n, words in IMPACT_WORDS.items()])
        choose(self, "categories", [(one, category_words(one)) for one in categories])
        choose(self, "brand", [("", lazy("모든 브랜드")), *((str(i), n) for i, n in around.brands.items())])
        for slot in SLOTS:
            self.fields[f"slot-{slot}"] = Lines(label=SLOT_WORDS[slot], rows=2, max_length=SLOT_MOST)

    @property
    def about(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("slot-")]

    @property
    def statement(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("slot-")]

    def clean_words(self) -> tuple[str, ...]:
        return parted(self.cleaned_data["words"])

    def entry(self, before: Risk | None) -> Risk:
        data = self.cleaned_data
        kept = before or Risk(outlet_key("risk", data["name"]), "")
        return replace(
            kept,
            name=data["name"],
            owner=data["owner"] or None,
            likelihood=data["likelihood"],
            impact=data["impact"],
            hurt=data["hurt"],
            words=data["words"],
            categories=tuple(data["categories"]),
            brand=int(data["brand"]) if data["brand"] else None,
            scenario=data["scenario"],
            slots={slot: text for slot in SLOTS if (text := data[f"slot-{slot}"])},
            reviewed_on=data["reviewed_on"],
            review_on=data["review_on"],
        )

    @staticmethod
    def of(entry: Risk) -> dict[str, Any]:
        return {
            "name": entry.name,
            "owner": entry.owner or "",
            "likelihood": str(entry.likelihood),
            "impact": str(entry.impact),
            "hurt": entry.hurt,
            "words": "\n".join(entry.words),
            "categories": list(entry.categories),
            "brand": str(entry.brand or ""),
            "scenario": entry.scenario,
            "reviewed_on": entry.reviewed_on,
            "review_on": entry.review_on,
            **{f"slot-{slot}": text for slot, text in entry.slots.items()},
        }


class StakeholderForm(Form):
    name = PlainText(
        label=lazy("이름·단체"),
        max_length=80,
        help_text=lazy("되도록 단체 이름으로. 상황실에 이 이름이 나오면 그 옆에 펼쳐요."),
    )
    kind = forms.ChoiceField(label=lazy("종류"))
    stance = forms.ChoiceField(label=lazy("태도"), initial="neutral")
    categories = forms.MultipleChoiceField(
        label=lazy("나서는 위험 갈래"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channel = forms.CharField(
        label=lazy("연락 길"), max_length=160, required=False, help_text=lazy("대표 번호나 창구면 충분해요.")
    )
    owner = forms.ChoiceField(
        label=lazy("말하는 사람"), required=False, help_text=lazy("이 상대와 이야기하는 우리 쪽 한 사람.")
    )
    note = Lines(
        label=lazy("이력"), max_length=1_000, help_text=lazy("전에 어떤 일로 어떻게 답했는지만. 사생활은 적지 마세요.")
    )
    reviewed_on = Day(label=lazy("마지막 점검"))

    def __init__(
        self, *args: Any, around: Around, categories: Sequence[str], entry: Stakeholder | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", people_choices(around, entry.owner if entry else None))
        choose(self, "kind", [(kind, STAKEHOLDER_KIND_WORDS[kind]) for kind in STAKEHOLDER_KINDS])
        choose(self, "stance", [(stance, STANCE_WORDS[stance]) for stance in STANCES])
        choose(self, "categories", [(one, category_words(one)) for one in categories])

    def clean_channel(self) -> str:
        return clean(self.cleaned_data["channel"])

    def entry(self, before: Stakeholder | None) -> Stakeholder:
        data = self.cleaned_data
        kept = before or Stakeholder(outlet_key("who", data["name"]), "", "")
        return replace(
            kept,
            name=data["name"],
            kind=data["kind"],
            stance=data["stance"],
            categories=tuple(data["categories"]),
            channel=data["channel"],
            owner=data["owner"] or None,
            note=data["note"],
            reviewed_on=data["reviewed_on"],
        )

    @staticmethod
    def of(entry: Stakeholder) -> dict[str, Any]:
        return {
            "name": entry.name,
            "kind": entry.kind,
            "stance": entry.stance,
            "categories": list(entry.categories),
            "channel": entry.channel,
            "owner": entry.owner or "",
            "note": entry.note,
            "reviewed_on": entry.reviewed_on,
        }


def parted(text: str) -> tuple[str, ...]:
    """Words parted by commas, semicolons or lines, each once; a table parts them by semicolons."""
    return words_in(text.replace(";", "\n"))
