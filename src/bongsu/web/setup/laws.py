"""Settings: the clocks that the law sets, dated, with their source and whether our legal has confirmed them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.crisis.ground import parse_laws
from bongsu.flows import laws_file
from bongsu.flows.marked_yaml import Fault
from bongsu.store import setup
from bongsu.web import meanwhile, yaml_faults
from bongsu.web.edits import document_edits, mine
from bongsu.web.request import now, organisation
from bongsu.web.setup import pages
from bongsu.web.setup.acts import back


@require_safe
def laws(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    text: str | None = None,
    faults: tuple[Fault, ...] = (),
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
    status: int = 200,
) -> HttpResponse:
    org = organisation(request).id
    at, rows = now(request), setup.document(org, "statutory")
    known = parse_laws(rows)
    context = {
        "laws": [(law, law.since <= at and (law.until is None or at < law.until)) for law in known],
        "text": laws_file.write(rows) if text is None else text,
        "faults": yaml_faults.told(faults),
        "open": text is not None,
        "edits": document_edits(org, "statutory"),
        "base_text": meanwhile.base(request, "statutory", rows),
        "meanwhile_text": told,
    }
    return pages.show(request, "laws", context, status=told.status or status)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep the list once every row is sound. Open rooms keep the list they began with."""
    text = request.POST.get("text", "")
    written = laws_file.read(text)
    if written.faults:
        return _page(request, text=text, faults=written.faults, status=422)

    def change(now: Any) -> Any:
        meanwhile.unchanged(request, now)
        return written.value["statutory"]

    try:
        setup.change_document(organisation(request).id, "statutory", change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return _page(request, text=text, told=meanwhile.since(request, "statutory"))
    return back(
        request,
        "settings_laws",
        _("저장했어요. 다음에 여는 상황실부터 이 시한을 써요. 경영진이 다시 서명해야 해요."),
    )
