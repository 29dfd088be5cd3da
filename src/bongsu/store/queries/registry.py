"""What the pages of the three registers show. A bounded number of queries, however many touch-points there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bongsu.core.values import OutletRef, Person, Risk, Stakeholder, TouchPoint
from bongsu.crisis import registry as rules
from bongsu.crisis.registry import Hole
from bongsu.crisis.room import Room
from bongsu.store.mentions.models import Mention
from bongsu.store.operations import models as m
from bongsu.store.registry import risk_of, stakeholder_of, touchpoint_of, touchpoints_in
from bongsu.store.rota import duty

#: Evidence looked at for addresses: the newest findings first.
EVIDENCE_MOST = 200


@dataclass(frozen=True, slots=True)
class Proof:
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """What an organisation's registers are read with: its people, outlets and brands."""

    people: Mapping[str, Person]
    emails: Mapping[str, str]
    outlets: Mapping[str, OutletRef]  # in use
    outlet_names: Mapping[str, str]  # of all outlets, in use or not
    brands: Mapping[int, str]

    def name(self, key: str | None) -> str:
        """A person's name; their key where they are gone, "" for nobody."""
        person = self.people.get(key or "")
        return person.name if person else key or ""


def around(org: int, at: datetime) -> Around:
    """`at` is the organisation's time: who is on duty then is what the rota says."""
    rows = list(m.Person.objects.filter(org_id=org).defer("phone"))
    now = duty(org, at)
    outlets = list(m.Outlet.objects.filter(org_id=org).defer("settings"))
    return Around(
        people={
            p.key: Person(
                p.key,
                p.name,
                tuple(p.roles),
                on_duty=now.on_duty(p.key, p.roles, flag=p.on_duty),
                deputy=p.deputy or None,
                locale=p.locale,
                zone=p.zone,
                title=p.title,
                department=p.department,
            )
            for p in rows
        },
        emails={p.key: p.email for p in rows},
        outlets={o.key: OutletRef(o.key, o.kind, o.name, o.owner or None, o.purpose) for o in outlets if o.enabled},
        outlet_names={o.key: o.name for o in outlets},
        brands=dict(m.Brand.objects.filter(org_id=org).values_list("id", "name")),
    )


def touchpoints(org: int) -> tuple[tuple[TouchPoint, bool], ...]:
    """All of them, each with whether it is in use."""
    return touchpoints_in(m.TouchPoint.objects.filter(org_id=org))


def touchpoint(org: int, key: str) -> tuple[TouchPoint, bool] | None:
    row = m.TouchPoint.objects.filter(org_id=org, key=key).select_related("outlet").defer("outlet__settings").first()
    return None if row is None else (touchpoint_of(row), row.enabled)


def proofs(org: int, key: str, *, limit: int = 20) -> tuple[Proof, ...]:
    """Who got in and when, newest first."""
    rows = m.AccessProof.objects.filter(touchpoint__org_id=org, touchpoint__key=key)[:limit]
    return tuple(Proof(row.by, row.at) for row in rows)


def missing(org: int, at: datetime) -> tuple[int, tuple[tuple[str, str], ...]]:
    """(touch-points in use, their holes as code and name of what each is about, the worst first)."""
    points = {point.key: point for point, enabled in touchpoints(org) if enabled}
    if not points:
        return 0, ()
    there = around(org, at)
    found = rules.holes(points.values(), people=there.people.values(), outlets=there.outlets.values(), at=at)
    return len(points), tuple((hole.code, name_of(hole, points, there)) for hole in found)


def name_of(hole: Hole, points: Mapping[str, TouchPoint], there: Around) -> str:
    """What a hole is about, by its name."""
    if hole.code == "outlet_alone":
        return there.outlets[hole.about].name
    return there.name(hole.person) if hole.code == "too_many" else points[hole.about].name


def risks(org: int) -> tuple[Risk, ...]:
    return tuple(risk_of(row) for row in m.Risk.objects.filter(org_id=org))


def risk(org: int, key: str) -> Risk | None:
    row = m.Risk.objects.filter(org_id=org, key=key).first()
    return None if row is None else risk_of(row)


def stakeholders(org: int) -> tuple[Stakeholder, ...]:
    return tuple(stakeholder_of(row) for row in m.Stakeholder.objects.filter(org_id=org))


def stakeholder(org: int, key: str) -> Stakeholder | None:
    row = m.Stakeholder.objects.filter(org_id=org, key=key).first()
    return None if row is None else stakeholder_of(row)


def evidence_urls(org: int, room: Room) -> tuple[str, ...]:
    """Addresses of the posts behind a room's findings, the newest findings first."""
    keys: Sequence[str] = [key for finding in reversed(room.findings) for key in finding.evidence][:EVIDENCE_MOST]
    rows = Mention.objects.filter(org=org, key__in=list(dict.fromkeys(keys))).exclude(url="")
    return tuple(dict.fromkeys(rows.order_by("ts", "id").values_list("url", flat=True)))
