"""People's estimates as one reader may see them, and the form of one's own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from bongsu.core.values import LEVELS, Person
from bongsu.crisis import assess
from bongsu.crisis.room import Estimate, Room
from bongsu.store.queries.front import PersonView
from bongsu.store.queries.record import Short, shorts
from bongsu.store.queries.rooms import RoomView


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the estimates: how many people see this level. `height` in steps of 5 per cent, 0–100."""

    level: int
    count: int
    height: int


@dataclass(frozen=True, slots=True)
class Volume:
    """One guess in words: for which hour, how many mentions in it."""

    hours: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class View:
    """One person's estimate as it is shown."""

    key: str
    name: str
    x: Estimate
    why: str | None
    would_do: str | None
    confidence: str
    volumes: tuple[Volume, ...]
    differs: bool
    track: Short | None = None  # how well they forecast: only for whoever may see it


@dataclass(frozen=True, slots=True)
class Judged:
    """Everybody's estimates as far as the reader may see them. Executives' stand apart and count in no middle."""

    count: int
    shown: bool
    mine: Estimate | None
    bars: tuple[Bar, ...] = ()
    spread: assess.Dissent | None = None
    volumes: tuple[tuple[assess.VolumeSpread, tuple[str, ...]], ...] = ()  # with the names of who differs
    rows: tuple[View, ...] = ()
    executives: tuple[View, ...] = ()


def as_person(reader: PersonView) -> Person:
    return Person(
        key=reader.key,
        name=reader.name,
        roles=reader.roles,
        deputy=reader.deputy or None,
        locale=reader.locale,
        zone=reader.zone,
        title=reader.title,
        department=reader.department,
    )


def judged(view: RoomView, reader: PersonView | None) -> Judged:
    """Blind until one's own is sent: what may not be seen is not in the result, so no template can leak it."""
    room = view.room
    mine = room.estimate_of(reader.key) if reader else None
    seen = assess.estimates_shown(room, as_person(reader)) if reader else None
    field = assess.of_the_field(room)
    if seen is None:
        return Judged(len(field), shown=False, mine=mine)
    counts = Counter(x.level for x in field)
    most = max(counts.values(), default=0)
    spread = assess.dissent(room)
    apart = {*spread.apart, *(by for v in spread.volumes for by in v.apart)} if spread else set()
    tracks = _tracks(room, reader, [x.by for x in field])
    ordered = sorted(field, key=lambda x: (x.by not in apart, -x.level, x.at))
    return Judged(
        count=len(field),
        shown=True,
        mine=mine,
        bars=tuple(Bar(n, counts[n], round(20 * counts[n] / most) * 5 if most else 0) for n in LEVELS),
        spread=spread,
        volumes=tuple((v, tuple(map(view.name, v.apart))) for v in spread.volumes) if spread else (),
        rows=tuple(replace(_one_view(view, x, x.by in apart), track=tracks.get(x.by)) for x in ordered),
        executives=tuple(_one_view(view, x, False) for x in seen if x.executive),
    )


def _tracks(room: Room, reader: PersonView | None, people: Sequence[str]) -> Mapping[str, Short]:
    """How well these people forecast, for the leader's eyes only; for anybody else nothing is even read."""
    if reader is None or not assess.may_see_tracks(room, as_person(reader)):
        return {}
    return shorts(room.org, [key for key in people if key != reader.key])


def _one_view(view: RoomView, x: Estimate, differs: bool) -> View:
    return View(
        key=x.by,
        name=view.name(x.by),
        x=x,
        why=view.said(x.why),
        would_do=view.said(x.would_do),
        confidence=confidence_words(x.confidence),
        volumes=tuple(Volume(*guess) for guess in x.volumes),
        differs=differs,
    )


def confidence_words(confidence: str) -> str:
    return {"low": _("낮음"), "mid": _("보통"), "high": _("높음")}.get(confidence, "")


def card_of(view: RoomView, reader: str, typed: Mapping[str, str] | None) -> dict[str, object]:
    """What stands in the form of one's own view: what was typed, else what one said last."""
    if typed is not None:
        return {
            **{name: typed.get(name, "") for name in ("level", "why", "confidence", "would_do")},
            "press_pct": typed.get("press_pct", "") or "50",
            "volumes": [(h, typed.get(f"v{h}_low", ""), typed.get(f"v{h}_high", "")) for h in assess.HORIZONS_H],
        }
    mine = view.room.estimate_of(reader)
    if mine is None:
        return {"press_pct": "50", "volumes": [(h, "", "") for h in assess.HORIZONS_H]}
    guesses = {h: (str(low), str(high)) for h, low, high in mine.volumes}
    return {
        "level": str(mine.level),
        "press_pct": str(mine.press_pct),
        "confidence": mine.confidence,
        # What one saw then is not what one sees now.
        "volumes": [(h, *guesses.get(h, ("", ""))) for h in assess.HORIZONS_H],
    }
