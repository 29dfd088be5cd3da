"""Findings come into rooms, and people say how bad it is."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta

from bongsu.core.errors import NoSuchRoom, RoomClosed
from bongsu.core.events import Event
from bongsu.core.ports import Ports, Store
from bongsu.core.values import SYSTEM, Finding
from bongsu.crisis import assess as rules, convene
from bongsu.crisis.room import Room
from bongsu.crisis.text import NOTE, clean
from bongsu.flows.acting import act, open_rooms, roles_of
from bongsu.flows.formation import outside

#: A room takes in at most one finding in this time; the rest waits its turn.
ONE_EACH = timedelta(seconds=1)
MOST_LOOKED_AT = 10_000
TITLE_EXCERPT = 24
KIND_WORDS = {
    "surge": "언급 급증",
    "claim": "같은 주장 확산",
    "risk": "위험 언급",
    "tone": "불만 확산",
    "press": "언론 보도",
    "silence": "소스 침묵",
}


def hand_findings(ports: Ports, *, org: int, limit: int = 100) -> int:
    """Hand waiting findings to rooms, oldest first; returns how many were dealt with.

    A brand's open room takes them all. Without one, a finding whose level opens rooms opens it; any other stays on the
    Watch. Handing over the same finding twice changes nothing, so dying in between is harmless.
    """
    store: Store[Room] = ports.store
    table = {row.level: row for row in store.ground(org).table}
    done: list[int] = []
    waiting: set[int] = set()
    for row, finding in _in_turn(ports, org=org, limit=limit, waiting=waiting):
        room = next(iter(open_rooms(store, org, finding.brand)), None)
        if room is None and (not table[finding.level].opens_room or _was_noted(store, org, finding)):
            done.append(row)
            continue
        if room is None:
            room = _open(ports, org=org, finding=finding)
        if _note(ports, org=org, room=room, finding=finding):
            done.append(row)
        else:
            waiting.add(finding.brand)
    if done:
        ports.mentions.findings_done(done)
    return len(done)


def _in_turn(ports: Ports, *, org: int, limit: int, waiting: Set[int]) -> Iterator[tuple[int, Finding]]:
    """Waiting findings, oldest first, without those of brands in `waiting`: their order is kept for later.

    Where such brands fill the whole page, a longer one is read: a loud brand must not hide a quiet one.
    """
    seen: set[int] = set()
    while limit <= MOST_LOOKED_AT:
        page = ports.mentions.findings_waiting(org, limit=limit)
        for row, finding in page:
            if row not in seen and finding.brand not in waiting:
                yield row, finding
            seen.add(row)
        if len(page) < limit or not waiting:
            return
        limit *= 10


def _open(ports: Ports, *, org: int, finding: Finding) -> int:
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    opened = convene.opening(
        brand=finding.brand,
        by=SYSTEM,
        title=title_for(ports, org=org, finding=finding),
        why="",
        level=finding.level,
        ground=store.ground(org),
        at=at,
        finding=finding,
    )
    room, _ = store.open_room(org, opened, by=SYSTEM, at=at, unless_open=True)
    return room


def title_for(ports: Ports, *, org: int, finding: Finding) -> str:
    """What a room that a finding opens is called until somebody renames it."""
    brand = next((ref.name for ref in ports.mentions.brands(org) if ref.id == finding.brand), "")
    line = " ".join(clean(finding.excerpt[:NOTE], most=NOTE, what="excerpt").split())
    if not line:
        return f"{brand} {KIND_WORDS[str(finding.kind)]}".strip()
    return f"“{_shortened(line)}”{f' — {brand}' if brand else ''}"


def _shortened(line: str) -> str:
    """At most TITLE_EXCERPT characters, cut between words where the last word does not fit."""
    if len(line) <= TITLE_EXCERPT:
        return line
    words, _space, rest = line[:TITLE_EXCERPT].rpartition(" ")
    # A single long word (an address, a hashtag) is cut wherever it ends.
    return f"{(words if len(words) > len(rest) else line[: TITLE_EXCERPT - 1]).rstrip(' .,!?~…')}…"


def _note(ports: Ports, *, org: int, room: int, finding: Finding) -> bool:
    """Note it in the room, and see to it that the room has its leader. False: the room has to wait a second."""
    store: Store[Room] = ports.store
    about = outside(ports, org=org, room=room)
    urls = ports.mentions.addresses(org, finding.evidence)
    state = store.peek(org, room)
    if not _knows(state, finding) and _had_one(state, ports.clock.now(org)):
        return False

    def rule(room: Room, at: datetime) -> Sequence[Event]:
        return rules.weigh(room, finding=finding, at=at, urls=urls, **about)

    def begin(room: Room, at: datetime) -> Sequence[Event]:
        return convene.assemble(room, **about, at=at)

    try:
        if state.leader is None:
            act(ports, org=org, room=room, by=SYSTEM, rule=begin)
        if not _knows(state, finding):
            act(ports, org=org, room=room, by=SYSTEM, rule=rule)
    except (RoomClosed, NoSuchRoom):
        return False  # closed this instant: the next round opens another, or leaves it on the Watch
    return True


def _was_noted(store: Store[Room], org: int, finding: Finding) -> bool:
    """Whether it stands in the brand's last room, closed before it could be kept that the finding is dealt with."""
    last = store.latest_room(org, finding.brand)
    return last is not None and _knows(store.peek(org, last), finding)


def _knows(room: Room, finding: Finding) -> bool:
    return any(known.key == finding.key for known in room.findings)


def _had_one(room: Room, at: datetime) -> bool:
    latest = room.findings[-1].noted_at if room.findings else None
    return latest is not None and at - latest < ONE_EACH


# ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def send_estimate(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    level: int,
    press_pct: int,
    why: str,
    volumes: Sequence[tuple[int, int, int]] = (),
    confidence: str = "",
    would_do: str = "",
    once: str | None = None,
) -> None:
    """One's own view; what the others wrote shows only afterwards."""
    roles = roles_of(ports.store.people(org), by)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.estimate(
            room,
            by=by,
            level=level,
            press_pct=press_pct,
            why=why,
            at=at,
            volumes=volumes,
            confidence=confidence,
            would_do=would_do,
            roles=roles,
        ),
    )


def settle_press(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    reported: bool,
    when: datetime | None = None,
    link: str = "",
    once: str | None = None,
) -> None:
    """Somebody looked whether press has reported."""
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.settle_press(room, by=by, reported=reported, when=when, link=link, at=at),
    )


def write_note(ports: Ports, *, org: int, room: int, by: str, text: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.note(room, by=by, words=text, at=at),
    )
