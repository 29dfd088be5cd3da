"""Texts reach people: orders, flashes, thanks. At least once, through the first of their channels that takes it."""

from bongsu.core import events as e
from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import NoticeJob, Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis.convene import flash
from bongsu.crisis.room import Room
from bongsu.flows.acting import act
from bongsu.flows.reach import through_first

#: A worker that died with a text in hand gives it back after this many seconds.
NOTICE_LEASE_S = 60.0


def notify_next(ports: Ports, *, org: int) -> bool:
    """Send one waiting text; False when none waits. Killed between sending and recording, it is sent again.

    A first failure is a line of the journal: somebody may have to walk over. What came of a try is recorded with its
    line, or neither is.
    """
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    job = store.claim_notice(org=org, at=at, lease_s=NOTICE_LEASE_S)
    if job is None:
        return False
    channel, problem = through_first(ports, job.calls if ports.callers else (), words=lambda _call: words(job))
    try:
        act(
            ports,
            org=org,
            room=job.room,
            by=SYSTEM,
            before=lambda _tx, at: store.notice_tried(job, problem=problem, at=at),
            rule=lambda room, _at: _lines(room, job, channel=channel, problem=problem),
        )
    except NoSuchRoom:
        return True
    return True


def _lines(room: Room, job: NoticeJob, *, channel: str, problem: str) -> tuple[e.Event, ...]:
    """A flash's receipt; a failure, once."""
    person = job.calls[0].person if job.calls else ""
    if job.kind == "flash" and channel:
        return flash.delivered(room, flash=job.ref, person=person, channel=channel)
    if problem and job.attempt == 1 and room.is_open:
        return (e.NoticeFailed(kind=job.kind, ref=job.ref, person=person, reason=problem[:300]),)
    return ()


def words(job: NoticeJob) -> tuple[str, str]:
    """Title and text, in the language of the person. A link only shows; a button on its page acts."""
    call = job.calls[0]
    english = call.locale.startswith("en")
    title, body = _WORDS[job.kind][english]
    about = {"room": call.room_title, "text": job.text, "about": job.about, "name": call.name, "link": call.link}
    return title % about, body % about


#: kind → ((Korean title, text), (English title, text))
_WORDS = {
    "voice": (
        ("[봉수] 원보이스 지침: %(room)s", "%(text)s\n\n읽고 ‘확인했어요’를 눌러 주세요.\n%(link)s"),
        ("[Bongsu] One-voice order: %(room)s", "%(text)s\n\nRead it and press “Confirmed”.\n%(link)s"),
    ),
    "flash": (
        ("[봉수 직보] %(room)s", "%(about)s: %(text)s\n%(link)s"),
        ("[Bongsu direct line] %(room)s", "%(about)s: %(text)s\n%(link)s"),
    ),
    "answer": (
        ("[봉수] 직보에 답이 왔어요: %(room)s", "%(about)s: %(text)s\n%(link)s"),
        ("[Bongsu] Your flash was answered: %(room)s", "%(about)s: %(text)s\n%(link)s"),
    ),
    "lifted": (
        ("[봉수] 원보이스 지침을 거뒀어요: %(room)s", "이제 평소처럼 말해도 됩니다. 지켜 주셔서 고맙습니다."),
        ("[Bongsu] The one-voice order is lifted: %(room)s", "You may speak as usual again. Thank you for keeping it."),
    ),
    "thanks": (
        ("[봉수] 함께해 주셔서 고맙습니다: %(room)s", "%(text)s"),
        ("[Bongsu] Thank you: %(room)s", "%(text)s"),
    ),
    "promise": (
        ("[봉수] 약속한 때가 다가와요: %(room)s", "%(text)s\n%(link)s"),
        ("[Bongsu] A promise is due soon: %(room)s", "%(text)s\n%(link)s"),
    ),
    "quiet": (
        ("[봉수] 지휘자 소식 없음: %(room)s", "%(about)s 님에게서 소식이 없어요. 상황실을 열어 주세요.\n%(link)s"),
        ("[Bongsu] Leader not heard of: %(room)s", "Nothing is heard of %(about)s. Open the room.\n%(link)s"),
    ),
}
