"""The Watch's live parts."""

from collections import Counter
from collections.abc import Mapping

from bongsu.crisis.next_step import Step, next_watch_step
from bongsu.store.queries.rota import asked_of
from bongsu.web.panels import render
from bongsu.web.room.acts import may_act
from bongsu.web.setup.words import check_words, mend_at
from bongsu.web.viewer import Viewer
from bongsu.web.watch import if_now
from bongsu.web.watch.hands import report_rows, rows
from bongsu.web.watch.offline import rows_of
from bongsu.web.watch.view import WatchView

SPEEDS = (1, 10, 30)


def render_brands(viewer: Viewer, view: WatchView) -> str:
    hands = rows(viewer, view)
    brands = [
        (
            b,
            [(one, hands[one.row]) for one in b.brand.findings],
            rows_of(tuple(one for one in view.offline if one.brand == b.brand.id)),
        )
        for b in view.brands
    ]
    acts = viewer.person is not None and may_act(viewer.person.roles, "note_offline")
    return render("watch/brands.html", viewer, view=view, brands=brands, acts=acts)


def render_reports(viewer: Viewer, view: WatchView) -> str:
    more = view.reports_waiting - len(view.reports)
    rows = report_rows(viewer, view)
    return render("watch/reports.html", viewer, reports=rows, unread=view.unread_reports, more=max(0, more))


def render_side(viewer: Viewer, view: WatchView) -> str:
    worst = view.readiness.worst
    return render(
        "watch/side.html",
        viewer,
        view=view,
        worst=check_words(worst) if worst else "",
        coverage=coverage(view),
        holes=[(check_words(check), mend_at(check)) for check in view.readiness.missing],
        speeds=SPEEDS,
    )


def coverage(view: WatchView) -> Mapping[str, int]:
    """How many places we listen to, and how many of them say nothing or cannot be read."""
    states = Counter(s.state for s in view.sources if s.enabled)
    return {"heard": states.total(), "silent": states["silent"], "broken": states["error"]}


def render_next(viewer: Viewer, view: WatchView) -> str:
    step = step_of(view)
    about = dict(step.params)
    worst = view.readiness.worst
    roles = viewer.person.roles if viewer.person else ()
    room = next((b.brand.room for b in view.brands if b.brand.room and str(b.brand.room.id) == about.get("room")), None)
    brand = next((b for b in view.brands if str(b.brand.id) == about.get("brand")), None)
    finding = max(brand.brand.findings, key=lambda f: f.finding.level) if brand and brand.brand.findings else None
    return render(
        "watch/next.html",
        viewer,
        view=view,
        step=step,
        room=room,
        brand=brand,
        finding=finding,
        silent=[s for s in view.sources if s.state in ("silent", "error")],
        hole=check_words(worst) if worst else "",
        mend=mend_at(worst) if worst else "",
        operator="operator" in roles,
    )


def render_handover(viewer: Viewer, view: WatchView) -> str:
    """What the reader took over, until they say so; and whether somebody asked them for a swap."""
    me = viewer.person.key if viewer.person else ""
    mine = [one for one in view.handovers if one.person == me]
    asked = asked_of(viewer.org.id, me, view.at) if me else 0
    return render("watch/handover.html", viewer, handovers=mine, asked=asked)


def render_if_now(viewer: Viewer, view: WatchView) -> str:
    return render("watch/if_now.html", viewer, answers=[if_now.answer(one) for one in view.if_now])


def step_of(view: WatchView) -> Step:
    """The rule's answer for what is on the screen."""
    worst = view.readiness.worst
    return next_watch_step(
        at=view.at,
        open_rooms=[(b.brand.room.id, b.brand.room.level) for b in view.brands if b.brand.room],
        brand_levels=[(b.brand.id, b.level) for b in view.brands if not b.brand.room],
        forming_claims=sum(1 for b in view.brands for one in b.claims if one.doubling_s),
        silent_sources=sum(1 for s in view.sources if s.state in ("silent", "error")),
        unread_reports=view.unread_reports,
        missing=worst.code if worst else None,
    )
