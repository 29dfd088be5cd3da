"""POST /api/v1/mentions: others tell us what they heard. Signed after Standard Webhooks (standardwebhooks.com).

The body is `{"mentions": [{id, ts, source, text, author?, url?}, …]}`, or the bare list. What is wrong in one item
refuses that item by its index, and the rest goes on. A time without a zone is Asia/Seoul, as in files.
A delivery that comes twice is harmless: mentions repeat by (source, id).
"""

import binascii
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bongsu.core.ports import Item, Refusal
from bongsu.flows.listen import take_in
from bongsu.flows.silence import heard
from bongsu.store.queries import intake
from bongsu.web import house, problems

SEOUL = ZoneInfo("Asia/Seoul")
MOST_BYTES = 8 * 1024 * 1024
MOST_ITEMS = 5000

api = NinjaAPI(
    title="Bongsu",
    version="1",
    description="봉수: mentions in.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


class Told(msgspec.Struct, frozen=True):
    """One mention as it is sent."""

    id: str
    ts: datetime
    source: str
    text: str
    author: str | None = None
    url: str | None = None


_ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id", "ts", "source", "text"],
    "properties": {
        "id": {
            "type": "string",
            "maxLength": 120,
            "description": "the source's own id; repeats by (source, id) vanish",
        },
        "ts": {"type": "string", "format": "date-time", "description": "when it was posted; without a zone Asia/Seoul"},
        "source": {"type": "string", "example": "mamcafe"},
        "text": {"type": "string", "maxLength": 20000},
        "author": {"type": "string", "nullable": True},
        "url": {"type": "string", "nullable": True},
    },
}
_BODY: dict[str, Any] = {
    "type": "object",
    "required": ["mentions"],
    "properties": {"mentions": {"type": "array", "maxItems": MOST_ITEMS, "items": _ITEM}},
}
_RECEIPT: dict[str, Any] = {
    "type": "object",
    "required": ["accepted", "repeated", "refused"],
    "properties": {
        "accepted": {"type": "integer"},
        "repeated": {"type": "integer"},
        "refused": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "index": {"type": "integer"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_PROBLEM: dict[str, Any] = {"description": "problem+json: type, title, status, code, detail"}
OPENAPI: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": _BODY}},
    },
    "responses": {
        200: {"description": "what became of each", "content": {"application/json": {"schema": _RECEIPT}}},
        400: _PROBLEM,
        401: _PROBLEM,
        413: _PROBLEM,
    },
}


def signer(request: HttpRequest, body: bytes, *, kind: str = "intake") -> intake.Intake | None:
    """The source of this kind whose secret signed this, or None. Its time may be five minutes off."""
    headers = {key.lower(): value for key, value in request.headers.items()}
    for one in intake.intakes(kind):
        try:
            Webhook(one.secret).verify(body, headers)
        except (json.JSONDecodeError, RecursionError):
            # The library reads the body only once the signature has fitted.
            return one
        except (WebhookVerificationError, binascii.Error, ValueError, TypeError, OverflowError):
            continue
        return one
    return None


def read_items(body: bytes) -> list[Any] | None:
    """The list that was sent, its items still unjudged; None where the body is not such a list."""
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(sent, dict):
        sent = sent.get("mentions")
    return sent if isinstance(sent, list) else None


def sort_out(sent: list[Any]) -> tuple[list[Item], list[Refusal]]:
    """Well-formed items, and refusals of the others by index."""
    items: list[Item] = []
    refused: list[Refusal] = []
    for index, plain in enumerate(sent):
        try:
            told = msgspec.convert(plain, Told)
        except msgspec.ValidationError as problem:
            refused.append(Refusal(index, "bad_item", str(problem)))
            continue
        ts = told.ts if told.ts.tzinfo else told.ts.replace(tzinfo=SEOUL)
        items.append(Item(told.id, ts, told.source, told.text, told.author, told.url))
    return items, refused


@api.post("/mentions", url_name="mentions", openapi_extra=OPENAPI, summary="Mentions in")
def mentions(request: HttpRequest) -> HttpResponse:
    try:
        body = request.body
    except RequestDataTooBig:
        return problems.too_large(request)
    if len(body) > MOST_BYTES:
        return problems.too_large(request)
    one = signer(request, body)
    if one is None:
        return problems.problem(
            401, "bad_signature", gettext("서명을 확인할 수 없습니다. 비밀 값과 보낸 시각(5분 안)을 확인해 주세요.")
        )
    sent = read_items(body)
    if sent is None:
        return problems.problem(400, "bad_json", gettext("언급의 목록을 JSON으로 보내 주세요."))
    if len(sent) > MOST_ITEMS:
        return problems.problem(413, "too_many", gettext("한 번에 5,000건까지 보낼 수 있습니다. 나누어 보내 주세요."))
    items, refused = sort_out(sent)
    receipt = take_in(house.ports(), org=one.org, brand=one.brand, items=items, live=True, first_refused=tuple(refused))
    intake.heard(one.id, items=receipt.accepted, refused=len(receipt.refused))
    if receipt.accepted:
        heard(house.ports(), org=one.org, source=one.id)
    return JsonResponse(
        {
            "accepted": receipt.accepted,
            "repeated": receipt.repeated,
            "refused": [{"index": r.index, "code": r.code, "message": r.message} for r in receipt.refused],
        }
    )
