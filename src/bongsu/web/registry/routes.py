"""Routes of the registers. Members read; who may change what is checked by each act."""

from bongsu.web.access import Access, Route
from bongsu.web.registry import acts, entries, lanes, pages, tables

ROUTES = [
    Route("touchpoints/", pages.touchpoints, "touchpoints", Access.MEMBER),
    Route("touchpoints/map/", lanes.drawn, "touchpoint_map", Access.MEMBER),
    Route("touchpoints/holes/", pages.holes, "touchpoint_holes", Access.MEMBER),
    Route("touchpoints/new/", acts.new_touchpoint, "touchpoint_new", Access.OPERATOR),
    Route("touchpoints/at/<str:key>/", acts.touchpoint, "touchpoint", Access.MEMBER),
    Route("touchpoints/at/<str:key>/prove/", acts.prove, "touchpoint_prove", Access.MEMBER),
    Route("touchpoints/at/<str:key>/forget/", acts.forget_touchpoint, "touchpoint_forget", Access.OPERATOR),
    Route("touchpoints/risks/", pages.risks, "risks", Access.MEMBER),
    Route("touchpoints/risks/new/", entries.new_risk, "risk_new", Access.OPERATOR),
    Route("touchpoints/risks/at/<str:key>/", entries.risk, "risk", Access.MEMBER),
    Route("touchpoints/risks/at/<str:key>/reviewed/", entries.reviewed_risk, "risk_reviewed", Access.MEMBER),
    Route("touchpoints/risks/at/<str:key>/forget/", entries.forget_risk, "risk_forget", Access.OPERATOR),
    Route("touchpoints/stakeholders/", pages.stakeholders, "stakeholders", Access.MEMBER),
    Route("touchpoints/stakeholders/new/", entries.new_stakeholder, "stakeholder_new", Access.OPERATOR),
    Route("touchpoints/stakeholders/at/<str:key>/", entries.stakeholder, "stakeholder", Access.MEMBER),
    Route(
        "touchpoints/stakeholders/at/<str:key>/reviewed/",
        entries.reviewed_stakeholder,
        "stakeholder_reviewed",
        Access.MEMBER,
    ),
    Route(
        "touchpoints/stakeholders/at/<str:key>/forget/",
        entries.forget_stakeholder,
        "stakeholder_forget",
        Access.OPERATOR,
    ),
    Route("touchpoints/tables/<slug:register>/", tables.table, "register_table", Access.MEMBER),
    Route("touchpoints/tables/<slug:register>.csv", tables.export, "register_csv", Access.MEMBER),
    Route("touchpoints/tables/<slug:register>/sample.csv", tables.sample, "register_sample", Access.MEMBER),
]
