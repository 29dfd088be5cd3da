"""How much of a request's body is taken: the framework keeps a body whole, on disk if need be, before any view sees it.

What goes beyond is dropped as it streams in, whatever length was declared or none, and the request is answered 413.
What comes too slowly is given up: whoever opens a hundred uploads and sends a byte now and then holds nothing for long.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from bongsu.web.access import BODIES
from bongsu.web.asgi import Message, Receive, Scope, Send

#: Takes scope, receive and send; Django and we spell their types differently.
App = Callable[[Any, Any, Any], Awaitable[None]]
#: In the scope of a request whose body was cut: how many bytes it may have.
CUT = "bongsu.cut_at"
#: A body may take so long, and longer by a second for each so many bytes of it: a phone in a cellar brings more.
PATIENCE_S, SLOWEST = 30.0, 8 * 1024


def most_of(path: str) -> int:
    """Bytes that a request to this path may bring."""
    usual: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        return BODIES.get(resolve(path).view_name, usual)
    except Resolver404:
        return usual


def cut_at(request: HttpRequest) -> int | None:
    """The limit that this request's body went over."""
    return getattr(request, "scope", {}).get(CUT)


class Bounded:
    """Stands before an ASGI application."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if scope["method"] in ("GET", "HEAD") else most_of(scope["path"])
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        taken, whole = 0, False
        loop = asyncio.get_running_loop()
        began = loop.time()
        if declared.isdigit() and int(declared[:20]) > most:
            scope[CUT] = most

        async def patiently() -> Message:
            """The next of the body in time; a body that is too slow is one whose sender has gone."""
            nonlocal whole
            if whole:
                return await receive()  # whether they are still there: as long as it takes
            try:
                async with asyncio.timeout_at(began + PATIENCE_S + taken / SLOWEST):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        async def bounded() -> Message:
            nonlocal taken
            if CUT in scope and taken <= most:
                taken = most + 1
                return {"type": "http.request", "body": b"", "more_body": False}
            message = await patiently()
            if CUT in scope:
                # What still comes is read and forgotten, so that the other side can read the answer.
                while message["type"] == "http.request":
                    message = await patiently()
            elif message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > most:
                    scope[CUT] = most
                    return {"type": "http.request", "body": b"", "more_body": False}
            return message

        await self._app(scope, bounded, send)
