"""POST /api/v1/tickets: a customer service's system tells of its tickets, in its own words.

Signed as mentions are (web.api.mentions). Where id, subject, body … lie in a delivery is set for each source
(connectors.tickets); what does not fit refuses that ticket by its place, and names the path.
"""

from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from bongsu.connectors.tickets import item_of, tickets_in
from bongsu.core.ports import Item, Refusal
from bongsu.flows.listen import take_in
from bongsu.flows.silence import heard
from bongsu.store.queries import intake
from bongsu.web import house, problems
from bongsu.web.api.mentions import MOST_BYTES, MOST_ITEMS, OPENAPI, api as api, signer

_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {"description": "a ticket, a list, or an object that holds one"}}},
}


@api.post("/tickets", url_name="tickets", openapi_extra=OPENAPI | {"requestBody": _BODY}, summary="Tickets in")
def tickets(request: HttpRequest) -> HttpResponse:
    try:
        body = request.body
    except RequestDataTooBig:
        return problems.too_large(request)
    if len(body) > MOST_BYTES:
        return problems.too_large(request)
    one = signer(request, body, kind="tickets")
    if one is None:
        return problems.problem(
            401, "bad_signature", gettext("서명을 확인할 수 없습니다. 비밀 값과 보낸 시각(5분 안)을 확인해 주세요.")
        )
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return problems.problem(400, "bad_json", gettext("티켓을 JSON으로 보내 주세요."))
    path = one.settings.get("list", "")
    found = tickets_in(sent, path)
    if found is None:
        words = gettext("‘%(path)s’ 자리에 티켓이 없습니다. 설정의 경로를 확인해 주세요.") % {"path": path}
        intake.failed(one.id, f"nothing at {path}")
        return problems.problem(400, "no_tickets", words)
    if len(found) > MOST_ITEMS:
        return problems.problem(413, "too_many", gettext("한 번에 5,000건까지 보낼 수 있습니다. 나누어 보내 주세요."))
    ports = house.ports()
    at = ports.clock.now(one.org)
    judged = [item_of(x, n, paths=one.settings, source=one.settings["source"], at=at) for n, x in enumerate(found)]
    receipt = take_in(
        ports,
        org=one.org,
        brand=one.brand,
        items=[x for x in judged if isinstance(x, Item)],
        live=True,
        first_refused=tuple(x for x in judged if isinstance(x, Refusal)),
    )
    intake.heard(one.id, items=receipt.accepted, refused=len(receipt.refused))
    if receipt.accepted:
        heard(ports, org=one.org, source=one.id)
    return JsonResponse(
        {
            "accepted": receipt.accepted,
            "repeated": receipt.repeated,
            "refused": [{"index": r.index, "code": r.code, "message": r.message} for r in receipt.refused],
        }
    )
