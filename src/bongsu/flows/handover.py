"""A change of shift hands over by itself: what is open goes to whoever comes on, once, through their own channels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bongsu.core.ports import HandoverJob, Ports, Store
from bongsu.crisis.room import Room
from bongsu.crisis.rota.handover import brief
from bongsu.flows.reach import through

#: A worker that died with one in hand gives it back after this many seconds.
LEASE_S = 60.0


def hand_over(ports: Ports, *, org: int) -> bool:
    """Note a change of shift and tell one person; False when nobody waits. Told at least once, noted exactly once.

    Nothing is kept in memory: a Bongsu that was down at the change tells of it when it is back.
    """
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    change = store.change_to_tell(org, at)
    if change is not None:
        rooms = [store.peek(org, room) for room in store.open_rooms(org)]
        news = store.forming(org, at)
        told = brief(rooms, leaving=change.leaving, forming=news.findings, silent=news.silent)
        store.keep_handover(org, change, _plain(asdict(told)), at=at)
    job = store.claim_handover(org=org, at=at, lease_s=LEASE_S)
    if job is None:
        return False
    on_screen = job.call.channel is None or not ports.callers
    problem = "" if on_screen else through(ports, job.call, words=handover_words(job))
    store.handover_tried(org=org, handover=job.id, problem=problem, on_screen=on_screen, at=at)
    return True


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    rooms = [
        {**room, "due_at": room["due_at"].isoformat() if isinstance(room["due_at"], datetime) else None}
        for room in told["rooms"]
    ]
    return {**told, "rooms": rooms, "silent": list(told["silent"])}


def handover_words(job: HandoverJob) -> tuple[str, str]:
    """Title and text, in the language of whoever comes on."""
    about, english = job.brief, job.call.locale.startswith("en")
    rooms = [room for room in about.get("rooms", ()) if room["room"] in job.titles]
    lines = [_room_words(room, job.titles[room["room"]], english=english) for room in rooms]
    if english:
        gone = f" {', '.join(job.leaving)} went off." if job.leaving else ""
        opening = f"{job.call.name}, you are on duty now.{gone}"
        forming = f"{about.get('forming')} findings wait on the Watch." if about.get("forming") else ""
        silent = f"Not heard: {', '.join(about.get('silent', ()))}" if about.get("silent") else ""
        quiet = "Nothing is open. A quiet hand-over."
        title = f"[Bongsu] Hand-over: {len(rooms)} open room(s)" if rooms else "[Bongsu] Hand-over: nothing open"
    else:
        gone = f" {', '.join(job.leaving)} 님이 마쳤어요." if job.leaving else ""
        opening = f"{job.call.name} 님, 지금부터 당직이에요.{gone}"
        forming = f"망루에 살펴볼 징후가 {about.get('forming')}개 있어요." if about.get("forming") else ""
        silent = f"들리지 않는 소스: {', '.join(about.get('silent', ()))}" if about.get("silent") else ""
        quiet = "열린 상황실도, 넘겨받을 일도 없어요."
        title = f"[봉수] 교대 보고: 열린 상황실 {len(rooms)}곳" if rooms else "[봉수] 교대 보고: 조용해요"
    said: Sequence[str] = [*lines, forming, silent]
    body = [line for line in said if line] or [quiet]
    return title, "\n".join((opening, *body, job.call.link))


def _room_words(room: Mapping[str, Any], title: str, *, english: bool) -> str:
    tasks, promises = room["tasks"], room["promises"]
    if english:
        held = f" · to take over: {tasks} task(s), {promises} promise(s)" if tasks or promises else ""
        return f"· Level {room['level']} “{title}”{held}"
    held = f" · 넘겨받을 일 {tasks}개, 약속 {promises}개" if tasks or promises else ""
    return f"· 봉화 {room['level']} ‘{title}’{held}"
