"""One pass over a topic: read once, each panel drawn once for each way of seeing it. Runs in a thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bongsu.core.ports import Ports
from bongsu.store.queries import live as query
from bongsu.web import panels
from bongsu.web.live.news import Shown, TopicKey
from bongsu.web.viewer import Viewer

#: (name, viewer; without the person where they share)
Seen = tuple[str, Viewer]


@dataclass(frozen=True, slots=True)
class Joiner:
    """A screen that joins. Screens that are alike in this are given the same."""

    viewer: Viewer
    after: int  # number of the last line it has
    shown: Shown
    again: bool  # its page is not new: it may have missed what moves without a line


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass over a topic is asked to render."""

    topic: TopicKey
    since: int
    timed: frozenset[str]  # panels that move by themselves and are due
    viewers: Mapping[Viewer, Shown]
    joiners: frozenset[Joiner] = frozenset()
    #: What nobody's person matters to, as it was last drawn: nothing has happened to it since.
    known: Mapping[Seen, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    seq: int
    due: frozenset[str] = frozenset()  # names of the panels to which something has happened
    panels: dict[Seen, str] = field(default_factory=dict)  # of those, for `viewers`
    joined: dict[Joiner, dict[str, str]] = field(default_factory=dict)
    lines: dict[tuple[Viewer, int], str] = field(default_factory=dict)
    known: dict[Seen, str] = field(default_factory=dict)  # all that was drawn for no person


def render_round(ports: Ports, asked: Round) -> Rendered:
    """Reads the topic once and renders each panel once for each way of seeing it."""
    kind = panels.find_topic(asked.topic.kind)
    if kind is None:
        raise LookupError(asked.topic.kind)
    org, key = asked.topic.org, asked.topic.key
    all_panels = panels.of(asked.topic.kind)
    try:
        # The number first: what is read afterwards is at least as new, and never claims to be newer.
        seq = kind.version(org, key)
        happened = {asked.since: _types(asked.topic, asked.since, seq)}
        due = [p for p in all_panels if _touches(p, happened[asked.since]) or p.name in asked.timed]
        late = [joiner for joiner in asked.joiners if joiner.after != seq or joiner.again]
        done = Rendered(seq, frozenset(panel.name for panel in due))
        if not due and not late and seq == asked.since:
            return done
        view = kind.load(org, key, ports.clock.now(org))
        drawn = _Drawn(view, {seen: html for seen, html in asked.known.items() if seen[0] not in done.due})
        for panel in due:
            for viewer, shown in asked.viewers.items():
                seen_by = viewer if panel.per_person else viewer.shared()
                if (shown is None or panel.name in shown) and (panel.name, seen_by) not in done.panels:
                    done.panels[panel.name, seen_by] = drawn.html(panel, viewer)
        for joiner in late:
            if joiner.after not in happened:
                happened[joiner.after] = _types(asked.topic, joiner.after, seq)
            types = happened[joiner.after]
            done.joined[joiner] = {
                panel.name: drawn.html(panel, joiner.viewer)
                for panel in all_panels
                # What moves by itself may have moved while nobody told this screen.
                if (panel.every_s is not None or _touches(panel, types))
                and (joiner.shown is None or panel.name in joiner.shown)
            }
        write_lines = panels.lines_of(asked.topic.kind)
        if write_lines is not None:
            wanted = {(joiner.viewer.shared(), joiner.after) for joiner in late if joiner.after != seq}
            if seq != asked.since:
                wanted |= {(viewer.shared(), asked.since) for viewer in asked.viewers}
            for viewer, after in wanted:
                with panels.speaking_to(viewer):
                    done.lines[viewer, after] = write_lines(viewer, view, after)
        done.known.update(drawn.for_nobody())
        return done
    finally:
        query.rest()


#: None: anything may have happened.
Types = frozenset[str] | None


def _types(topic: TopicKey, after: int, seq: int) -> Types:
    """Types of what happened after number `after`."""
    if after == seq:
        return frozenset()
    if not 0 <= after < seq:  # nothing seen yet, or from before a backup was restored
        return None
    if topic.kind == "room":
        return query.room_types(int(topic.key), after)
    return query.org_types(topic.org, seq - after) if topic.kind == "me" else None


def _touches(panel: panels.Panel, types: Types) -> bool:
    """Whether what happened may have changed the panel."""
    return types is None or (bool(types) and (panel.events is None or bool(panel.events & types)))


class _Drawn:
    """Each panel of one view, drawn once for all who see it alike."""

    def __init__(self, view: Any, known: Mapping[Seen, str]) -> None:
        self._view = view
        self._html: dict[tuple[str, Viewer, Any], str] = {(*seen, None): html for seen, html in known.items()}
        self._for_nobody: dict[Seen, str] = {}

    def html(self, panel: panels.Panel, viewer: Viewer) -> str:
        seen: tuple[str, Viewer, Any] = (panel.name, viewer if panel.per_person else viewer.shared(), None)
        if panel.alike is not None:
            with panels.speaking_to(viewer):
                # In a tuple: who sees alike may be told by None, too.
                seen = (panel.name, viewer.shared(), (panel.alike(viewer, self._view),))
        if seen not in self._html:
            self._html[seen] = panels.inner(panel, viewer, self._view)
            if not panel.per_person and panel.alike is None:
                self._for_nobody[seen[0], seen[1]] = self._html[seen]
        return self._html[seen]

    def for_nobody(self) -> Iterable[tuple[Seen, str]]:
        return self._for_nobody.items()
