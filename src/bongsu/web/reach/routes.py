"""Routes of calls and channels."""

from bongsu.web.access import Access, Route
from bongsu.web.reach import gateways, link, mine, mirrors, push

ROUTES = [
    Route("call/<str:token>/", link.call, "call", Access.ENTRANCE),
    Route("settings/notifications/", mine.page, "settings_notifications", Access.MEMBER),
    Route("settings/notifications/do/<slug:act>/", mine.do, "notifications_do", Access.MEMBER),
    Route("settings/notifications/push/", push.subscribe, "push_subscribe", Access.MEMBER),
    Route("settings/gateways/", gateways.page, "settings_gateways", Access.MEMBER),
    Route("settings/gateways/save/", gateways.save, "gateway_save", Access.OPERATOR),
    Route("settings/gateways/<int:gateway>/test/", gateways.test, "gateway_test", Access.OPERATOR),
    Route("settings/gateways/<int:gateway>/switch/", gateways.switch, "gateway_switch", Access.OPERATOR),
    Route("settings/mirrors/", mirrors.page, "settings_mirrors", Access.MEMBER),
    Route("settings/mirrors/save/", mirrors.save, "mirror_save", Access.OPERATOR),
    Route("settings/mirrors/<int:mirror>/test/", mirrors.test, "mirror_test", Access.OPERATOR),
    Route("settings/mirrors/<int:mirror>/switch/", mirrors.switch, "mirror_switch", Access.OPERATOR),
    Route("settings/mirrors/<int:mirror>/remove/", mirrors.remove, "mirror_remove", Access.OPERATOR),
    Route("sw.js", push.worker, "service_worker", Access.PUBLIC),
    Route("manifest.webmanifest", push.manifest, "manifest", Access.PUBLIC),
    Route("icon-<int:size>.png", push.icon, "icon", Access.PUBLIC),
    Route("settings/call-me/", mine.call_me, "settings_call_me", Access.MEMBER),
]
