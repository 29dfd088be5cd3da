"""What was prepared in peacetime and fits this room: risks with their scenario, who will have a say, places hit."""

from typing import Any

from bongsu.crisis import foresight, registry as rules
from bongsu.store.queries import registry as query
from bongsu.store.queries.rooms import RoomView
from bongsu.web.registry.words import (
    STAKEHOLDER_KIND_WORDS,
    STANCE_TONES,
    STANCE_WORDS,
    WHY_WORDS,
    hole_tag,
    hole_tone,
    kind_words,
)
from bongsu.web.room.panels.base import ROOM, panel
from bongsu.web.setup.words import category_words
from bongsu.web.viewer import Viewer

RISKS_SHOWN, PEOPLE_SHOWN, POINTS_SHOWN = 3, 6, 8


def texts_of(view: RoomView) -> list[str]:
    """What a room says of itself: title, claims, excerpts of its findings."""
    excerpts = (view.said(f.excerpt) or "" for f in view.room.findings if f.excerpt)
    return [view.room.title, *(claim.text for claim in view.claims), *excerpts]


def categories_of(view: RoomView) -> set[str]:
    """Risk categories that fired in this room."""
    fired = {f.category for f in view.room.findings} | {claim.category for claim in view.claims}
    return {category for category in fired if category}


def _at_hand(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    org, room = view.room.org, view.room
    texts, fired = texts_of(view), categories_of(view)
    risks = foresight.foreseen(query.risks(org), brand=room.brand, texts=texts, categories=fired)
    met = foresight.concerned(query.stakeholders(org), texts=texts, categories=fired)
    points = [point for point, enabled in query.touchpoints(org) if enabled]
    hits = rules.touched_by(room, points, urls=query.evidence_urls(org, room))
    there = query.around(org, view.at)
    open_ = {
        hit.point.key: [
            (hole_tag(hole, view.name(hole.person)), hole_tone(hole.code))
            for hole in rules.holes_of(hit.point, people=there.people, at=view.at)
            if hole.mend in ("name_owner", "name_deputy")
        ]
        for hit in hits
    }
    return {
        "count": {
            "hits": len(hits),
            "open": sum(map(bool, open_.values())),
            "people": len(met),
            "threatening": sum(one.stakeholder.stance == "threatening" for one in met),
        },
        "risks": [
            {
                "r": one.risk,
                "owner": view.name(one.risk.owner),
                "pointers": [*(category_words(c) for c in one.categories), *one.words],
                "prepared": any(text.strip() for text in one.risk.slots.values()),
            }
            for one in risks[:RISKS_SHOWN]
        ],
        "people": [
            {
                "s": one.stakeholder,
                "kind": STAKEHOLDER_KIND_WORDS.get(one.stakeholder.kind, one.stakeholder.kind),
                "stance": STANCE_WORDS[one.stakeholder.stance],
                "tone": STANCE_TONES[one.stakeholder.stance],
                "owner": view.name(one.stakeholder.owner),
                "named": one.named,
            }
            for one in met[:PEOPLE_SHOWN]
        ],
        "hits": [
            {
                "p": hit.point,
                "kind": kind_words(hit.point.kind),
                "why": WHY_WORDS[hit.why],
                "owner": view.name(hit.point.owner),
                "holes": open_[hit.point.key],
            }
            for hit in hits[:POINTS_SHOWN]
        ],
        "more": {
            "risks": max(0, len(risks) - RISKS_SHOWN),
            "people": max(0, len(met) - PEOPLE_SHOWN),
            "hits": max(0, len(hits) - POINTS_SHOWN),
        },
        "registered": bool(points),
    }


def install() -> None:
    panel("at_hand", "room/at_hand.html", {"finding_noted"} | ROOM, _at_hand)
