"""Routes of the settings and of the first hour."""

from bongsu.web.access import Access, Route
from bongsu.web.setup import acts, calling, first_hour, laws, pages, pulls, report_links, uploads

ROUTES = [
    Route("settings/", pages.org, "settings", Access.MEMBER),
    Route("settings/brands/", pages.brands, "settings_brands", Access.MEMBER),
    Route("settings/sources/", pages.sources, "settings_sources", Access.MEMBER),
    Route("settings/report-links/", report_links.report_links, "settings_report_links", Access.MEMBER),
    Route("settings/outlets/", pages.outlets, "settings_outlets", Access.MEMBER),
    Route("settings/people/", pages.people, "settings_people", Access.MEMBER),
    Route("settings/levels/", pages.level_table, "settings_levels", Access.MEMBER),
    Route("settings/calling/", calling.calling, "settings_calling", Access.MEMBER),
    Route("settings/calling/save/", calling.save, "settings_calling_save", Access.OPERATOR),
    Route("settings/calling/text/", calling.save_text, "settings_calling_text", Access.OPERATOR),
    Route("settings/calling/rule/", pulls.pull, "settings_pull", Access.OPERATOR),
    Route("settings/calling/rule/remove/", pulls.remove, "settings_pull_remove", Access.OPERATOR),
    Route("settings/calling.yaml", calling.export, "settings_calling_yaml", Access.MEMBER),
    Route("settings/charter/", pages.charter, "settings_charter", Access.MEMBER),
    Route("settings/holding/", pages.holding, "settings_holding", Access.MEMBER),
    Route("settings/laws/", laws.laws, "settings_laws", Access.MEMBER),
    Route("settings/laws/save/", laws.save, "settings_laws_save", Access.OPERATOR),
    Route("settings/sign/", acts.sign, "settings_sign", Access.MEMBER),
    Route("settings/do/outlet-secret/", first_hour.new_outlet_secret, "settings_outlet_secret", Access.OPERATOR),
    Route("settings/do/<slug:act>/", acts.do, "settings_do", Access.OPERATOR, uploads.BODY),
    Route("settings/first-hour/", first_hour.first_hour, "setup", Access.OPERATOR),
    Route("settings/first-hour/sample/<slug:kind>.csv", first_hour.sample, "setup_sample", Access.OPERATOR),
    Route("settings/first-hour/export/<slug:kind>.csv", first_hour.export, "setup_export", Access.OPERATOR),
    Route("settings/first-hour/<slug:step>/", first_hour.step, "setup_step", Access.OPERATOR),
]
