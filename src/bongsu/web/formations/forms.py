"""The forms of a formation and of one of its seats: what is typed, as the row that an organisation keeps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import LEVELS
from bongsu.crisis.formation.editing import groups_named, held_beside
from bongsu.crisis.formation.reading import MOST_COUNT, NAME, TEXT
from bongsu.crisis.formation.skills import tidy
from bongsu.web.setup.forms import Form, PlainText, words_in
from bongsu.web.setup.words import LEVEL_WORDS, category_words

#: Choices for roles beyond those a seat has already: the first one best.
ROLES_SHOWN, ROLES_SPARE = 3, 1
LIST_MOST = 1_000
Choices = Sequence[tuple[str, str]]


class _Words(forms.CharField):
    """Words parted by commas or lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LIST_MOST, **kwargs)

    def clean(self, value: Any) -> Any:
        return words_in(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


class FormationForm(Form):
    name = PlainText(label=lazy("대형 이름"), max_length=NAME)
    text = PlainText(
        label=lazy("어떻게 움직이는 대형인가요?"),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level_from = forms.TypedChoiceField(label=lazy("어느 단계부터"), coerce=int, initial=3)
    level_to = forms.TypedChoiceField(label=lazy("어느 단계까지"), coerce=int, initial=5)
    categories = forms.MultipleChoiceField(
        label=lazy("어떤 위기에 쓰나요? (고르지 않으면 모든 위기)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.CharField(
        label=lazy("분과"),
        required=False,
        max_length=LIST_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("한 줄에 하나씩. 없으면 비워 두세요. 자리마다 어느 분과인지 고를 수 있어요."),
    )

    def __init__(self, *args: Any, row: Mapping[str, Any], categories: Iterable[str] = (), **kwargs: Any) -> None:
        levels = row.get("levels") or (3, 5)
        kwargs["initial"] = {
            "name": row.get("name", ""),
            "text": row.get("text", ""),
            "level_from": levels[0],
            "level_to": levels[1],
            "categories": row.get("categories", ()),
            "groups": "\n".join(group["name"] for group in row.get("groups", ())),
        }
        super().__init__(*args, **kwargs)
        self._row = row
        for name in ("level_from", "level_to"):
            _choices(self, name, [(str(n), f"{n} {LEVEL_WORDS[n]}") for n in LEVELS])
        known = dict.fromkeys((*categories, *row.get("categories", ())))
        _choices(self, "categories", [(one, category_words(one)) for one in known])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("level_from", 1) > data.get("level_to", 5):
            self.add_error("level_to", _("앞 단계가 뒤 단계보다 높아요."))
        return data

    def about(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What it says, as `editing.with_formation` takes it."""
        data = self.cleaned_data
        names = [" ".join(line.split())[:NAME] for line in data["groups"].splitlines()]
        return {
            "name": data["name"],
            "text": data["text"],
            "levels": [data["level_from"], data["level_to"]],
            "categories": data["categories"],
            "groups": groups_named(self._row, names, rows),
        }


class SeatForm(Form):
    name = PlainText(label=lazy("자리 이름"), max_length=NAME)
    text = PlainText(label=lazy("이 자리가 맨 먼저 할 일"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 2}))
    owners = forms.BooleanField(
        label=lazy("접점 담당 자리예요. 맞은 접점마다 그 담당자가 앉아요."),
        required=False,
        help_text=lazy("이때는 아래의 역할, 부서, 사람 수, 역량을 적지 않아요."),
    )
    departments = _Words(label=lazy("또는 이 부서 사람"), help_text=lazy("쉼표로 나눠 적어요. 예: 품질안전팀"))
    count = forms.IntegerField(label=lazy("몇 사람"), min_value=1, max_value=MOST_COUNT, initial=1, required=False)
    required = forms.BooleanField(label=lazy("꼭 채워야 하는 자리예요."), required=False, initial=True)
    leads = forms.BooleanField(label=lazy("상황실을 지휘하는 사람이 앉아요."), required=False)
    group = forms.ChoiceField(label=lazy("분과"), required=False)
    skills = _Words(label=lazy("있으면 좋은 역량"), help_text=lazy("쉼표로 나눠 적어요. 예: 영상 편집, 영어"))
    required_skills = _Words(label=lazy("없으면 앉을 수 없는 역량"))
    beside = forms.MultipleChoiceField(
        label=lazy("사람이 모자라면 함께 맡아도 되는 자리"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, row: Mapping[str, Any], seat: Mapping[str, Any], roles: Choices, **kwargs: Any
    ) -> None:
        has = list(seat.get("roles", ()))
        shown = max(ROLES_SHOWN, len(has) + ROLES_SPARE)
        initial = {name: seat[name] for name in _SAME if name in seat} | {
            "required": seat.get("required", True),
            "beside": held_beside(row, seat.get("id", "")),
        }
        kwargs["initial"] = initial | {f"role_{n}": role for n, role in enumerate(has, start=1)}
        super().__init__(*args, **kwargs)
        self._roles = tuple(f"role_{n}" for n in range(1, shown + 1))
        for n, name in enumerate(self._roles, start=1):
            label = _("누가 앉나요?") if n == 1 else _("없으면 (%(n)s번째)") % {"n": n}
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _("고르지 않음")), *roles])
        _choices(self, "group", [("", _("없음")), *((g["id"], g["name"]) for g in row.get("groups", ()))])
        others = [one for one in row.get("seats", ()) if one["id"] != seat.get("id") and not one.get("owners")]
        _choices(self, "beside", [(one["id"], one["name"]) for one in others])
        self.order_fields(("name", "text", "owners", *self._roles, "departments", "count", "required", "leads"))
        if not row.get("groups"):
            del self.fields["group"]
        if not others:
            del self.fields["beside"]

    def about(self) -> dict[str, Any]:
        """What it says, as `editing.with_seat` takes it."""
        data = self.cleaned_data
        if data["owners"]:
            anybody = dict.fromkeys(("roles", "departments", "count", "skills", "required_skills", "leads"))
            return {"name": data["name"], "text": data["text"], "owners": True, **anybody, **self._placed()}
        return {
            "name": data["name"],
            "text": data["text"],
            "owners": False,
            "roles": list(dict.fromkeys(data[name] for name in self._roles if data[name])),
            "departments": list(data["departments"]),
            "count": data["count"] if (data["count"] or 1) > 1 else None,
            "required": None if data["required"] else False,
            "leads": data["leads"],
            "skills": list(tidy(data["skills"])),
            "required_skills": list(tidy(data["required_skills"])),
            **self._placed(),
        }

    def _placed(self) -> dict[str, Any]:
        return {"group": self.cleaned_data.get("group", "")}

    def held_beside(self) -> tuple[str, ...]:
        return () if self.cleaned_data["owners"] else tuple(self.cleaned_data.get("beside", ()))


#: Fields that a seat's row has as the form has them.
_SAME = (
    *("name", "text", "owners", "departments", "count", "leads"),
    *("group", "skills", "required_skills"),
)


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
