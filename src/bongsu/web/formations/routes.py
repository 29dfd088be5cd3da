"""Routes of the formations."""

from bongsu.web.access import Access, Route
from bongsu.web.formations import editor, views
from bongsu.web.room import formation

formation.install()

ROUTES: list[Route] = [
    Route("formations/", views.board, "formations", Access.MEMBER),
    Route("rooms/<int:room>/formation/", formation.page, "formation", Access.MEMBER),
    Route("formations/edit/", views.edit, "formations_edit", Access.OPERATOR),
    Route("formations/form/", editor.formation, "formations_form", Access.OPERATOR),
    Route("formations/seat/", editor.seat, "formations_seat", Access.OPERATOR),
    Route("formations/do/<slug:act>/", editor.do, "formations_do", Access.OPERATOR),
]
