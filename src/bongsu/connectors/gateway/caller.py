"""Fills a template, signs it as the service wants it, and reads whether the service took it."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import Body, client, read_body, said
from bongsu.core.errors import NotReached
from bongsu.core.ports import CallChannel, Called, CallJob

WITHIN_S = 15.0
ANSWER_LIMIT = 64 * 1024
_BLANK = re.compile(r"\{(to|e164|from|title|text|link|key)\}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")


class BadTemplate(ValueError):
    """A template that cannot be sent; the message says why, without any value in it."""


class GatewayCaller:
    """Caller port for `sms`, `alimtalk` and `voice`. The channel's address is the number, its settings the gateway's.

    url, method, content (json | form), headers (lines `Name: value`), body
              templates with {to} {e164} {from} {title} {text} {link} {key}; values are escaped for where they stand
    scheme    none | hmac (SOLAPI: HMAC-SHA256 over date and salt) | header (NHN: a secret in `header`)
    key, secret, from
    success   a path into a JSON answer and the value it must have, "header.isSuccessful=true"; empty: any 2xx
    """

    def __init__(self, *, within_s: float = WITHIN_S, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._within_s, self._now = within_s, now

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        """Raises NotReached."""
        channel = job.channel
        if channel is None or not channel.address:
            raise NotReached(person=job.name, reason="there is no number")
        try:
            self._send(channel, {"title": title, "text": body, "link": job.link})
        except PrivateAddress as problem:
            raise NotReached(person=job.name, reason=str(problem)) from problem
        except BadTemplate as problem:
            raise NotReached(person=job.name, reason=str(problem)) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise NotReached(person=job.name, reason=said(problem)) from problem
        return Called()

    def _send(self, channel: CallChannel, words: Mapping[str, str]) -> None:
        settings = channel.settings
        request = filled(settings, to=channel.address, words=words)
        headers = {**request.headers, **signature(settings, at=self._now())}
        with (
            client(allowed=Allowed.from_settings(settings), timeout_s=self._within_s) as http,
            http.stream(request.method, request.url, content=request.content, headers=headers) as answer,
        ):
            judge(answer, read_body(answer, limit=ANSWER_LIMIT, within_s=self._within_s), settings.get("success", ""))


class Filled:
    """A template with its blanks filled."""

    def __init__(self, method: str, url: str, headers: dict[str, str], content: bytes) -> None:
        self.method, self.url, self.headers, self.content = method, url, headers, content


def filled(settings: Mapping[str, str], *, to: str, words: Mapping[str, str]) -> Filled:
    """The request as it leaves, unsigned. Raises BadTemplate."""
    known = {
        "to": domestic(to),
        "e164": international(to),
        "from": domestic(settings.get("from", "")),
        "key": settings.get("key", ""),
        **words,
    }

    def fill(template: str, escape: Callable[[str], str]) -> str:
        return _BLANK.sub(lambda m: escape(known[m[1]]), template)

    as_json = settings.get("content", "json") == "json"
    kind = "application/json; charset=utf-8" if as_json else "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind}
    for line in settings.get("headers", "").splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or not _HEADER.fullmatch(name.strip()):
            raise BadTemplate("a header of the template is not “Name: value”")
        headers[name.strip()] = fill(value.strip(), _in_header)
    body = fill(settings.get("body", ""), _in_json if as_json else lambda v: quote(v, safe=""))
    if as_json:
        try:
            json.loads(body)
        except ValueError as problem:
            raise BadTemplate("the body of the template is not JSON") from problem
    method = settings.get("method", "POST").upper()
    if method not in ("POST", "PUT"):
        raise BadTemplate("a call is sent by POST or PUT")
    return Filled(method, fill(settings.get("url", ""), lambda v: quote(v, safe="")), headers, body.encode())


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_header(value: str) -> str:
    return "".join(c for c in value if c.isascii() and c.isprintable())


def domestic(number: str) -> str:
    """Digits as dialled within Korea.

    >>> domestic("+82 10-1234-5678"), domestic("010 1234 5678")
    ('01012345678', '01012345678')
    """
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    return f"0{digits[2:].lstrip('0')}" if number.strip().startswith("+82") else digits


def international(number: str) -> str:
    """E.164, for Korea where no country is named.

    >>> international("010-1234-5678"), international("+1 202 555 0100")
    ('+821012345678', '+12025550100')
    """
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else f"+82{digits.lstrip('0')}"


def signature(settings: Mapping[str, str], *, at: datetime, salt: str = "") -> dict[str, str]:
    """Headers that prove who sends. Raises BadTemplate for a scheme nobody knows.

    hmac: SOLAPI's `HMAC-SHA256 apiKey=…, date=…, salt=…, signature=hex(HMAC-SHA256(secret, date + salt))`
    """
    key, secret = _in_header(settings.get("key", "")), settings.get("secret", "")
    match settings.get("scheme", "none"):
        case "none":
            return {}
        case "header":
            name = settings.get("header", "")
            if not _HEADER.fullmatch(name):
                raise BadTemplate("the secret's header has no name")
            return {name: _in_header(secret)}
        case "hmac":
            date, salt = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), salt or secrets.token_hex(16)
            proof = hmac.new(secret.encode(), f"{date}{salt}".encode(), hashlib.sha256).hexdigest()
            return {"Authorization": f"HMAC-SHA256 apiKey={key}, date={date}, salt={salt}, signature={proof}"}
        case _:
            raise BadTemplate("the gateway's way of signing is unknown")


def judge(answer: httpx.Response, body: Body, success: str) -> None:
    """Raises BadTemplate unless the service took it: some answer 200 and say no inside."""
    if not answer.is_success:
        raise BadTemplate(f"HTTP {answer.status_code}")
    if not success:
        return
    path, _equals, wanted = success.partition("=")
    try:
        found: Any = json.loads(body.data)
        for step in path.strip().split("."):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as problem:
        raise BadTemplate("the service's answer does not say that it took it") from problem
    if json.dumps(found).strip('"') != wanted.strip():
        raise BadTemplate("the service answered that it did not take it")
