"""Routes of the executives' information. Members only; what each may know is asked for every item."""

from bongsu.web.access import Access, Route
from bongsu.web.information import acts, pages

ROUTES = [
    Route("information/", pages.home, "information", Access.MEMBER),
    Route("information/new/<slug:kind>/", pages.new, "information_new", Access.MEMBER),
    Route("information/meeting/plan/", acts.plan, "information_plan", Access.MEMBER),
    Route("information/meeting/held/", acts.held, "information_held", Access.MEMBER),
    Route("information/ask/", acts.ask, "information_ask", Access.MEMBER),
    Route("information/questions/<int:number>/", acts.answer, "information_answer", Access.MEMBER),
    Route("information/<int:number>/", pages.item, "information_item", Access.MEMBER),
    Route("information/<int:number>/edit/", pages.edit, "information_edit", Access.MEMBER),
    Route("information/<int:number>/read/", acts.read, "information_read", Access.MEMBER),
    Route("information/<int:number>/open/", acts.open_, "information_open", Access.MEMBER),
    Route("information/<int:number>/away/", acts.put_away, "information_away", Access.MEMBER),
]
