"""Live panels: parts of a page that the server replaces while people look at it.

A screen registers the kind of topic once, and its panels:

    panels.topic("room", load=load_room_view, version=room_seq)
    panels.register("room", "facts", {"fact_noted", "fact_settled"}, render_facts)
    panels.register("room", "next", None, render_next, per_person=True)   # None: any event may change it

`load(org_id, key, at) -> view` reads everything the panels show (key: "7" for room:7, "" for watch; raises
NoSuchRoom where the organisation has none). `version(org_id, key) -> int` is one cheap query. A renderer
is `render(viewer, view) -> html`; unless `per_person`, `viewer.person` is None and one rendering serves every reader
of that language and zone. The page shows the same panel by `{% panel "room" "facts" view %}`.
A panel that differs for few readers says by `alike(viewer, view)`, anything hashable, who sees the same: one rendering
serves them all. It must name everything of the reader that the panel shows.
`every_s` renders again after that many seconds without any event (a chart of mentions); only changed HTML is sent.
"""

import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bongsu.web import house
from bongsu.web.viewer import Viewer

EMPTY_KEYS = mark_safe(
    '<input type="hidden" name="csrfmiddlewaretoken" value=""><input type="hidden" name="once" value="">'
)

Load = Callable[[int, str, datetime], Any]
Version = Callable[[int, str], int]
Render = Callable[[Viewer, Any], str]
Alike = Callable[[Viewer, Any], Hashable]


@dataclass(frozen=True, slots=True)
class Topic:
    kind: str
    load: Load
    version: Version


@dataclass(frozen=True, slots=True)
class Panel:
    topic: str
    name: str
    events: frozenset[str] | None
    render: Render
    per_person: bool
    every_s: float | None
    alike: Alike | None = None


#: Renders the journal lines after a number: (viewer, view, after) → html, newest first.
Lines = Callable[[Viewer, Any, int], str]

_topics: dict[str, Topic] = {}
_panels: dict[tuple[str, str], Panel] = {}
_lines: dict[str, Lines] = {}


def topic(kind: str, *, load: Load, version: Version) -> None:
    _topics[kind] = Topic(kind, load, version)


def register(
    kind: str,
    name: str,
    events: Iterable[str] | None,
    render: Render,
    *,
    per_person: bool = False,
    every_s: float | None = None,
    alike: Alike | None = None,
) -> None:
    """Add a panel to a topic's pages. Registering the name again replaces it."""
    wanted = None if events is None else frozenset(events)
    _panels[kind, name] = Panel(kind, name, wanted, render, per_person, every_s, alike)


def lines(kind: str, render_lines: Lines) -> None:
    """What a stream sends besides panels: new lines, to be put before those in the element `data-lines`."""
    _lines[kind] = render_lines


def lines_of(kind: str) -> Lines | None:
    return _lines.get(kind)


def find_topic(kind: str) -> Topic | None:
    return _topics.get(kind)


def of(kind: str) -> tuple[Panel, ...]:
    return tuple(panel for panel in _panels.values() if panel.topic == kind)


def inner(panel: Panel, viewer: Viewer, view: Any) -> str:
    """A panel's HTML in the viewer's language and zone."""
    seen_by = viewer if panel.per_person else viewer.shared()
    with speaking_to(viewer):
        return panel.render(seen_by, view)


@contextmanager
def speaking_to(viewer: Viewer) -> Iterator[None]:
    """In the viewer's language and zone."""
    with translation.override(viewer.lang), timezone.override(ZoneInfo(viewer.zone)):
        yield


def whole(kind: str, name: str, viewer: Viewer, view: Any) -> SafeString:
    """The panel in its box, as it stands in a page."""
    html = inner(_panels[kind, name], viewer, view)
    box = '<div class="panel" id="panel-{}" data-panel="{}:{}">{}</div>'
    return format_html(box, name, kind, name, mark_safe(html))


def keys(token: str, once: str) -> SafeString:
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="once" value="{}">',
        token,
        once,
    )


def fill_keys(html: SafeString, token: Callable[[], str]) -> SafeString:
    """Give every form of a panel its own idempotency key, and the reader's CSRF token."""
    first, *others = html.split(EMPTY_KEYS)
    return mark_safe(first + "".join(keys(token(), uuid.uuid4().hex) + other for other in others))


def render(template: str, viewer: Viewer, **context: Any) -> str:
    """Render a panel's template: `now`, `viewer`, `person` and `org` come along, {% countdown %} and {% moment %} work.

    A panel has no request: `{% keys %}` leaves its forms' hidden fields empty, to be filled for each reader.
    """
    at = house.ports().clock.now(viewer.org.id)
    return render_to_string(
        template, {"now": at, "viewer": viewer, "person": viewer.person, "org": viewer.org, **context}
    )
