"""Forms of the rota. Times are typed in the organisation's zone."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.rota import ON_HOLIDAYS, Pattern, instant
from bongsu.web.setup.forms import Choices, Form

WEEKDAYS = (
    (0, lazy("월")),
    (1, lazy("화")),
    (2, lazy("수")),
    (3, lazy("목")),
    (4, lazy("금")),
    (5, lazy("토")),
    (6, lazy("일")),
)
HOLIDAYS = (("holds", lazy("평소처럼 서요")), ("rests", lazy("쉬어요")), ("only", lazy("공휴일에만 서요")))
MOST_LEAVE_DAYS, MOST_WEEKS = 366, 12
FIRST, LAST = date(2020, 1, 1), date(2100, 1, 1)


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class Dated(Form):
    """A form whose moments are local times of `zone`."""

    def __init__(self, *args: Any, zone: str = "Asia/Seoul", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone

    def instant(self, name: str) -> datetime:
        """What was typed there as an instant. Django put the reader's zone to it; the wall time is what was meant."""
        wall: datetime = self.cleaned_data[name].replace(tzinfo=None)
        return instant(wall.date(), wall.hour * 60 + wall.minute, self._zone)

    def check_stretch(self, *, days: int) -> None:
        data = self.cleaned_data
        if "start" not in data or "end" not in data:
            return
        for name in ("start", "end"):
            if not FIRST <= data[name].date() < LAST:
                self.add_error(name, _("2020년부터 2099년까지로 적어 주세요."))
                return
        if self.instant("end") <= self.instant("start"):
            self.add_error("end", _("끝이 시작보다 뒤여야 해요."))
        elif (self.instant("end") - self.instant("start")).days >= days:
            self.add_error("end", _("%(days)s일보다 짧게 적어 주세요.") % {"days": days})


class PatternForm(Form):
    person = forms.ChoiceField(label=lazy("누가"))
    role = forms.ChoiceField(label=lazy("어느 역할로"))
    weekdays = forms.TypedMultipleChoiceField(
        label=lazy("시작하는 요일"), coerce=int, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    starts = _time(lazy("시작하는 시각"))
    ends = _time(lazy("끝나는 시각"))
    since = _date(lazy("이 날부터"))
    until = _date(lazy("이 날 전까지"), required=False)
    every_weeks = forms.IntegerField(
        label=lazy("몇 주마다"),
        initial=1,
        min_value=1,
        max_value=MOST_WEEKS,
        help_text=lazy("1은 매주. 2면 ‘이 날부터’가 든 주부터 한 주 걸러 서요."),
    )
    on_holidays = forms.ChoiceField(label=lazy("공휴일에는"), choices=HOLIDAYS, initial=ON_HOLIDAYS[0])

    def __init__(self, *args: Any, people: Choices = (), roles: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)
        choose(self, "role", roles)
        self.fields["ends"].help_text = _("시작과 같거나 이르면 다음 날이에요. 18:00–09:00은 밤을 넘겨 서요.")

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if not FIRST <= since < LAST:
            raise forms.ValidationError(_("2020년부터 2099년까지로 적어 주세요."))
        return since

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", _("끝나는 날이 시작하는 날보다 뒤여야 해요."))
        return data

    def pattern(self) -> Pattern:
        data = self.cleaned_data
        return Pattern(
            key="",
            person=data["person"],
            role=data["role"],
            weekdays=tuple(sorted(data["weekdays"])),
            starts=data["starts"].hour * 60 + data["starts"].minute,
            ends=data["ends"].hour * 60 + data["ends"].minute,
            since=data["since"],
            until=data["until"],
            every_weeks=data["every_weeks"],
            on_holidays=data["on_holidays"],
        )


class ShiftForm(Dated):
    person = forms.ChoiceField(label=lazy("누가"))
    role = forms.ChoiceField(label=lazy("어느 역할로"))
    start = _moment(lazy("언제부터"))
    end = _moment(lazy("언제까지"))

    def __init__(self, *args: Any, people: Choices = (), roles: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)
        choose(self, "role", roles)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_stretch(days=14)
        return data


class LeaveForm(Dated):
    person = forms.ChoiceField(label=lazy("누가"))
    start = _moment(lazy("언제부터"))
    end = _moment(lazy("언제까지"))

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_stretch(days=MOST_LEAVE_DAYS)
        return data


class SwapForm(Form):
    shift = forms.ChoiceField(label=lazy("내 당직 가운데"))
    to = forms.ChoiceField(label=lazy("누구에게"))

    def __init__(self, *args: Any, mine: Choices = (), people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "shift", mine)
        choose(self, "to", people)


class CalendarForm(Form):
    file = forms.FileField(label=lazy("달력 파일 (.ics)"))
    role = forms.ChoiceField(
        label=lazy("어느 역할로"), help_text=lazy("일정에 역할(CATEGORIES)이 적혀 있으면 그 역할로 넣어요.")
    )

    def __init__(self, *args: Any, roles: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "role", roles)


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def shift_value(role: str, start: datetime, end: datetime) -> str:
    return f"{role}|{start.astimezone(UTC).isoformat()}|{end.astimezone(UTC).isoformat()}"


def shift_of(value: str) -> tuple[str, datetime, datetime]:
    """What `shift_value` wrote. Only for values that were among the choices."""
    role, start, end = value.split("|")
    return role, datetime.fromisoformat(start), datetime.fromisoformat(end)
