"""Test buttons: ask an outlet or a source now, and say plainly what came of it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from django.utils.translation import gettext as _

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import client, said
from bongsu.connectors.tickets import item_of, tickets_in
from bongsu.connectors.webhook.outlet import signed
from bongsu.core.errors import BongsuError, Refused, SourceBusy, SourceError
from bongsu.core.ports import Item, Refusal
from bongsu.web import house
from bongsu.web.reasons import source_words
from bongsu.web.words import error_words

PING_S = 6.0
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    ok: bool
    words: str  # what happened, and what to do about it
    items: tuple[Item, ...] = ()  # what a source gave, the first few


def ping(settings: Mapping[str, str], *, organisation: str) -> Outcome:
    """Send a signed message of type "ping" to a webhook. It says nothing and publishes nothing."""
    now = datetime.now(UTC)
    body = json.dumps(
        {"type": "ping", "timestamp": now.isoformat(), "data": {"organisation": organisation}},
        ensure_ascii=False,
        sort_keys=True,
    )
    try:
        headers = signed(settings.get("secret", ""), id=f"ping-{uuid.uuid4().hex}", at=now, body=body)
        with (
            client(allowed=Allowed.from_settings(settings), timeout_s=PING_S) as http,
            http.stream("POST", settings.get("url", ""), content=body.encode(), headers=headers) as answer,
        ):
            status = answer.status_code  # whatever else it says is not read
    except PrivateAddress:
        return Outcome(False, _("사내망 주소예요. 일부러 그런 것이면 ‘사내망 주소여도 보내기’를 켜 주세요."))
    except Refused:
        return Outcome(False, _("서명 비밀값이 없거나 망가졌어요. 새로 만들어 받는 쪽에도 넣어 주세요."))
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        return Outcome(False, connection_words(problem))
    if 200 <= status < 300:
        return Outcome(
            True, _("잘 닿았어요 (HTTP %(status)s). 서명된 시험 메시지를 받았다고 답했어요.") % {"status": status}
        )
    return Outcome(False, status_words(status))


def status_words(status: int) -> str:
    """What an HTTP status means for somebody who set the address up."""
    if status in (401, 403):
        words = _("닿았지만 거절했어요 (HTTP %(status)s). 받는 쪽의 비밀값이 같은지 확인해 주세요.")
    elif status in (404, 410):
        words = _("그 주소에는 받는 곳이 없어요 (HTTP %(status)s). 주소를 확인해 주세요.")
    elif 300 <= status < 400:
        words = _("주소가 옮겨졌다고 해요 (HTTP %(status)s). 새 주소를 적어 주세요.")
    elif status >= 500:
        words = _("받는 쪽에 문제가 있어요 (HTTP %(status)s). 그쪽 담당자에게 알려 주세요.")
    else:
        words = _("받지 않았어요 (HTTP %(status)s).")
    return words % {"status": status}


def connection_words(problem: httpx.HTTPError | httpx.InvalidURL) -> str:
    """A failed connection in words; the address itself is left out."""
    if isinstance(problem, httpx.ConnectTimeout | httpx.ReadTimeout | httpx.WriteTimeout):
        return _("%(seconds)s초 안에 답이 없어요. 방화벽이나 주소를 확인해 주세요.") % {"seconds": int(PING_S)}
    if isinstance(problem, httpx.ConnectError):
        return _("연결되지 않아요. 주소와 포트가 맞는지, 받는 프로그램이 켜져 있는지 확인해 주세요.")
    if isinstance(problem, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return _("주소가 아니에요. http:// 또는 https://로 시작해야 해요.")
    return _("보내다 끊겼어요: %(why)s") % {"why": said(problem)}


def poll(kind: str, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Read a source now, from the start, and keep nothing."""
    source = house.ports().sources.get(kind)
    if source is None:
        return Outcome(False, _("이 종류의 소스는 여기서 시험할 수 없어요."))
    try:
        polled = source.poll(settings, {}, at=at)
    except SourceBusy as problem:
        words = _("지금은 읽을 수 없어요: %(why)s 약 %(minutes)s분 뒤에 다시 해 보세요.")
        minutes = max(1, round(problem.after_s / 60))
        return Outcome(False, words % {"why": _why(problem), "minutes": minutes})
    except SourceError as problem:
        return Outcome(False, _why(problem))
    except BongsuError as problem:
        return Outcome(False, error_words(problem))
    there = (*polled.items, *polled.before)
    if not there:
        return Outcome(True, _("읽었어요. 아직 글이 하나도 없어요. 새 글이 올라오면 들어와요."))
    words = _("읽었어요. 글 %(count)s건이 있어요.") % {"count": len(there)}
    if polled.before:
        words += " " + _("이미 있던 글은 세지 않고, 지금부터 새로 보이는 글만 받아요.")
    if polled.refused:
        words += " " + _("읽지 못한 것이 %(count)s건 있어요.") % {"count": len(polled.refused)}
    return Outcome(True, words, there[-SHOWN:][::-1])


def ticket(settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """How a sample ticket would be read."""
    try:
        sent = json.loads(settings["sample"])
    except (ValueError, RecursionError):
        return Outcome(False, _("시험해 볼 티켓을 JSON으로 적어 주세요. 보내는 쪽의 예시를 그대로 붙여 넣으면 돼요."))
    found = tickets_in(sent, settings["list"])
    if not found:
        return Outcome(False, _("‘%(path)s’ 자리에 티켓이 없어요.") % {"path": settings["list"]})
    one = item_of(found[0], 0, paths=settings, source=settings["name"], at=at)
    if isinstance(one, Refusal):
        return Outcome(False, _("읽지 못해요: %(why)s") % {"why": one.message})
    return Outcome(
        True, _("이렇게 읽혀요. 번호 %(id)s, 출처 %(source)s.") % {"id": one.id, "source": one.source}, (one,)
    )


def _why(problem: SourceError) -> str:
    """What went wrong and what to do next."""
    return source_words(str(problem.about.get("reason", "")) or problem.code)
