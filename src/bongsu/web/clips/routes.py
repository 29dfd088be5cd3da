"""Routes of the clips."""

from bongsu.crisis.clips import ALL_MOST
from bongsu.web.access import Access, Route
from bongsu.web.clips import reports, views

#: Pictures, and the form around them.
BODY = ALL_MOST + views.AROUND

ROUTES = [
    Route("clip/", views.clip, "clip", Access.MEMBER, BODY),
    Route("clip/share/", views.share, "clip-share", Access.MEMBER, BODY),
    Route("clip/how/", views.how, "clip-how", Access.MEMBER),
    Route("clips/", views.listed, "clips", Access.MEMBER),
    Route("clips/of/<slug:key>/", views.by_mention, "clip-by-mention", Access.MEMBER),
    Route("clips/of-report/<str:receipt>/", views.by_receipt, "clip-by-report", Access.MEMBER),
    Route("clips/<int:clip>/", views.show, "clip-of", Access.MEMBER),
    Route("clips/<int:clip>/room/", views.into_room, "clip-into-room", Access.MEMBER),
    Route("clips/<int:clip>/report/<slug:act>/", reports.do, "clip-report-do", Access.MEMBER),
    Route("clips/<int:clip>/proof/", views.proof, "clip-proof", Access.MEMBER),
    Route("clips/<int:clip>/export.zip", views.export, "clip-export", Access.MEMBER),
    Route("clips/<int:clip>/pictures/<int:part>/", views.picture, "clip-picture", Access.MEMBER),
]
