"""Settings: the clocks that the law sets, dated, with their source and whether our legal has confirmed them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import SetupError
from bongsu.crisis.ground import parse_laws
from bongsu.flows import laws_file
from bongsu.store import setup
from bongsu.web.request import now, organisation
from bongsu.web.setup import pages
from bongsu.web.setup.acts import back


@require_safe
def laws(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


def _page(request: HttpRequest, *, text: str | None = None, problem: str = "", status: int = 200) -> HttpResponse:
    at, rows = now(request), setup.document(organisation(request).id, "statutory")
    known = parse_laws(rows)
    context = {
        "laws": [(law, law.since <= at and (law.until is None or at < law.until)) for law in known],
        "text": laws_file.write(rows) if text is None else text,
        "problem": problem,
        "open": text is not None,
    }
    return pages.show(request, "laws", context, status=status)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep the list once every row is sound. Open rooms keep the list they began with."""
    text = request.POST.get("text", "")
    try:
        rows = laws_file.read(text)
    except SetupError as error:
        return _page(request, text=text, problem=str(error.about["problem"]), status=422)
    setup.set_documents(organisation(request).id, statutory=rows)
    return back(request, "settings_laws", _("저장했어요. 다음에 여는 상황실부터 이 시한을 써요."))
