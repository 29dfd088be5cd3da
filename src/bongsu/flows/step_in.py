"""Whoever had something of the Watch too long is told who has it now: at least once, through their own channels."""

from zoneinfo import ZoneInfo

from bongsu.core.ports import Ports, StepInJob, Store
from bongsu.crisis.room import Room
from bongsu.flows.reach import through_first

#: A worker that died with one in hand gives it back after this many seconds.
LEASE_S = 60.0


def tell_next(ports: Ports, *, org: int) -> bool:
    """Tell one person; False when nobody waits. Killed between sending and recording, they are told again."""
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    job = store.claim_step_in(org=org, at=at, lease_s=LEASE_S)
    if job is None:
        return False
    calls = job.calls if ports.callers else ()
    _channel, problem = through_first(ports, calls, words=lambda _call: words(job))
    store.step_in_tried(job, problem=problem, on_screen=not calls, at=ports.clock.now(org))
    return True


def words(job: StepInJob) -> tuple[str, str]:
    """Title and text, in the language of the person told."""
    call = job.calls[0]
    english = call.locale.startswith("en")
    title, body = _WORDS[job.of][english]
    since = job.since.astimezone(ZoneInfo(job.zone)).strftime("%H:%M")
    about = {"about": job.about, "by": job.by, "since": since, "link": call.link}
    return title % about, body % about


#: what → ((Korean title, text), (English title, text))
_WORDS = {
    "finding": (
        (
            "[봉수] %(by)s 님이 이어받았어요: %(about)s 징후",
            "%(since)s부터 보시던 징후를 이제 %(by)s 님이 봐요. 더 하실 일은 없어요."
            " 알아낸 것이 있으면 %(by)s 님에게 알려 주세요.\n%(link)s",
        ),
        (
            "[Bongsu] %(by)s took over: finding on %(about)s",
            "%(by)s sees to the finding you had since %(since)s. Nothing is left for you to do."
            " If you found something out, tell %(by)s.\n%(link)s",
        ),
    ),
    "report": (
        (
            "[봉수] %(by)s 님이 이어받았어요: 제보 %(about)s",
            "%(since)s부터 보시던 제보를 이제 %(by)s 님이 봐요. 더 하실 일은 없어요."
            " 알아낸 것이 있으면 %(by)s 님에게 알려 주세요.\n%(link)s",
        ),
        (
            "[Bongsu] %(by)s took over: report %(about)s",
            "%(by)s sees to the report you had since %(since)s. Nothing is left for you to do."
            " If you found something out, tell %(by)s.\n%(link)s",
        ),
    ),
}
