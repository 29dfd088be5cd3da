"""One request of a mirror, and what its answer means."""

import json as jsons
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import client, read_body, retry_after_s, said
from bongsu.core.errors import MaybeSent, Refused, TryLater

LATER_S = 20.0
ANSWER_LIMIT = 64 * 1024


def sent(
    method: str,
    url: str,
    *,
    settings: Mapping[str, str],
    json: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    within_s: float,
) -> bytes:
    """The answer to one request; 2xx passes.

    Raises:
        TryLater: 429 and 503, after what they ask for; no connection.
        Refused: any other 3xx or 4xx, a private or impossible address.
        MaybeSent: it left, and no whole answer came.
    """
    now = datetime.now(UTC)
    body = jsons.dumps(json, ensure_ascii=False).encode()
    every = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    try:
        with (
            client(allowed=Allowed.from_settings(settings), timeout_s=within_s) as http,
            http.stream(method, url, content=body, headers=every) as answer,
        ):
            told = read_body(answer, limit=ANSWER_LIMIT, within_s=within_s).data
    except PrivateAddress as problem:
        raise Refused(reason=str(problem)) from problem
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
        raise Refused(reason=said(problem)) from problem
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
        raise TryLater(after_s=LATER_S, reason=said(problem)) from problem
    except httpx.HTTPError as problem:
        raise MaybeSent(reason=said(problem)) from problem
    status = answer.status_code
    if answer.is_success:
        return told
    if status in (429, 503):
        raise TryLater(after_s=_wait_s(answer, told, now), reason=f"HTTP {status}")
    if status >= 500:
        raise MaybeSent(reason=f"HTTP {status}")
    raise Refused(reason=f"HTTP {status}")


def _wait_s(answer: httpx.Response, told: bytes, now: datetime) -> float:
    """`Retry-After`, else Matrix's own `retry_after_ms`."""
    if answer.headers.get("retry-after"):
        return retry_after_s(answer, now=now, usual_s=LATER_S)
    try:
        asked = jsons.loads(told)["retry_after_ms"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return LATER_S
    return min(max(asked / 1000, 1.0), 3600.0) if isinstance(asked, int) and not isinstance(asked, bool) else LATER_S
