"""The registry drawn: a lane for each outlet, in it its touch-points, and behind each the chain of who answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.store.queries import registry as query
from bongsu.store.queries.registry import Around
from bongsu.web.registry.pages import PAGE, PointRow, pages_of, point_row, show
from bongsu.web.registry.words import KIND_WORDS, kind_words
from bongsu.web.request import now, organisation

#: Where in the chain a hole gapes.
_AT = {
    "no_owner": "owner",
    "owner_gone": "owner",
    "nobody_on": "owner",
    "no_deputy": "deputy",
    "deputy_gone": "deputy",
    "deputy_is_owner": "deputy",
    "deputy_off": "deputy",
    "no_key_holder": "key",
    "key_holder_gone": "key",
    "never_proven": "proof",
    "unproven": "proof",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One link of the chain: what stands there, and what is missing of it ("" for nothing)."""

    place: str  # purpose, department, owner, deputy, key
    label: str
    words: str
    hole: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    row: PointRow
    nodes: tuple[Node, ...]
    proof_hole: str
    holes: int


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    outlet: str  # its key; "" for touch-points that no outlet of ours serves: those have a lane for each kind
    name: str
    purpose: str
    owner: str
    chains: Sequence[Chain]  # of this page
    points: Sequence[bool]  # of the whole lane: whether each is without a hole
    holes: int
    capacity: int  # an hour


def chain(row: PointRow) -> Chain:
    """A touch-point with what stands behind it, each hole at its own link."""
    gaps = {_AT[tag.code]: tag for tag in row.tags if tag.code in _AT}
    point = row.point

    def node(place: str, label: str, words: str) -> Node:
        gap = gaps.get(place)
        return Node(place, label, words, gap.words if gap else "", gap.tone if gap else "")

    nodes = (
        node("purpose", _("용도"), point.purpose),
        node("department", _("부서"), point.department),
        node("owner", _("담당"), row.owner),
        node("deputy", _("대리"), row.deputy),
        node("key", _("열쇠"), row.key_holder),
    )
    proof = gaps.get("proof")
    return Chain(row, nodes, proof.words if proof else "", len(row.tags))


def lanes(rows: Iterable[PointRow], around: Around, *, shown: int = PAGE, skip: int = 0) -> list[Lane]:
    """Outlets as the settings list them, those without a touch-point too; then, by kind, what no outlet serves.

    shown, skip   touch-points drawn, and passed over, in the order of the lanes
    """
    heaps: dict[tuple[str, str], list[PointRow]] = defaultdict(list)
    for row in rows:
        heaps[row.point.outlet or "", "" if row.point.outlet else row.point.kind].append(row)
    order = [(key, "") for key in around.outlet_names if key in around.outlets or (key, "") in heaps]
    order += [("", kind) for kind in KIND_WORDS if ("", kind) in heaps]
    found, passed = [], 0
    for key, kind in order:
        heap = sorted(heaps[key, kind], key=lambda row: (not row.point.department, row.point.department))
        first = min(len(heap), max(0, skip - passed))
        drawn = heap[first : max(first, skip + shown - passed)]
        passed += len(heap)
        if (heap and not drawn) or (not heap and skip):
            continue
        outlet = around.outlets.get(key)
        found.append(
            Lane(
                key or f".{kind}",
                key,
                around.outlet_names[key] if key else kind_words(kind),
                outlet.purpose if outlet else "",
                around.name(outlet.owner) if outlet else "",
                [chain(row) for row in drawn],
                [not row.tags for row in heap],
                sum(len(row.tags) for row in heap) + (not heap),
                sum(row.point.capacity for row in heap),
            )
        )
    return found


@require_safe
def drawn(request: HttpRequest) -> HttpResponseBase:
    """The touch-points in use, from the outlet to who holds the key."""
    org, at = organisation(request).id, now(request)
    around = query.around(org, at)
    rows = [point_row(point, True, around, at) for point, enabled in query.touchpoints(org) if enabled]
    page = max(1, int(given)) if (given := request.GET.get("page", "")).isascii() and given.isdigit() else 1
    found = lanes(rows, around, skip=(page - 1) * PAGE)
    return show(
        request,
        "map",
        {
            "total": len(rows),
            "lanes": found,
            "outlets": len(around.outlets),
            "capacity": sum(row.point.capacity for row in rows),
            "pages": pages_of(request, page, len(rows)),
        },
    )
