"""Routes of the report form."""

from bongsu.crisis.public_reports import ALL_MOST
from bongsu.web.access import Access, Route
from bongsu.web.report_form import views

ROUTES = [
    Route("report/<str:token>/", views.form, "report-form", Access.SIGNATURE, ALL_MOST + views.AROUND),
    Route("report/<str:token>/<str:receipt>/", views.received, "report-received", Access.SIGNATURE),
]
