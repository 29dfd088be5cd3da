"""Posts a statement as `statement.published`, signed, under one webhook-id for every attempt."""

import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import Body, client, read_body, retry_after_s, said
from bongsu.core.errors import MaybeSent, MayRepeat, Refused, TryLater
from bongsu.core.ports import DeliveryJob, Posted

ANSWER_LIMIT = 64 * 1024
TIMEOUT_S = 10.0
LATER_S = 30.0
URL_LIMIT = 600
#: The receiver says it has not worked on this request and wants it again (RFC 9110, RFC 6585, RFC 8470).
COME_BACK = (408, 425, 429, 503)


class WebhookOutlet:
    """Outlet port. Settings: url, secret (whsec_…), organisation?, allow_private? (see kit.guard.Allowed).

    The receiver drops repeats by webhook-id (Standard Webhooks, "Idempotency"), so sending again under the same id is
    safe.
    """

    def __init__(self, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s

    def post(self, job: DeliveryJob) -> Posted:
        url = job.settings.get("url", "")
        now = datetime.now(UTC)
        body = message(job)
        headers = signed(job.settings.get("secret", ""), id=job.key, at=now, body=body)
        allowed = Allowed.from_settings(job.settings)
        try:
            with (
                client(allowed=allowed, timeout_s=self._timeout_s) as http,
                http.stream("POST", url, content=body.encode(), headers=headers) as answer,
            ):
                judge(answer, now)
                # Without one in the answer there is none: our own address of the hook may be a secret.
                return Posted(self._where(answer) or "")
        except PrivateAddress as problem:
            raise Refused(reason=str(problem)) from problem
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
            raise Refused(reason=said(problem)) from problem
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            # Nothing has left: the connection never stood.
            raise TryLater(after_s=LATER_S, reason=said(problem)) from problem
        except httpx.HTTPError as problem:
            raise MaybeSent(reason=said(problem)) from problem

    def find(self, job: DeliveryJob) -> Posted | None:  # noqa: ARG002 the port's
        """A webhook cannot be looked up; it may be sent again under its id."""
        raise MayRepeat

    def _where(self, answer: httpx.Response) -> str | None:
        try:
            return link_in(read_body(answer, limit=ANSWER_LIMIT, within_s=self._timeout_s))
        except httpx.HTTPError:
            # It answered 2xx; that it tells us no link changes nothing.
            return None


def message(job: DeliveryJob) -> str:
    """The body: JSON, the same bytes on every attempt."""
    data = {
        "id": job.statement,
        "title": job.title,
        "text": job.text,
        "organisation": job.settings.get("organisation"),
        "next_update_at": _iso(job.next_update_at),
    }
    about = {"type": "statement.published", "timestamp": _iso(job.approved_at), "data": data}
    return json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def signed(secret: str, *, id: str, at: datetime, body: str) -> Mapping[str, str]:
    """Headers that prove who sent `body`. Raises Refused when the secret is no whsec_ secret."""
    try:
        signature = Webhook(secret).sign(id, at, body)
    except (EmptyWebhookSecretError, binascii.Error, ValueError) as problem:
        raise Refused(reason="the signing secret is missing or damaged (whsec_…)") from problem
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }


def judge(answer: httpx.Response, now: datetime) -> None:
    """Turn a status into an error; 2xx passes."""
    status = answer.status_code
    if answer.is_success:
        return
    if status in COME_BACK:
        raise TryLater(after_s=retry_after_s(answer, now=now, usual_s=LATER_S), reason=f"HTTP {status}")
    if answer.is_redirect or 300 <= status < 400:
        raise Refused(reason=f"HTTP {status}: the address has moved; enter the new one")
    if status < 500:
        raise Refused(reason=f"HTTP {status}")
    raise MaybeSent(reason=f"HTTP {status}")


def link_in(body: Body) -> str | None:
    """The `url` of a JSON answer, when it is an http(s) address."""
    try:
        answer = json.loads(body.data)
    except (ValueError, RecursionError):
        return None
    url = answer.get("url") if isinstance(answer, dict) else None
    if not isinstance(url, str) or len(url) > URL_LIMIT or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
