"""Forms of a person's own channels."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.flows.setup import is_phone
from bongsu.store.calling import THROUGH_GATEWAY
from bongsu.web.lines.reach import channel_name
from bongsu.web.setup.forms import Form

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
DAYS = (lazy("월"), lazy("화"), lazy("수"), lazy("목"), lazy("금"), lazy("토"), lazy("일"))
#: Kinds that a person adds by typing an address; web push is added by the browser itself.
TYPED = ("mail", "apprise", *THROUGH_GATEWAY)


class ChannelForm(Form):
    """One more way to reach me."""

    way = forms.ChoiceField(label=lazy("수단"))
    address = forms.CharField(
        label=lazy("주소나 번호"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=lazy(
            "메일은 메일 주소, 문자·알림톡·음성은 전화번호(비우면 내 전화번호), 메신저는 slack://…, tgram://… 같은 "
            "Apprise 주소예요. 암호로 잠가 두고 다시 보여 주지 않아요."
        ),
    )

    def __init__(self, *args: Any, gateways: list[tuple[int, str, str]], **kwargs: Any) -> None:
        """`gateways`: (id, kind, name) of those in use."""
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [
            ("mail", channel_name("mail")),
            ("apprise", channel_name("apprise")),
            *((f"{kind}-{number}", f"{channel_name(kind)} · {name}") for number, kind, name in gateways),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, _dash, gateway = data.get("way", "").partition("-")
        address = data.get("address", "").strip()
        if kind == "mail" and "://" not in address:
            try:
                validate_email(address)
            except forms.ValidationError:
                self.add_error("address", _("메일 주소를 적어 주세요."))
        elif kind in ("mail", "apprise") and "://" not in address:
            self.add_error("address", _("주소는 mailto://…, tgram://…처럼 ‘종류://’로 시작해요."))
        elif kind in THROUGH_GATEWAY and address and not is_phone(address):
            self.add_error("address", _("전화번호는 010-1234-5678이나 +82 10 1234 5678처럼 적어 주세요."))
        return data | {"kind": kind, "gateway": int(gateway) if gateway else None, "address": address}


class HoursForm(Form):
    """When a channel may ring, or when nothing may."""

    since = forms.RegexField(
        label=lazy("몇 시부터"), regex=CLOCK, required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    until = forms.RegexField(
        label=lazy("몇 시까지"), regex=CLOCK, required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    days = forms.MultipleChoiceField(
        label=lazy("요일"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(n), day) for n, day in enumerate(DAYS)],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("since")) != bool(data.get("until")):
            self.add_error("until", _("시작과 끝을 함께 적거나 둘 다 비워 주세요."))
        return data

    def hours(self) -> dict[str, Any]:
        """As stored; {} for always."""
        data = self.cleaned_data
        if not data["since"] and not data["days"]:
            return {}
        since, until = data["since"] or "00:00", data["until"] or "00:00"
        days = sorted(int(day) for day in data["days"])
        return {"from": since, "to": until} | ({"days": days} if len(days) < 7 and days else {})


class AboutMeForm(HoursForm):
    """My number, and the hours in which I want no call below the level that overrides."""

    phone = forms.CharField(
        label=lazy("전화번호"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=lazy("문자·음성 호출과 비상 연락에 써요. 비워 두면 지금 것을 그대로 둬요."),
    )
    forget = forms.BooleanField(label=lazy("저장된 전화번호 지우기"), required=False)
    field_order = ("phone", "forget", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["days"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not is_phone(phone):
            raise forms.ValidationError(_("전화번호는 010-1234-5678이나 +82 10 1234 5678처럼 적어 주세요."))
        return phone

    def hours(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"from": data["since"], "to": data["until"]} if data["since"] else {}
