"""What the screens of a room show: its state with names and words, a page of its journal, its claims and numbers.

The cost of a view does not grow with the journal: state comes from the room's row, lines come by the page.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bongsu.core import events as e
from bongsu.core.errors import NoSuchRoom
from bongsu.core.events import Event
from bongsu.core.line import Line
from bongsu.crisis.room import NotedFinding, Room
from bongsu.store import codec, journal, seen
from bongsu.store.mentions.models import Mention
from bongsu.store.operations import models as m
from bongsu.store.queries.pulse import Pulse, pulse
from bongsu.store.queries.spreading import ClaimNow, claims
from bongsu.store.rota import duty

LINES_A_PAGE = 60
#: A key that `Room.fresh` made: the number in it is the line that made the thing, or the one before.
_KEY = re.compile(r"[a-z]{1,2}([0-9]{1,9})")
#: The key of a mention that came in as a clip or a report (flows.clips).
_KEPT_AS = re.compile(r":(clip|report)-([0-9A-Za-z-]{6,32})$")
FINDINGS_SHOWN = 6
#: Evidence shown inside the room; a finding's own page shows all of it.
POSTS_A_FINDING = 3
ROOMS_LISTED = 60


@dataclass(frozen=True, slots=True)
class PersonCard:
    key: str
    name: str
    title: str
    department: str
    roles: tuple[str, ...]
    on_duty: bool
    deputy: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletCard:
    key: str
    kind: str
    name: str
    owner: str
    purpose: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Post:
    """One mention, as evidence."""

    key: str
    source: str
    ts: datetime
    text: str
    url: str
    author: str

    @property
    def kept_as(self) -> tuple[str, str]:
        """("clip" | "report", what finds it) where it was kept or reported here; else ("", "")."""
        found = _KEPT_AS.search(self.key)
        return (found[1], found[2]) if found else ("", "")


@dataclass(frozen=True)
class RoomView:
    """One room as of `at`. Personal values in `room` and `lines` are seals; `said` gives their words.

    What comes from the mentions is read when it is first asked for: most lines of a journal change nothing of it.
    """

    room: Room
    at: datetime
    zone: str  # the organisation's: statements are written in it
    brand: str
    people: Mapping[str, PersonCard]
    outlets: tuple[OutletCard, ...]
    holding: Mapping[str, str]  # slot → text prepared in peacetime
    words: Mapping[str, str]
    lines: tuple[Line, ...]  # newest first
    older_than: int | None  # ask for lines before this number; None: these are the oldest
    paused_by_other: int | None  # another open room of the organisation holds all outlets

    @cached_property
    def claims(self) -> tuple[ClaimNow, ...]:
        return claims(self.room.org, self.room.brand, self.at)

    @cached_property
    def pulse(self) -> Pulse:
        return pulse(self.room.org, self.room.brand, self.at)

    @cached_property
    def seen(self) -> Mapping[str, int]:
        """How many people saw each item, by its key."""
        return seen.counts(self.room.id)

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """The evidence that stands inside the room, by key."""
        shown = [key for f in self.room.findings[-FINDINGS_SHOWN:] for key in f.evidence[:POSTS_A_FINDING]]
        return {p.key: p for p in posts(self.room.org, shown)}

    @cached_property
    def origins(self) -> Mapping[str, Event]:
        """The lines that made what these lines speak of, by key: a state keeps of what is settled only the newest."""
        spoken = {
            value: int(found[1])
            for line in self.lines
            for name in line.event.__dataclass_fields__
            if isinstance(value := getattr(line.event, name), str) and (found := _KEY.fullmatch(value))
        }
        rows = m.JournalLine.objects.filter(room_id=self.room.id, seq__in=set(spoken.values()) or {0})
        made = {line.seq: line.event for line in map(journal.read, rows.values_list("body", flat=True))}
        return {key: made[seq] for key, seq in spoken.items() if seq in made}

    def said(self, seal: str) -> str | None:
        """The words behind a seal; None when they were erased. What is not a seal is returned as it is."""
        return self.words.get(seal) if seal.startswith(journal.SEALED) else seal

    def name(self, key: str | None) -> str:
        """A person's name; their key where the person is gone, empty for nobody."""
        card = self.people.get(key or "")
        return card.name if card else (key or "")

    def outlet(self, key: str) -> OutletCard | None:
        return next((o for o in self.outlets if o.key == key), None)


@dataclass(frozen=True, slots=True)
class RoomRow:
    id: int
    title: str
    brand: str
    kind: str
    level: int
    is_open: bool
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingView:
    room: Room
    brand: str
    finding: NotedFinding
    excerpt: str | None
    posts: tuple[Post, ...]  # oldest first
    missing: int  # named as evidence, but no longer kept


def room_view(org: int, room: int, at: datetime, *, before: int | None = None) -> RoomView:
    """Everything the screens of a room show. `before`: a page of older lines. Raises NoSuchRoom."""
    row = m.Room.objects.select_related("brand", "org").filter(org_id=org, pk=room).first()
    if row is None:
        raise NoSuchRoom(room=room)
    state = codec.room_from(row.state, row.ground)
    lines, older = journal_page(org, room, before=before)
    other = m.Room.objects.filter(org_id=org, is_open=True, paused=True).exclude(pk=room)
    return RoomView(
        room=state,
        at=at,
        zone=row.org.zone,
        brand=row.brand.name,
        people=people(org, at),
        outlets=tuple(
            OutletCard(o.key, o.kind, o.name, o.owner, o.purpose, o.enabled)
            for o in m.Outlet.objects.filter(org_id=org).defer("settings")
        ),
        holding={str(slot): str(text) for slot, text in (row.org.holding or {}).items()},
        words=journal.unseal(room, [*_seals_of_state(state), *_seals_of_lines(lines)]),
        lines=lines,
        older_than=older,
        paused_by_other=other.values_list("id", flat=True).first(),
    )


def spent_on(view: RoomView) -> Mapping[str, int]:
    """Won given on the organisation's day by mandate, in all rooms of this kind; for showing, without a lock."""
    room, day = view.room, view.at.astimezone(ZoneInfo(view.zone)).date().isoformat()
    rows = m.Spending.objects.filter(org_id=room.org, kind=room.kind, day=day)
    return dict(rows.values_list("mandate", "won"))


def room_seq(org: int, key: str) -> int:
    """The number of a room's last line. Raises NoSuchRoom."""
    seq = m.Room.objects.filter(org_id=org, pk=int(key)).values_list("seq", flat=True).first()
    if seq is None:
        raise NoSuchRoom(room=key)
    return int(seq)


def journal_page(
    org: int, room: int, *, before: int | None = None, limit: int = LINES_A_PAGE
) -> tuple[tuple[Line, ...], int | None]:
    """(lines, newest first; the number to ask before for the next page, or None)."""
    rows = m.JournalLine.objects.filter(org_id=org, room_id=room)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = [journal.read(body) for body in rows.order_by("-seq").values_list("body", flat=True)[: limit + 1]]
    lines = tuple(found[:limit])
    return lines, (lines[-1].seq if len(found) > limit else None)


def _seals_of_state(room: Room) -> Iterable[str]:
    yield room.why
    yield from (f.excerpt for f in room.findings[-FINDINGS_SHOWN:])
    yield from (seal for x in room.estimates for seal in (x.why, x.would_do))
    yield from (seal for f in room.facts for seal in (f.source, f.answer))
    yield from (gap.why for gap in room.gaps)
    yield from (call.declined_why for call in room.calls)
    yield from (r.text for r in room.remarks)
    if room.handover:
        yield room.handover.note
    yield from (p.to for p in room.promises)
    yield from (r.what for r in room.approvals)
    yield from (step.why for r in room.approvals for step in r.steps)
    yield from (g.to for g in room.grants)
    for d in room.decisions:
        yield from (o.why for o in d.objections)
        yield from (j.why for j in d.judgements)
        yield from (past.why for past in d.earlier)
        yield d.waived
        if d.proposal:
            yield d.proposal.waived
    yield from (c.answer for c in room.consultations)
    yield from (words for d in room.duties for words in (d.why, d.note))
    yield from (f.note for f in room.faults)
    yield from (f.text for f in room.flashes)
    yield from (a.words for f in room.flashes for a in f.answers)
    yield from (why for _, why in room.waived)
    yield from (words for q in room.inquiries for words in (q.reporter, q.contact, q.question, q.words, q.note))
    yield from (words for x in room.offline for words in (x.what, x.where))
    yield from (words for f in room.files for words in (f.name, f.why))
    yield from (one.said for one in room.clips)
    yield from (words for c in room.corrections for words in (c.wrong, c.note))


def _seals_of_lines(lines: Sequence[Line]) -> Iterable[str]:
    for line in lines:
        yield from (getattr(line.event, name) for name in e.personal_fields(type(line.event)))


def people(org: int, at: datetime) -> dict[str, PersonCard]:
    now = duty(org, at)
    rows = m.Person.objects.filter(org_id=org).values_list(
        "key", "name", "title", "department", "roles", "on_duty", "deputy", "skills"
    )
    return {
        key: PersonCard(
            key,
            name,
            title,
            department,
            tuple(roles),
            now.on_duty(key, roles, flag=flag),
            deputy,
            tuple(skills),
        )
        for key, name, title, department, roles, flag, deputy, skills in rows
    }


def posts(org: int, keys: Sequence[str]) -> tuple[Post, ...]:
    """Mentions by their keys ("source:id"), oldest first."""
    rows = Mention.objects.filter(org=org, key__in=list(dict.fromkeys(keys))).order_by("ts", "id")
    return tuple(Post(r.key, r.source, r.ts, r.text, r.url, r.author) for r in rows)


def finding_view(org: int, room: int, seq: int) -> FindingView | None:
    """One finding with all of its evidence; `seq` is its journal line. Raises NoSuchRoom."""
    row = m.Room.objects.select_related("brand").filter(org_id=org, pk=room).first()
    if row is None:
        raise NoSuchRoom(room=room)
    body = m.JournalLine.objects.filter(org_id=org, room_id=room, seq=seq).values_list("body", flat=True).first()
    line = journal.read(body) if body else None
    if line is None or not isinstance(line.event, e.FindingNoted):
        return None
    ev = line.event
    noted = NotedFinding(
        key=ev.key,
        kind=ev.kind,
        level=ev.level,
        surprise_centi=ev.surprise_centi,
        window_s=ev.window_s,
        count=ev.count,
        expected_milli=ev.expected_milli,
        authors=ev.authors,
        evidence=ev.evidence,
        claim=ev.claim,
        category=ev.category,
        excerpt=ev.excerpt,
        at=ev.found_at,
        seq=line.seq,
        weight=ev.weight,
        troubled=ev.troubled,
        usual_pct=ev.usual_pct,
        says=ev.says,
        cluster=ev.cluster,
        cluster_posts=ev.cluster_posts,
        rise=ev.rise,
    )
    words = journal.unseal(room, [ev.excerpt])
    excerpt = words.get(ev.excerpt) if ev.excerpt.startswith(journal.SEALED) else ev.excerpt
    found = posts(org, ev.evidence)
    return FindingView(
        codec.room_from(row.state, row.ground),
        row.brand.name,
        noted,
        excerpt,
        found,
        len(set(ev.evidence)) - len(found),
    )


def rooms_listed(org: int, *, opened: bool) -> tuple[RoomRow, ...]:
    """Open rooms, the worst first; or closed ones, the last closed first."""
    order = ("-level", "-opened_at") if opened else ("-closed_at",)
    rows = (
        m.Room.objects.filter(org_id=org, is_open=opened)
        .select_related("brand")
        .defer("state", "ground")
        .order_by(*order)
    )
    return tuple(
        RoomRow(r.pk, r.title, r.brand.name, r.kind, r.level, r.is_open, r.opened_at, r.closed_at, r.due_at)
        for r in rows[:ROOMS_LISTED]
    )
