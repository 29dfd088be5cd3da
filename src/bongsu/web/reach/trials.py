"""A call that says it is a test, through the real way, and what came of it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from bongsu.core.ports import CallChannel, CallJob
from bongsu.flows.reach import tried
from bongsu.store.queries.front import OrgView, PersonView
from bongsu.web.reasons import reason_words
from bongsu.web.request import ports


@dataclass(frozen=True, slots=True)
class Outcome:
    ok: bool
    words: str  # what happened, and what to do about it
    reason: str = ""  # as a journal would hold it; "": it went out
    gone: tuple[str, ...] = ()


def ring(org: OrgView, person: PersonView, channel: CallChannel) -> Outcome:
    """Call `person` through one channel, saying that it is a test. Up to 30 s."""
    job = CallJob(
        org=org.id,
        room=0,
        call="test",
        person=person.key,
        name=person.name,
        locale=person.locale,
        attempt=1,
        channel=channel,
        room_title="",
        level=1,
        link=f"{settings.URL}/",
        tag=f"test-{org.id}-{person.key}",
    )
    with translation.override(person.locale):
        title = _("[봉수 시험] %(org)s") % {"org": org.name}
        body = _("시험 호출이에요. 이 글이 보이면 실제 상황에서도 이렇게 불러요. 답하지 않아도 돼요.")
        reason, gone = tried(ports(), job, words=(title, body))
        if reason:
            return Outcome(False, reason_words(reason), reason, gone)
        return Outcome(True, _("보냈어요. 지금 기기에서 울렸는지 확인해 주세요."), gone=gone)
