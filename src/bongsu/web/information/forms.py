"""Forms of the executives' information."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from bongsu.crisis import information as rules
from bongsu.crisis.information import BRIEF, EVENT, FACT, Item
from bongsu.web.information.words import END_WORDS
from bongsu.web.registry.forms import Day, Lines, choose, parted
from bongsu.web.setup.forms import Form, PlainText
from bongsu.web.setup.words import category_words, role_words

_TIME = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A minute, in the organisation's zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=_TIME, attrs={"type": "datetime-local"})
        super().__init__(required=False, widget=widget, input_formats=(_TIME, "%Y-%m-%dT%H:%M:%S"), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        return found.astimezone(UTC) if found else None


class ItemForm(Form):
    """One form for all three kinds; a kind has those fields it needs."""

    title = PlainText(label=lazy("제목"), max_length=rules.TITLE)
    text = Lines(label=lazy("알아야 할 것"), rows=5, max_length=rules.TEXT)
    owner = forms.ChoiceField(label=lazy("담당자"))
    roles = forms.MultipleChoiceField(
        label=lazy("알아도 되는 역할"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=lazy("알아도 되는 사람"), required=False, widget=forms.CheckboxSelectMultiple
    )
    must_read = forms.BooleanField(label=lazy("꼭 읽어야 해요 — 안 읽은 사람의 망루에 떠요"), required=False)
    happens_at = Moment(label=lazy("언제"))
    lead_days = forms.IntegerField(
        label=lazy("며칠 전부터 망루에 띄울까요?"),
        required=False,
        min_value=rules.LEAD_DAYS[0],
        max_value=rules.LEAD_DAYS[1],
    )
    from_at = Moment(label=lazy("언제부터"), help_text=lazy("비우면 지금부터."))
    until = Moment(label=lazy("언제까지"))
    end = forms.ChoiceField(label=lazy("그때가 되면"), choices=list(END_WORDS.items()), required=False)
    phrases = PlainText(
        label=lazy("핵심 표현"),
        max_length=900,
        required=False,
        help_text=lazy("쉼표로 나눠요. 초안에 나오면 알고 있는 사람에게만 경고해요."),
    )
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)
    categories = forms.MultipleChoiceField(label=lazy("닿는 분류"), required=False, widget=forms.CheckboxSelectMultiple)
    words = PlainText(
        label=lazy("닿는 감시어"),
        max_length=400,
        required=False,
        help_text=lazy("쉼표로 나눠요. 분류와 감시어를 비우면 이 브랜드의 모든 상황실에 떠요."),
    )
    review_on = Day(label=lazy("다시 볼 날"))

    #: What a kind leaves out.
    WITHOUT: Mapping[str, tuple[str, ...]] = {
        BRIEF: ("happens_at", "lead_days", "end", "phrases"),
        EVENT: ("from_at", "until", "end", "phrases"),
        FACT: ("happens_at", "lead_days", "from_at", "must_read", "review_on"),
    }

    def __init__(
        self,
        *args: Any,
        kind: str,
        people: list[tuple[str, str]],
        roles: list[str],
        brands: Mapping[int, str],
        categories: list[str],
        zone: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.zone = kind, zone
        choose(self, "owner", people)
        choose(self, "people", people)
        choose(self, "roles", [(role, role_words(role)) for role in roles])
        choose(self, "brand", [("", lazy("모든 브랜드")), *((str(key), name) for key, name in brands.items())])
        choose(self, "categories", [(c, category_words(c)) for c in categories])
        for name in self.WITHOUT[kind]:
            del self.fields[name]
        if kind == FACT:
            self.fields["until"].label = lazy("엠바고가 끝나는 때")
            self.fields["until"].required = True
            self.fields["text"].label = lazy("사실")
        if kind == EVENT:
            self.fields["text"].label = lazy("무엇이 잘못될 수 있나요?")
            self.fields["happens_at"].required = True

    def full_clean(self) -> None:
        with timezone.override(ZoneInfo(self.zone)):
            super().full_clean()

    def entry(self, before: Item | None, *, at: datetime) -> Item:
        """What was typed, over what there was. Nothing is judged here: `crisis.information.checked` does that."""
        data = self.cleaned_data
        brand = data.get("brand")
        typed = Item(
            id=before.id if before else 0,
            kind=self.kind,
            title=data["title"],
            text=data["text"],
            owner=data["owner"],
            from_at=data.get("from_at") or (before.from_at if before else at),
            until=data.get("until"),
            roles=tuple(data["roles"]),
            people=tuple(data["people"]),
            must_read=bool(data.get("must_read")),
            brand=int(brand) if brand else None,
            categories=tuple(data["categories"]),
            words=parted(data["words"]),
            happens_at=data.get("happens_at"),
            lead_days=data.get("lead_days") or 0,
            end=data.get("end", ""),
            phrases=parted(data.get("phrases", "")),
            review_on=data.get("review_on"),
        )
        return replace(typed, number=before.number) if before else typed

    @staticmethod
    def of(item: Item) -> dict[str, Any]:
        plain = {name: getattr(item, name) for name in ItemForm.base_fields}
        return plain | {
            "brand": str(item.brand or ""),
            "words": ", ".join(item.words),
            "phrases": ", ".join(item.phrases),
            "roles": list(item.roles),
            "people": list(item.people),
            "categories": list(item.categories),
        }


class MeetingForm(Form):
    every_days = forms.IntegerField(
        label=lazy("며칠마다 만나나요?"), min_value=rules.CADENCE_DAYS[0], max_value=rules.CADENCE_DAYS[1]
    )
    next_at = Moment(label=lazy("다음 회의"))
    attendees = forms.MultipleChoiceField(
        label=lazy("누가 오나요?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        choose(self, "attendees", people)

    def full_clean(self) -> None:
        with timezone.override(ZoneInfo(self.zone)):
            super().full_clean()
