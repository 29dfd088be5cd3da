"""One pass over a topic: read once, each panel drawn once for each way of seeing it. Runs in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bongsu.core.ports import Ports
from bongsu.store.queries import live as query
from bongsu.web import panels
from bongsu.web.live.news import Shown, TopicKey
from bongsu.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass over a topic is asked to render."""

    topic: TopicKey
    since: int
    timed: bool  # panels that move by themselves are due
    viewers: Mapping[Viewer, Shown]
    fresh: tuple[tuple[Viewer, int, Shown], ...]  # screens that join: (viewer, last line they have, what they show)


@dataclass(frozen=True, slots=True)
class Rendered:
    seq: int
    panels: dict[tuple[str, Viewer], str]  # (name, viewer; without the person where they share)
    whole: dict[Viewer, dict[str, str]]  # everything they show, for those who join late
    lines: dict[tuple[Viewer, int], str]


def render_round(ports: Ports, asked: Round) -> Rendered:
    """Runs in a thread. Reads the topic once and renders each panel once for each way of seeing it."""
    kind = panels.find_topic(asked.topic.kind)
    if kind is None:
        raise LookupError(asked.topic.kind)
    org, key = asked.topic.org, asked.topic.key
    try:
        # The number first: what is read afterwards is at least as new, and never claims to be newer.
        seq = kind.version(org, key)
        late = any(after != seq for _, after, _ in asked.fresh)
        types: frozenset[str] | None = frozenset()
        if seq != asked.since:
            if asked.topic.kind == "room":
                types = query.room_types(int(key), asked.since)
            elif asked.topic.kind == "me":
                types = query.org_types(org, seq - asked.since)
            else:
                types = None
        due = [
            panel
            for panel in panels.of(asked.topic.kind)
            if (seq != asked.since and (panel.events is None or types is None or panel.events & types))
            or (asked.timed and panel.every_s is not None)
        ]
        done = Rendered(seq, {}, {}, {})
        if not due and not late and seq == asked.since:
            return done
        view = kind.load(org, key, ports.clock.now(org))
        drawn = _Drawn(view)
        for panel in due:
            for viewer, shown in asked.viewers.items():
                seen_by = viewer if panel.per_person else viewer.shared()
                if (shown is None or panel.name in shown) and (panel.name, seen_by) not in done.panels:
                    done.panels[panel.name, seen_by] = drawn.html(panel, viewer)
        for viewer, after, shown in asked.fresh:
            if after != seq:
                mine = done.whole.setdefault(viewer, {})
                for panel in panels.of(asked.topic.kind):
                    if (shown is None or panel.name in shown) and panel.name not in mine:
                        mine[panel.name] = drawn.html(panel, viewer)
        write_lines = panels.lines_of(asked.topic.kind)
        if write_lines is not None:
            wanted = {(v.shared(), after) for v, after, _ in asked.fresh if after != seq}
            if seq != asked.since:
                wanted |= {(v.shared(), asked.since) for v in asked.viewers}
            for viewer, after in wanted:
                with panels.speaking_to(viewer):
                    done.lines[viewer, after] = write_lines(viewer, view, after)
        return done
    finally:
        query.close()


class _Drawn:
    """Each panel of one view, drawn once for all who see it alike."""

    def __init__(self, view: Any) -> None:
        self._view = view
        self._html: dict[tuple[str, Viewer, Any], str] = {}

    def html(self, panel: panels.Panel, viewer: Viewer) -> str:
        seen: tuple[str, Viewer, Any] = (panel.name, viewer if panel.per_person else viewer.shared(), None)
        if panel.alike is not None:
            with panels.speaking_to(viewer):
                seen = (panel.name, viewer.shared(), panel.alike(viewer, self._view))
        if seen not in self._html:
            self._html[seen] = panels.inner(panel, viewer, self._view)
        return self._html[seen]
