"""Pages of formations: the board in peacetime, and the text an operator edits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bongsu.flows import formations_file
from bongsu.flows.marked_yaml import Fault
from bongsu.store import setup
from bongsu.store.queries.formations import formations_kept
from bongsu.web import meanwhile, yaml_faults
from bongsu.web.edits import document_edits, mine
from bongsu.web.formations.board import FIRST_LEVEL, boards
from bongsu.web.request import now, organisation, person, ports

USUAL_LEVEL = 3


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every level's formation if it were formed now; those of one level side by side."""
    org = organisation(request)
    found = boards(ports(), org.id, now(request))
    asked = request.GET.get("level", "")
    level = int(asked) if asked in {str(one.level) for one in found} else USUAL_LEVEL
    context = {
        "levels": found,
        "shown": found[level - FIRST_LEVEL],
        "some": any(one.boards for one in found),
        "operator": "operator" in person(request).roles,
    }
    return render(request, "formations/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponseBase:
    """The formations as text. What has a fault is not kept, and every fault says its line."""
    org = organisation(request)
    text, status = formations_file.write(formations_kept(org.id)), 200
    faults: tuple[Fault, ...] = ()
    told = meanwhile.NOTHING
    if request.method == "POST":
        text = request.POST.get("text", "")
        written = formations_file.read(text)

        def change(now: Any) -> Any:
            meanwhile.unchanged(request, now)
            return written.value["formations"]

        faults, status = written.faults, 422
        if not faults:
            try:
                setup.change_document(org.id, "formations", change, edit=mine(request))
            except meanwhile.ChangedMeanwhile:
                told = meanwhile.since(request, "formations")
            else:
                messages.success(
                    request, _("저장했어요. 다음에 여는 상황실부터 이 대형을 써요. 경영진이 다시 서명해야 해요.")
                )
                return HttpResponseRedirect(reverse("formations"))
    kept = formations_kept(org.id)
    context = {
        "text": text,
        "faults": yaml_faults.told(faults),
        "formations": kept,
        "base": meanwhile.base(request, "formations", kept),
        "meanwhile": told,
        "open": bool(faults) or request.method == "POST",
        "rows": min(40, max(16, text.count("\n") + 2)),
        "edits": document_edits(org.id, "formations"),
    }
    return render(request, "formations/edit.html", context, status=told.status or status)
