"""The site as granian runs it: /live in raw ASGI, everything else in Django."""

from typing import Any

from django.core.asgi import get_asgi_application
from django.core.checks.urls import check_url_config

from bongsu.boot import wiring
from bongsu.boot.up import follow_parent
from bongsu.web import house
from bongsu.web.asgi import Receive, Scope, Send
from bongsu.web.bodies import Bounded
from bongsu.web.live.hub import Hub
from bongsu.web.live.stream import Live

#: Open streams never end by themselves; a worker whose leader was killed does not wait for them longer than this.
GRACE_S = 3.0

follow_parent(grace_s=GRACE_S)
django_app: Any = Bounded(get_asgi_application())
check_url_config(None)  # loads every route, and with them the topics of the live stream, before the first stream opens
house.install(wiring.ports())
hub = Hub(house.ports)
live = Live(hub)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await live(scope, receive, send)
    else:
        await django_app(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
