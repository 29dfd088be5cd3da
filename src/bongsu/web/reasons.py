"""Why something did not go out or was not read: stored codes and connectors' phrases, in the reader's language.

What is stored is one of

    superseded                  a rule's code (crisis.speak)
    refused: HTTP 503           an error's code, then what the other side or its connector said
    no answer in time           what a connector said, alone

What is not known here is shown as it stands: an outlet's own words are nobody's to translate.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

#: Rules' codes.
CODES: Mapping[str, Any] = {
    "withdrawn": lazy("입장문을 거두었습니다."),
    "superseded": lazy("새 입장문이 대신합니다."),
    "stale": lazy("약속한 다음 안내 시각이 지나 옛 글이 되었습니다."),
    "red_line": lazy("금지선에 닿았습니다."),
    "mandate_lapsed": lazy("승인 근거였던 위임이 끝났습니다."),
    "paused": lazy("모든 아웃렛이 멈춰 있습니다."),
    "closed": lazy("상황실이 닫혔습니다."),
    "no_connector": lazy("이 종류는 아직 연결할 수 없습니다."),
    "not_reached": lazy("어느 연락처로도 닿지 않았습니다."),
    "outlet": lazy("아웃렛이 글을 받지 않았습니다."),
    "try_later": lazy("아웃렛이 나중에 다시 보내라고 합니다."),
    "refused": lazy("아웃렛이 글을 거절했습니다. 사람이 확인해야 합니다."),
    "maybe_sent": lazy("글이 나갔는지 알 수 없습니다. 다시 보내지 말고 먼저 확인해 주세요."),
    "source": lazy("소스를 읽지 못했습니다."),
}
#: Errors' codes that say nothing beside what follows them.
_BEFORE_WORDS = frozenset(("outlet", "refused", "try_later", "maybe_sent", "not_reached", "source"))
#: Connectors' phrases (connectors.kit.http.said and their own).
PHRASES: Mapping[str, Any] = {
    "no connection": lazy("연결되지 않습니다."),
    "there is no server of this name": lazy("그런 이름의 서버가 없습니다."),
    "no connection in time": lazy("제때 연결되지 않았습니다."),
    "no answer in time": lazy("제때 답이 없었습니다."),
    "the other side stopped reading": lazy("받는 쪽이 읽기를 멈췄습니다."),
    "the answer broke off": lazy("답이 오다가 끊겼습니다."),
    "the connection broke while sending": lazy("보내는 도중에 연결이 끊겼습니다."),
    "too many redirects": lazy("주소가 계속 다른 곳으로 넘어갑니다."),
    "only http and https addresses work": lazy("http나 https 주소만 쓸 수 있습니다."),
    "the answer is compressed wrongly": lazy("답의 압축이 깨져 있습니다."),
    "this is not an address": lazy("주소가 아닙니다."),
    "the signing secret is missing or damaged (whsec_…)": lazy("서명 비밀값이 없거나 망가졌습니다."),
    "this is not an RSS or Atom feed": lazy("RSS나 Atom 피드가 아닙니다."),
    "the address is not one that Apprise knows": lazy("호출 주소를 알아볼 수 없습니다."),
    "the service did not take it": lazy("서비스가 받지 않았습니다."),
    "this Bongsu has no mail server (BONGSU_SMTP)": lazy("보낼 메일 서버가 없습니다(BONGSU_SMTP)."),
    "the mail server offers no way to sign in": lazy("메일 서버가 로그인을 받지 않습니다."),
    "the mail server offers no STARTTLS": lazy("메일 서버가 암호화(STARTTLS)를 하지 않습니다."),
    "the mail server refused some of the addresses": lazy("메일 서버가 일부 주소를 받지 않았습니다."),
    "there is no number": lazy("받을 전화번호가 없습니다."),
    "there is no device": lazy("알림을 받는 기기가 없습니다."),
    "the device no longer takes notifications": lazy("그 기기가 더는 알림을 받지 않아 목록에서 뺐습니다."),
    "a header of the template is not “Name: value”": lazy("헤더는 ‘이름: 값’으로 적어 주세요."),
    "the body of the template is not JSON": lazy("본문 틀이 JSON이 아닙니다."),
    "the secret's header has no name": lazy("비밀값을 넣을 헤더 이름이 없습니다."),
    "the gateway's way of signing is unknown": lazy("중계 서비스의 인증 방식을 알 수 없습니다."),
    "the service's answer does not say that it took it": lazy("서비스의 답에 받았다는 표시가 없습니다."),
    "the service answered that it did not take it": lazy("서비스가 받지 않았다고 답했습니다."),
    "there is no address": lazy("호출 주소가 없습니다."),
    "the answer is longer than we read": lazy("답이 너무 깁니다. 더 좁은 타임라인을 골라 주세요."),
    "the answer is not a list of posts": lazy("글 목록이 아닌 답이 왔습니다. 서버 주소를 확인해 주세요."),
    "the access token has characters that no token has": lazy(
        "접근 토큰에 이상한 글자가 있습니다. 다시 복사해 주세요."
    ),
    "there is no hashtag to read": lazy("읽을 해시태그가 없습니다. 하나 이상 적어 주세요."),
    "the list's number is missing": lazy("읽을 리스트가 없습니다. 리스트 화면의 주소를 적어 주세요."),
    "this account has no such list": lazy("이 계정에 그런 리스트가 없습니다. 주소와 접근 토큰을 확인해 주세요."),
    "there are no words to search for": lazy("찾을 말이 없습니다. 한 줄 이상 적어 주세요."),
    "the answer is not Naver's": lazy("네이버의 답이 아닙니다. 계속되면 방화벽을 확인해 주세요."),
    "the server's certificate is not trusted, or this port speaks no TLS": lazy(
        "서버의 인증서를 믿을 수 없거나, 이 포트는 TLS가 아닙니다. 포트와 암호화 방식을 확인해 주세요."
    ),
    "the mailbox's user or password is missing": lazy("사용자나 비밀번호가 비어 있습니다."),
    "the mail server did not accept user and password": lazy(
        "메일 서버가 사용자나 비밀번호를 받지 않습니다. 두 단계 인증이면 앱 비밀번호를 만들어 넣어 주세요."
    ),
    "without encryption only a server of the private network may be read": lazy(
        "암호화 없이는 사내망의 서버만 읽을 수 있습니다."
    ),
    "there is no such mailbox": lazy("그런 편지함이 없습니다. 이름을 확인해 주세요."),
    "the mail server numbers no mails": lazy("메일 서버가 메일 번호를 알려 주지 않습니다. 다른 서버를 써 주세요."),
    "the answer is longer than we asked for": lazy("메일 서버의 답이 너무 깁니다. 서버를 확인해 주세요."),
    "the mail server answered something we do not understand": lazy(
        "메일 서버의 답을 알아들을 수 없습니다. 주소와 포트, 암호화 방식을 확인해 주세요."
    ),
    "today's calls are used up": lazy("오늘 호출 횟수를 다 썼습니다. 자정(한국 시간)부터 다시 읽습니다."),
}
#: Of a source that could not be read: what whoever set it up may do next, where the words above do not say it.
_AGAIN = lazy("잠시 뒤 다시 해 보고, 계속되면 주소와 방화벽을 확인해 주세요.")
STEPS: Mapping[str, Any] = {
    "no connection": lazy("주소와 포트를 다시 보고, 맞으면 이 서버에서 나가는 길을 방화벽이 막는지 확인해 주세요."),
    "there is no server of this name": lazy("주소를 한 글자씩 확인해 주세요."),
    "no connection in time": _AGAIN,
    "no answer in time": _AGAIN,
    "the answer broke off": _AGAIN,
    "too many redirects": lazy("브라우저로 열어 마지막에 나온 주소를 적어 주세요."),
    "this is not an RSS or Atom feed": lazy(
        "홈페이지가 아니라 피드의 주소가 필요해요. 그 사이트에서 RSS를 찾아 주세요."
    ),
    "the mailbox's user or password is missing": lazy("둘 다 적어 주세요."),
    "without encryption only a server of the private network may be read": lazy("암호화 방식을 TLS로 골라 주세요."),
    "HTTP 401": lazy("로그인해야 열리는 주소예요. 누구나 여는 주소를 적어 주세요."),
    "HTTP 403": lazy("열지 못하게 막힌 주소예요. 브라우저로 열어 보고, 누구나 여는 주소를 적어 주세요."),
    "HTTP 404": lazy("그 주소에는 아무것도 없어요. 브라우저로 열어 보고 고쳐 주세요."),
    "HTTP 410": lazy("그 주소는 없어졌어요. 새 주소를 찾아 고쳐 주세요."),
    "HTTP 429": lazy("너무 자주 물었대요. 그쪽이 말한 만큼 쉬었다가 저절로 다시 읽어요."),
    **{f"HTTP {status}": lazy("그쪽 서버에 문제가 있어요. 잠시 뒤 다시 해 보세요.") for status in (500, 502, 503, 504)},
}
#: What Naver's codes ask of whoever set the source up.
NAVER: Mapping[str, Any] = {
    "SE01": lazy("찾을 말이 잘못되었습니다. 특수 기호를 빼고 다시 적어 주세요."),
    "SE02": lazy("한 번에 받는 수가 범위를 벗어났습니다. 봉수를 새 판으로 올려 주세요."),
    "SE03": lazy("시작 위치가 범위를 벗어났습니다. 찾을 말을 더 좁혀 주세요."),
    "SE04": lazy("정렬 방식을 네이버가 모릅니다. 봉수를 새 판으로 올려 주세요."),
    "SE05": lazy("그런 검색이 없습니다. 애플리케이션에서 ‘검색’을 골랐는지 확인해 주세요."),
    "SE06": lazy("찾을 말의 글자를 네이버가 읽지 못했습니다. 다시 입력해 주세요."),
    "SE99": lazy("네이버 쪽 오류입니다. 기다리면 저절로 다시 읽어요."),
    "010": lazy("오늘 호출 횟수를 다 썼습니다. 자정(한국 시간)부터 다시 읽습니다."),
    "024": lazy("Client ID나 Secret을 네이버가 받지 않습니다. 개발자 센터의 값을 다시 복사해 넣어 주세요."),
    "028": lazy("https로만 부를 수 있습니다. 봉수를 새 판으로 올려 주세요."),
}
PATTERNS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (
        re.compile(r"HTTP (?P<status>\d+): the address has moved; enter the new one"),
        lazy("주소가 옮겨졌습니다 (HTTP %(status)s). 새 주소를 적어 주세요."),
    ),
    (
        re.compile(r"(?P<host>\S+) leads into a private network\..*", re.DOTALL),
        lazy("%(host)s: 사내망 주소라 연결하지 않았습니다. 일부러 그런 것이면 설정에서 허락해 주세요."),
    ),
    (
        re.compile(r"address (?P<n>\d+) is not one that Apprise knows"),
        lazy("%(n)s번째 호출 주소를 알아볼 수 없습니다."),
    ),
    (
        re.compile(r"(?P<n>\d+) service\(s\) gave no answer within (?P<s>\S+) s"),
        lazy("%(s)s초 안에 답하지 않은 곳: %(n)s."),
    ),
    (re.compile(r"(?P<n>\d+) service\(s\) did not take it"), lazy("받지 않은 곳: %(n)s.")),
    (re.compile(r"the service gave no answer within (?P<s>\S+) s"), lazy("%(s)s초 안에 답하지 않았습니다.")),
    (re.compile(r"the feed cannot be read: (?P<why>.+)"), lazy("피드를 읽을 수 없습니다: %(why)s")),
    (
        re.compile(r"HTTP (?P<status>\d+): the access token is missing or not accepted"),
        lazy("서버가 접근 토큰을 받지 않습니다 (HTTP %(status)s). 서버의 설정 → 개발에서 새로 만들어 주세요."),
    ),
    (
        re.compile(r"HTTP 422: this server shows this timeline to its members only"),
        lazy("이 서버는 이 타임라인을 회원에게만 보여 줍니다. 그 서버 계정의 접근 토큰을 넣어 주세요."),
    ),
    (
        re.compile(r"HTTP (?P<status>\d+): no Mastodon answers at this address"),
        lazy("그 주소에는 마스토돈이 없습니다 (HTTP %(status)s). 서버 주소를 확인해 주세요."),
    ),
    (
        re.compile(r"(?P<what>.+) took longer than (?P<s>\S+) s to read"),
        lazy("%(s)s초 안에 풀어 읽지 못했습니다. 보내는 쪽에 내용이 깨지지 않았는지 물어봐 주세요."),
    ),
    (re.compile(r"the feed is broken: (?P<why>.+)"), lazy("피드 형식이 깨져 있습니다: %(why)s")),
)


def reason_words(reason: str) -> str:
    """A stored reason in the active language."""
    code, _colon, said = reason.partition(": ")
    if said and code in _BEFORE_WORDS:
        return _phrase(said)
    if code in NAVER:
        return f"{NAVER[code]} ({code})"
    return str(CODES[reason]) if reason in CODES else _phrase(reason)


def source_words(reason: str) -> str:
    """The same of a source, with what to do next."""
    _code, _colon, said = reason.partition(": ")
    step = STEPS.get(reason) or STEPS.get(said)
    return f"{reason_words(reason)} {step}" if step else reason_words(reason)


def _phrase(said: str) -> str:
    if said in PHRASES:
        return str(PHRASES[said])
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(said):
            return str(words) % found.groupdict()
    parts = said.split("; ")
    words = [_phrase(part) for part in parts] if len(parts) > 1 else parts
    return said if words == parts else " ".join(words)
