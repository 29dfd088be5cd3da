"""What is done before a room is stood down: thanks, rest, the review."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from holidays import country_holidays

from bongsu.core.events import ReviewBooked
from bongsu.core.ports import Ports
from bongsu.crisis import convene as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act, zone_of


def thank(ports: Ports, *, org: int, room: int, by: str, text: str, once: str | None = None) -> None:
    act(ports, org=org, room=room, by=by, once=once, rule=lambda room, at: rules.thank(room, by=by, words=text, at=at))


def note_rest(ports: Ports, *, org: int, room: int, by: str, note: str, once: str | None = None) -> None:
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.note_rest(room, by=by, note=note, at=at),
    )


def book_review(
    ports: Ports, *, org: int, room: int, by: str, on: datetime | None, owner: str, once: str | None = None
) -> None:
    """Within five business days, Korean holidays known. `on` without a zone is the brand's own clock."""
    people = ports.store.people(org)

    def rule(state: Room, at: datetime) -> ReviewBooked:
        zone = zone_of(ports, org=org, brand=state.brand)
        wanted = at if on is None else on if on.tzinfo else on.replace(tzinfo=ZoneInfo(zone))
        return rules.book_review(
            state, by=by, on=wanted, owner=owner, people=people, zone=zone, holidays=korean_holidays(at), at=at
        )

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def korean_holidays(at: datetime) -> frozenset[date]:
    """Public holidays of this year and the next."""
    return frozenset(country_holidays("KR", years=(at.year, at.year + 1)))
