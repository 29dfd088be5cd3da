"""Live parts: what applies in a room, what a draft gives away, what waits on the Watch. Each is drawn for one reader.

None of them is ever shared: two readers of one role may be cleared for different things. The words of a fact under
embargo are in none of them.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.crisis import information as rules
from bongsu.crisis.information import FACT, Item
from bongsu.store import information as store, questions
from bongsu.store.queries.rooms import RoomView
from bongsu.web import house, panels
from bongsu.web.information.pages import question_rows
from bongsu.web.information.words import KIND_WORDS, MEETING_WORDS
from bongsu.web.room.panels.at_hand import categories_of, texts_of
from bongsu.web.room.panels.base import DRAFT, ROOM, panel
from bongsu.web.setup.words import category_words
from bongsu.web.viewer import Viewer

EVERY_S = 30.0
ASKED = {"executive_asked", "executive_passed", "executive_late", "executive_answered"}
#: A receipt given on another page shows soon.
WATCH_S = 10.0


def known(viewer: Viewer, at: datetime) -> tuple[Item, ...]:
    """What the viewer may know; nothing where nobody is named."""
    reader = viewer.person
    if reader is None:
        return ()
    return store.for_reader(viewer.org.id, person=reader.key, roles=reader.roles, at=at)


def _applying(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    items = known(viewer, view.at)
    if not items:
        return {"rows": ()}
    read = store.readers(viewer.org.id)
    me = viewer.person.key if viewer.person else ""
    fits = rules.applying(
        items, brand=view.room.brand, texts=texts_of(view), categories=categories_of(view), at=view.at
    )
    return {
        "rows": [
            {
                "i": fit.item,
                "kind": KIND_WORDS[fit.item.kind],
                "secret": rules.secret(fit.item, view.at),
                "owner": view.name(fit.item.owner),
                "pointers": [*(category_words(c) for c in fit.categories), *fit.words],
                "unread": fit.item.must_read and fit.item.owner != me and me not in read.get(fit.item.id, ()),
            }
            for fit in fits
        ]
    }


def _given_away(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    """Only whoever is cleared is warned: the warning itself would tell the others."""
    draft = view.room.draft
    words = "\n".join(text for _, text in draft.slots) if draft else ""
    facts = [i for i in known(viewer, view.at) if i.kind == FACT and rules.secret(i, view.at)] if words else []
    return {"rows": [(item, hits) for item in facts if (hits := rules.given_away(item, words))]}


def _watch(viewer: Viewer, view: Any) -> str:
    reader = viewer.person
    if reader is None:
        return ""
    at = view.at
    people = house.ports().store.people(viewer.org.id)
    items, read = known(viewer, at), store.readers(viewer.org.id)
    plan = store.alignment(viewer.org.id)
    state = rules.alignment_state(plan, at)
    waiting = [i for i in items if reader.key in rules.must(i, people, at) and reader.key not in read.get(i.id, ())]
    return panels.render(
        "information/watch.html",
        viewer,
        waiting=waiting,
        events=[i for i in rules.to_come(items, at) if i.happens_at and i.happens_at > at],
        meeting=MEETING_WORDS[state] if state in ("overdue", "unset") and rules.EXECUTIVES & set(reader.roles) else "",
        overdue=MEETING_WORDS[state] if state == "overdue" else "",
        today=at.astimezone(ZoneInfo(viewer.org.zone)).date(),
    )


def _questions(_viewer: Viewer, view: RoomView) -> dict[str, Any]:
    names = {key: card.name for key, card in view.people.items()}
    return {"rows": question_rows(view.room.org, names, room=view.room.id)}


def _asked(viewer: Viewer, _view: Any) -> str:
    """A card on every page of whoever has a question to answer."""
    if viewer.person is None:
        return ""
    waiting = questions.waiting(viewer.org.id, viewer.person.key)
    names = {p.key: p.name for p in house.ports().store.people(viewer.org.id)} if waiting else {}
    return panels.render("information/asked.html", viewer, asked=[(q, names.get(q.by, q.by)) for q in waiting])


def install() -> None:
    panel("executives", "information/room_questions.html", ROOM | ASKED, _questions, every_s=WATCH_S)
    panels.register("me", "asked", None, _asked, per_person=True, every_s=WATCH_S)
    panel(
        "information",
        "information/room.html",
        {"finding_noted"} | ROOM,
        _applying,
        per_person=True,
        every_s=EVERY_S,
    )
    panel("given_away", "information/given_away.html", DRAFT, _given_away, per_person=True, every_s=EVERY_S)
    panels.register("watch", "information", None, _watch, per_person=True, every_s=WATCH_S)
