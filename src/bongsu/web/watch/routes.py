"""Routes and live panels of the Watch."""

from bongsu.store.queries import watch as query
from bongsu.web import panels
from bongsu.web.access import Access, Route
from bongsu.web.watch import claim, formulas, hands, offline, views
from bongsu.web.watch.agenda import render_agenda
from bongsu.web.watch.panels import (
    render_brands,
    render_handover,
    render_if_now,
    render_next,
    render_reports,
    render_side,
)
from bongsu.web.watch.view import load

#: A chart is drawn anew at most this often, s.
EVERY_S = 2.0

ROUTES: list[Route] = [
    Route("", views.watch, "watch", Access.MEMBER),
    Route("watch/open/", views.open_room, "watch_open", Access.MEMBER),
    Route("watch/take/", hands.take, "watch_take", Access.MEMBER),
    Route("watch/release/", hands.release, "watch_release", Access.MEMBER),
    Route("watch/seen/<int:finding>/", hands.seen, "watch_seen", Access.MEMBER),
    Route("watch/flash/", views.send_flash, "watch_flash", Access.MEMBER),
    Route("watch/offline/", views.tell_offline, "watch_offline", Access.MEMBER),
    Route("watch/offline/room/", offline.bring_in, "watch_offline_room", Access.MEMBER),
    Route("watch/offline/settle/", offline.settle, "watch_offline_settle", Access.MEMBER),
    Route("watch/clock/", views.set_clock, "watch_clock", Access.MEMBER),
    Route("formulas/", formulas.formulas, "formulas", Access.MEMBER),
    Route("claims/<slug:key>/", claim.claim, "claim", Access.MEMBER),
    Route("watch/<int:brand>/series.json", views.series, "watch_series", Access.MEMBER),
]

panels.topic("watch", load=load, version=lambda org, _key: query.version(org))
panels.register("watch", "brands", None, render_brands, per_person=True, alike=hands.alike, every_s=EVERY_S)
panels.register("watch", "reports", None, render_reports, per_person=True, alike=hands.reports_alike, every_s=EVERY_S)
panels.register("watch", "side", None, render_side, every_s=EVERY_S)
panels.register("watch", "handover", None, render_handover, per_person=True, every_s=EVERY_S)
panels.register("watch", "if_now", None, render_if_now, every_s=EVERY_S)
panels.register("watch", "next", None, render_next, per_person=True, every_s=EVERY_S)
panels.register("watch", "agenda", None, render_agenda, every_s=30)
