"""Forms of the settings: what may be typed, and what is said when it may not."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import SLOTS, WatchWords
from bongsu.crisis.formation.skills import MOST_OF_PERSON, WORD as SKILL_WORD, tidy as tidy_skills
from bongsu.crisis.text import SLOT as SLOT_MOST
from bongsu.flows.setup import ROLES, is_phone, is_web_address, is_zone
from bongsu.flows.tables import FORMULA, clean
from bongsu.web.setup.words import ROLE_WORDS
from bongsu.web.words import SLOT_HINTS, SLOT_WORDS

WORDS_MOST, WORD_MOST = 200, 60
Choices = Sequence[tuple[str, Any]]


class Form(forms.Form):
    """A form whose errors stand at their fields; Django marks those with aria-invalid."""

    required_css_class = ""
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)


class PlainText(forms.CharField):
    """Text for people: no control characters, no marks that turn the reading direction, never a spreadsheet formula."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > 1 and value.startswith(FORMULA):
            raise forms.ValidationError(_("= + - @로 시작하는 글은 엑셀 수식으로 실행될 수 있어 받지 않아요."))


class OrgForm(Form):
    name = PlainText(label=lazy("회사 이름"), max_length=120)
    zone = forms.CharField(label=lazy("시간대"), max_length=60, initial="Asia/Seoul")

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if not is_zone(zone):
            raise forms.ValidationError(_("그런 시간대는 없어요. Asia/Seoul처럼 적어 주세요."))
        return zone


def words_in(text: str) -> tuple[str, ...]:
    """Words parted by commas or lines, each once."""
    return tuple(dict.fromkeys(w for part in text.replace(",", "\n").splitlines() if (w := clean(part))))


class BrandForm(Form):
    name = PlainText(label=lazy("브랜드 이름"), max_length=80)
    include = forms.CharField(
        label=lazy("감시어"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=6_000,
        help_text=lazy("쉼표나 줄바꿈으로 나눠 적어요. ‘한강식품은’, ‘한강식품에서’처럼 조사가 붙어도 찾아요."),
    )
    exclude = forms.CharField(
        label=lazy("제외어"),
        required=False,
        max_length=6_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("이 말이 있으면 우리 이야기가 아니에요. 예: 한강공원"),
    )
    risk = forms.CharField(
        label=lazy("위험어"),
        required=False,
        max_length=6_000,
        widget=forms.Textarea(
            attrs={"rows": 4, "placeholder": lazy("safety: 유리, 이물, 응급실\nlegal: 고소, 과징금")}
        ),
        help_text=lazy("한 줄에 한 갈래씩. 갈래 이름, 쌍점, 단어들. 단계표가 이 갈래로 단계를 올려요."),
    )

    def clean_include(self) -> tuple[str, ...]:
        return _checked(words_in(self.cleaned_data["include"]))

    def clean_exclude(self) -> tuple[str, ...]:
        return _checked(words_in(self.cleaned_data["exclude"]))

    def clean_risk(self) -> Mapping[str, tuple[str, ...]]:
        risk: dict[str, tuple[str, ...]] = {}
        for number, line in enumerate(self.cleaned_data["risk"].splitlines(), start=1):
            if not line.strip():
                continue
            category, colon, said = line.partition(":")
            words = _checked(words_in(said))
            if not colon or not clean(category) or not words:
                raise forms.ValidationError(
                    _("%(number)s번째 줄을 ‘갈래: 단어, 단어’로 적어 주세요."), params={"number": number}
                )
            risk[clean(category)[:40]] = risk.get(clean(category), ()) + words
        return risk

    def words(self) -> WatchWords:
        data = self.cleaned_data
        return WatchWords(include=data["include"], exclude=data["exclude"], risk=data["risk"])


def risk_text(risk: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(f"{category}: {', '.join(words)}" for category, words in risk.items())


def _checked(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) > WORDS_MOST:
        raise forms.ValidationError(_("단어는 %(most)s개까지예요."), params={"most": WORDS_MOST})
    long = next((word for word in words if len(word) > WORD_MOST), None)
    if long:
        raise forms.ValidationError(_("‘%(word)s…’가 너무 길어요."), params={"word": long[:20]})
    return words


class FeedForm(Form):
    name = PlainText(label=lazy("이름"), max_length=80)
    url = forms.CharField(label=lazy("RSS·Atom 주소"), max_length=600, widget=forms.URLInput())
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)
    private = forms.BooleanField(label=lazy("사내망 주소여도 읽기"), required=False)

    def __init__(self, *args: Any, brands: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["brand"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", lazy("모든 브랜드 (감시어로 가려요)")), *brands]

    def clean_url(self) -> str:
        return _web_address(self.cleaned_data["url"])

    def config(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"url": data["url"]} | ({"allow_private": "true"} if data["private"] else {})


class IntakeForm(Form):
    name = PlainText(label=lazy("보내는 곳 이름"), max_length=80)


class OutletForm(Form):
    kind = forms.ChoiceField(label=lazy("종류"), choices=[("webhook", lazy("웹훅")), ("newsroom", lazy("뉴스룸"))])
    name = PlainText(label=lazy("이름"), max_length=80)
    purpose = PlainText(label=lazy("용도"), max_length=160, required=False)
    url = forms.CharField(
        label=lazy("받는 주소"), max_length=600, required=False, help_text=lazy("웹훅일 때만. 서명해서 보내요.")
    )
    owner = forms.ChoiceField(label=lazy("담당자"), required=False)
    deputy = forms.ChoiceField(label=lazy("대리자"), required=False)
    private = forms.BooleanField(label=lazy("사내망 주소여도 보내기"), required=False)

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "deputy"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", lazy("없음")), *people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = data.get("url", "")
        if data.get("kind") == "webhook" and "url" not in self.errors and not is_web_address(given):
            self.add_error("url", _("http:// 또는 https://로 시작하는 주소를 적어 주세요. 비밀번호는 넣지 마세요."))
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", _("담당자와 다른 사람을 골라 주세요."))
        return data


class PersonForm(Form):
    key = forms.RegexField(
        label=lazy("키"),
        regex=r"^[a-z0-9][a-z0-9_.-]{0,39}$",
        help_text=lazy("기록에 남는 이름표. 나중에 못 바꿔요. 영문 소문자와 숫자."),
        error_messages={"invalid": lazy("영문 소문자·숫자·점·밑줄·빼기로 40자까지예요.")},
    )
    name = PlainText(label=lazy("이름"), max_length=80)
    email = forms.EmailField(label=lazy("이메일"))
    title = PlainText(label=lazy("직함"), max_length=80, required=False)
    department = PlainText(label=lazy("부서"), max_length=80, required=False)
    roles = forms.MultipleChoiceField(label=lazy("역할"), widget=forms.CheckboxSelectMultiple)
    skills = PlainText(
        label=lazy("역량"),
        max_length=900,
        required=False,
        help_text=lazy(
            "쉼표로 여럿. 예: 영어, 방송 대응, 광고 계정 키. 대형이 이 역량을 찾는 자리에 이 사람을 먼저 앉혀요."
        ),
    )
    deputy = forms.ChoiceField(label=lazy("대리자"), required=False)
    on_duty = forms.BooleanField(label=lazy("지금 당직"), required=False)
    locale = forms.ChoiceField(label=lazy("언어"), choices=[("ko", "한국어"), ("en", "English")])
    phone = forms.CharField(
        label=lazy("전화번호"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=lazy("문자·음성 호출과 비상 연락에 써요. 암호로 잠가 두고, 비워 두면 지금 것을 그대로 둬요."),
    )
    addresses = forms.CharField(
        label=lazy("호출 주소"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=lazy(
            "한 줄에 하나, Apprise 형식. 암호로 잠가 두고 다시 보여 주지 않아요. 비워 두면 지금 것을 그대로 둬요."
        ),
    )
    forget = forms.BooleanField(label=lazy("저장된 전화번호와 호출 주소 지우기"), required=False)

    def __init__(self, *args: Any, people: Choices = (), more_roles: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles, deputy = self.fields["roles"], self.fields["deputy"]
        assert isinstance(roles, forms.MultipleChoiceField)
        assert isinstance(deputy, forms.ChoiceField)
        roles.choices = role_choices(more_roles)
        deputy.choices = [("", lazy("없음")), *people]

    def clean_skills(self) -> tuple[str, ...]:
        skills = tidy_skills(re.split(r"[,;\n]", self.cleaned_data["skills"]))
        if len(skills) > MOST_OF_PERSON or any(len(skill) > SKILL_WORD for skill in skills):
            raise forms.ValidationError(
                _("역량은 %(n)s개까지, 하나에 %(most)s자까지예요.") % {"n": MOST_OF_PERSON, "most": SKILL_WORD}
            )
        return skills

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not is_phone(phone):
            raise forms.ValidationError(_("전화번호는 010-1234-5678이나 +82 10 1234 5678처럼 적어 주세요."))
        return phone

    def clean_addresses(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip())
        if any("://" not in line for line in lines):
            raise forms.ValidationError(_("주소는 mailto://…, tgram://…처럼 ‘종류://’로 시작해요."))
        return lines

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("deputy") and data.get("deputy") == data.get("key"):
            self.add_error("deputy", _("자기 자신은 대리자가 될 수 없어요."))
        return data


class HoldingForm(Form):
    """The six slots, prepared in peace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slot in SLOTS:
            self.fields[slot] = forms.CharField(
                label=SLOT_WORDS[slot],
                help_text=SLOT_HINTS[slot],
                required=False,
                max_length=SLOT_MOST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class CsvForm(Form):
    file = forms.FileField(
        label=lazy("CSV 파일"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    text = forms.CharField(
        label=lazy("또는 붙여 넣기"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=lazy("엑셀에서 칸을 골라 그대로 붙여 넣어도 돼요."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("text", "").strip():
            self.add_error("text", _("파일을 고르거나 내용을 붙여 넣어 주세요."))
        return data


def role_choices(more: Sequence[str] = ()) -> list[tuple[str, str]]:
    return [(role, str(ROLE_WORDS.get(role, role))) for role in dict.fromkeys((*ROLES, *more))]


def _web_address(url: str) -> str:
    if not is_web_address(url.strip()):
        raise forms.ValidationError(_("http:// 또는 https://로 시작하는 주소를 적어 주세요. 비밀번호는 넣지 마세요."))
    return url.strip()
