"""Routes of the room, the voice and the brief."""

from bongsu.crisis.files import FILE_MOST
from bongsu.web.access import Access, Route
from bongsu.web.room import brief, decisions, facts, files, panels, press, report, ring, seen, tasks, views

panels.install()
ring.install()

ROUTES = [
    Route("rooms/", views.rooms, "rooms", Access.MEMBER),
    Route("rooms/<int:room>/", views.room, "room", Access.MEMBER),
    Route("rooms/<int:room>/findings/<int:seq>/", views.finding, "finding", Access.MEMBER),
    Route("rooms/<int:room>/facts/<slug:fact>/", facts.fact, "fact", Access.MEMBER),
    Route("rooms/<int:room>/files/add", files.add, "file-add", Access.MEMBER, FILE_MOST + files.AROUND),
    Route("rooms/<int:room>/files/<slug:key>", files.download, "file", Access.MEMBER),
    Route("rooms/<int:room>/reports/", report.reports, "reports", Access.MEMBER),
    Route("rooms/<int:room>/reports/<int:number>/", report.report, "report", Access.MEMBER),
    Route("rooms/<int:room>/voice/", views.voice, "voice", Access.MEMBER),
    Route("rooms/<int:room>/voice/fill", views.fill, "voice-fill", Access.MEMBER),
    Route("rooms/<int:room>/voice/preview", views.preview, "voice-preview", Access.MEMBER),
    Route("rooms/<int:room>/decisions/", decisions.show, "decisions", Access.MEMBER),
    Route("rooms/<int:room>/tasks/", tasks.show, "tasks", Access.MEMBER),
    Route("rooms/<int:room>/press/", press.show, "press", Access.MEMBER),
    Route("rooms/<int:room>/seen/<slug:item>/", seen.show, "seen", Access.MEMBER),
    Route("rooms/<int:room>/stand-down/", views.stand_down, "stand-down", Access.MEMBER),
    Route("rooms/<int:room>/brief/", brief.show, "brief", Access.MEMBER),
    Route("rooms/<int:room>/brief.pdf", brief.as_pdf, "brief-pdf", Access.MEMBER),
    Route("rooms/<int:room>/ring/", ring.page, "ring", Access.MEMBER),
    Route("rooms/<int:room>/do/<slug:act>", views.do, "do", Access.MEMBER),
]
