"""Forms of the sources we read ourselves, by kind: what may be typed, and the settings that come of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.connectors.mastodon.source import TAGS, list_of, tags_of
from bongsu.connectors.naver.source import PER_DAY, QUERIES, QUERY_MOST
from bongsu.connectors.tickets import FIELDS, is_path
from bongsu.flows.setup import is_web_address
from bongsu.store.queries.settings import SourceSettings
from bongsu.web.setup.forms import Choices, Form, PlainText

SECRET_MOST = 500
#: Shows again what was typed a moment ago; what is kept is never given to a form.
_WIDGET = forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True)


class PathField(forms.CharField):
    """Where something lies in what was sent: ticket.fields[0].value."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"required": False, "max_length": 200} | kwargs))

    def clean(self, value: Any) -> str:
        path: str = super().clean(value).strip()
        if path and not is_path(path):
            raise forms.ValidationError(_("ticket.fields[0].value처럼 점과 대괄호로 적어 주세요."))
        return path


class SourceForm(Form):
    """What every source has: a name and perhaps one brand. `known`: this name is kept already, with its secret."""

    kind: str
    name = PlainText(label=lazy("이름"), max_length=80)
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)

    def __init__(self, *args: Any, brands: Choices = (), known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        choice = self.fields["brand"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", lazy("모든 브랜드 (감시어로 가려요)")), *brands]
        self.order_fields(("name", *(name for name in self.fields if name not in ("name", "brand")), "brand"))

    def config(self) -> Mapping[str, Any]:
        """The settings of the source, without its secret."""
        raise NotImplementedError

    def clean_secret(self) -> str:
        """Empty keeps the one there is."""
        secret: str = self.cleaned_data.get("secret", "").strip()
        if secret and not (secret.isascii() and secret.isprintable()):
            raise forms.ValidationError(_("영문·숫자·기호만 들어가요. 앞뒤에 딸려 온 글자가 없는지 확인해 주세요."))
        return secret


class MastodonForm(SourceForm):
    kind = "mastodon"
    url = forms.CharField(
        label=lazy("서버 주소"), max_length=300, widget=forms.URLInput(attrs={"placeholder": "https://mastodon.social"})
    )
    what = forms.ChoiceField(
        label=lazy("무엇을 들을까요"),
        choices=[
            ("tag", lazy("해시태그")),
            ("public", lazy("연합 타임라인 (서버가 아는 모든 공개 글)")),
            ("local", lazy("로컬 타임라인 (이 서버 사람들의 공개 글)")),
            ("home", lazy("홈 (이 계정이 팔로우하는 글)")),
            ("list", lazy("리스트 (이 계정이 모아 둔 사람들의 글)")),
        ],
    )
    tags = forms.CharField(
        label=lazy("해시태그"),
        required=False,
        max_length=300,
        help_text=lazy("빈칸으로 나눠 다섯 개까지. 예: 한강식품 불매"),
    )
    list = forms.CharField(
        label=lazy("리스트"),
        required=False,
        max_length=300,
        help_text=lazy("리스트 화면의 주소를 그대로 붙여 넣어요. 예: https://mastodon.social/lists/4711"),
    )
    secret = forms.CharField(
        label=lazy("접근 토큰"),
        required=False,
        max_length=SECRET_MOST,
        widget=_WIDGET,
        help_text=lazy("서버의 ‘설정 → 개발’에서 read 권한만 가진 앱을 만들면 나와요. 홈과 리스트에는 꼭 필요해요."),
    )
    stream = forms.BooleanField(
        label=lazy("새 글이 오면 바로 읽기 (스트리밍, 안 되는 서버에서는 1분마다 읽어요)"), required=False, initial=True
    )
    private = forms.BooleanField(label=lazy("사내망 주소여도 읽기"), required=False)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip().rstrip("/")
        url = url if "://" in url else f"https://{url}"
        if not is_web_address(url):
            raise forms.ValidationError(_("https://로 시작하는 서버 주소를 적어 주세요."))
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "tag" and not tags_of(data):
            self.add_error("tags", _("들을 해시태그를 하나 이상 적어 주세요."))
        if len(set(data.get("tags", "").replace(",", " ").split())) > TAGS:
            self.add_error("tags", _("해시태그는 다섯 개까지예요. 나머지는 소스를 하나 더 만들어 주세요."))
        if data.get("what") == "list" and not list_of(data):
            self.add_error("list", _("들을 리스트의 주소나 번호를 적어 주세요."))
        own = data.get("what") in ("home", "list")
        if own and not data.get("secret") and not self.known and "secret" not in self.errors:
            self.add_error("secret", _("홈 타임라인과 리스트는 접근 토큰이 있어야 읽을 수 있어요."))
        return data

    def config(self) -> Mapping[str, Any]:
        data = self.cleaned_data
        tags = " ".join(tags_of(data)) if data["what"] == "tag" else ""
        named = {"list": list_of(data)} if data["what"] == "list" else {}
        stream = "true" if data["stream"] else ""
        private = {"allow_private": "true"} if data["private"] else {}
        return {"url": data["url"], "what": data["what"], "tags": tags, "stream": stream, **named, **private}


class NaverForm(SourceForm):
    kind = "naver"
    query = forms.CharField(
        label=lazy("찾을 말"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("한 줄에 하나씩 다섯 줄까지. 네이버 검색창에 넣는 말 그대로예요. 예: 한강식품 배도라지즙"),
    )
    kinds = forms.MultipleChoiceField(
        label=lazy("어디에서"),
        choices=[("news", lazy("뉴스")), ("blog", lazy("블로그")), ("cafearticle", lazy("카페"))],
        initial=["news", "blog", "cafearticle"],
        widget=forms.CheckboxSelectMultiple(),
    )
    client_id = forms.CharField(
        label="Client ID",
        max_length=80,
        help_text=lazy("developers.naver.com에서 애플리케이션을 등록하고 ‘검색’을 고르면 나와요."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(label="Client Secret", required=False, max_length=SECRET_MOST, widget=_WIDGET)
    every_min = forms.IntegerField(
        label=lazy("몇 분마다"),
        initial=10,
        min_value=1,
        max_value=1440,
        help_text=lazy("한 번에 ‘찾을 말 × 고른 곳’만큼 호출해요. 하루 25,000번을 함께 나눠 써요."),
    )

    def clean_query(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["query"].splitlines() if line.strip()]
        if len(lines) > QUERIES or any(len(line) > QUERY_MOST for line in lines):
            raise forms.ValidationError(_("찾을 말은 다섯 줄, 한 줄에 100자까지예요."))
        return "\n".join(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("secret") and not self.known and "secret" not in self.errors:
            self.add_error("secret", _("Client Secret을 적어 주세요."))
        searches = len(data.get("query", "").splitlines()) * len(data.get("kinds") or ())
        if searches and data.get("every_min") and searches * 1440 / data["every_min"] > PER_DAY:
            self.add_error("every_min", _("이대로면 하루 25,000번을 넘겨요. 더 드물게 읽거나 찾을 말을 줄여 주세요."))
        return data

    def config(self) -> Mapping[str, Any]:
        data = self.cleaned_data
        return {
            "client_id": data["client_id"].strip(),
            "query": data["query"],
            "kinds": " ".join(data["kinds"]),
            "every_s": data["every_min"] * 60,
        }


class ImapForm(SourceForm):
    kind = "imap"
    host = forms.RegexField(
        label=lazy("메일 서버"),
        regex=r"^[A-Za-z0-9.:_-]{1,253}$",
        error_messages={"invalid": lazy("imap.example.com처럼 서버 이름만 적어 주세요.")},
        widget=forms.TextInput(attrs={"placeholder": "imap.example.com"}),
    )
    port = forms.IntegerField(label=lazy("포트"), initial=993, min_value=1, max_value=65_535)
    security = forms.ChoiceField(
        label=lazy("암호화"), choices=[("ssl", lazy("TLS (보통 993)")), ("starttls", lazy("STARTTLS (보통 143)"))]
    )
    user = forms.CharField(label=lazy("사용자"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    secret = forms.CharField(
        label=lazy("비밀번호"),
        required=False,
        max_length=SECRET_MOST,
        widget=_WIDGET,
        help_text=lazy("두 단계 인증을 쓰는 메일은 ‘앱 비밀번호’를 만들어 넣어요."),
    )
    mailbox = forms.CharField(
        label=lazy("편지함"),
        initial="INBOX",
        max_length=100,
        help_text=lazy("알림 메일만 모으는 편지함을 따로 두면 좋아요. 메일을 지우거나 옮기지 않아요."),
    )
    stream = forms.BooleanField(
        label=lazy("새 메일이 오면 바로 읽기 (IDLE, 안 되는 서버에서는 1분마다 읽어요)"), required=False, initial=True
    )
    mark = forms.BooleanField(label=lazy("읽은 메일을 ‘읽음’으로 표시하기"), required=False)
    private = forms.BooleanField(label=lazy("사내망 주소여도 읽기"), required=False)

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if any(not c.isprintable() for c in secret):
            raise forms.ValidationError(_("비밀번호에 보이지 않는 글자가 있어요. 다시 적어 주세요."))
        return secret

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("secret") and not self.known and "secret" not in self.errors:
            self.add_error("secret", _("비밀번호를 적어 주세요."))
        return data

    def config(self) -> Mapping[str, Any]:
        data = self.cleaned_data
        kept = {name: data[name] for name in ("host", "port", "security", "user", "mailbox")}
        told = {"mark": data["mark"], "stream": data["stream"], "allow_private": data["private"]}
        return {**kept, **{name: "true" if yes else "" for name, yes in told.items()}}


class TicketsForm(SourceForm):
    kind = "tickets"
    list = PathField(label=lazy("티켓이 들어 있는 자리"), help_text=lazy("비워 두면 보낸 것 전체가 티켓 하나예요."))
    id = PathField(label=lazy("번호"), initial=FIELDS["id"], required=True)
    subject = PathField(label=lazy("제목"), initial=FIELDS["subject"])
    body = PathField(label=lazy("내용"), initial=FIELDS["body"])
    channel = PathField(label=lazy("들어온 곳"), initial=FIELDS["channel"], help_text=lazy("전화, 채팅, 매장처럼"))
    product = PathField(label=lazy("제품"), initial=FIELDS["product"])
    created_at = PathField(label=lazy("들어온 때"), initial=FIELDS["created_at"])
    sample = forms.CharField(
        label=lazy("시험해 볼 티켓 (JSON)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=lazy("‘먼저 읽어 보기’를 누르면 어떻게 읽히는지 보여 드려요. 저장하지 않아요."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("subject") and not data.get("body") and not self.errors:
            self.add_error("body", _("제목과 내용 가운데 하나는 자리를 적어 주세요."))
        data["secret"] = ""
        return data

    def config(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in ("list", *FIELDS)}


FORMS: Mapping[str, type[SourceForm]] = {f.kind: f for f in (MastodonForm, NaverForm, ImapForm, TicketsForm)}
#: Others post to these, and need a secret of ours to sign with.
POSTED = ("tickets",)
#: How each kind is called, and in one line what it hears.
KINDS: Mapping[str, tuple[Any, Any]] = {
    "rss": ("RSS", lazy("뉴스·블로그 피드")),
    "mastodon": (lazy("마스토돈"), lazy("해시태그나 타임라인의 글을 읽어요.")),
    "naver": (
        lazy("네이버 검색"),
        lazy("뉴스·블로그·카페의 새 글을 찾아요. 처음 본 때를 글의 시각으로 써요."),
    ),
    "imap": (lazy("메일함"), lazy("다른 모니터링의 알림 메일이나 항의 메일을 읽어요. 메일은 그대로 둬요.")),
    "tickets": (lazy("고객센터 티켓"), lazy("고객센터 시스템이 티켓을 서명해서 보내요. 고객 이름은 받지 않아요.")),
    "intake": (lazy("받는 주소"), lazy("다른 시스템이 서명해서 글을 보내요.")),
    "clip": (lazy("우리가 남긴 글"), ""),
    "report": (lazy("로그인 없이 온 제보"), ""),
    "storm": (lazy("예시 글"), ""),
}


def kept(source: SourceSettings, *, brands: Choices) -> SourceForm:
    """The form of a source as it stands; its secret stays where it is."""
    initial: dict[str, Any] = {**source.settings, "name": source.now.name, "brand": str(source.brand_id or "")}
    if "kinds" in initial:
        initial["kinds"] = initial["kinds"].split()
    if initial.get("every_s", "").isdigit():
        initial["every_min"] = max(1, int(initial["every_s"]) // 60)
    initial["private"] = initial.get("allow_private") == "true"
    return FORMS[source.now.kind](initial=initial, brands=brands, known=True)
