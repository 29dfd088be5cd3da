"""What a mirror is told: the same lines as on the screen, in the mirror's language, without what it may not see."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bongsu.core.ports import MirrorJob, MirrorLine, MirrorWork
from bongsu.store.clock import real_now
from bongsu.store.queries.rooms import room_view
from bongsu.web.lines import level_name
from bongsu.web.room.lines import line_rows

WORDS_MOST = 600


class _Hidden(Mapping[str, str]):
    """Personal words that are not for the mirror: each of them reads the same."""

    def __getitem__(self, seal: str) -> str:
        return _("(글은 상황실에서)")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def get(self, seal: str, default: object = None) -> str:
        return self[seal]


def tell(work: MirrorWork) -> MirrorJob:
    """The message for one batch of lines."""
    with translation.override(work.locale):
        view = room_view(work.org, work.room, real_now(), before=work.upto + 1)
        shown = view if work.personal else replace(view, words=_Hidden())
        lines = [line for line in reversed(view.lines) if work.after < line.seq <= work.upto]
        address = f"{settings.URL}/rooms/{work.room}/"
        with timezone.override(ZoneInfo(view.zone)):
            rows = [
                MirrorLine(
                    seq=row.seq,
                    at=f"{timezone.localtime(row.at):%H:%M}",
                    who=row.who,
                    words=row.words if len(row.words) <= WORDS_MOST else f"{row.words[:WORDS_MOST]}…",
                    link=f"{address}#line-{row.seq}",
                )
                for row in line_rows(shown, lines)
                if not work.verbs or row.mark in work.verbs
            ]
        synthetic = _("[훈련] ") if view.room.kind == "drill" else ""
        return MirrorJob(
            settings=work.settings,
            key=f"bongsu-{work.id}-{work.room}-{work.after + 1}-{work.upto}",
            head=f"{synthetic}[{_('봉화')} {level_name(view.room.level)}] {view.room.title}",
            link=address,
            open_words=_("상황실 열기"),
            lines=tuple(rows),
        )


def test_message(config: Mapping[str, str], *, locale: str, organisation: str, key: str) -> MirrorJob:
    """A message that says it is a test."""
    with translation.override(locale):
        line = MirrorLine(
            seq=0,
            at=f"{timezone.localtime(real_now()):%H:%M}",
            who="",
            words=_("시험 메시지예요. 상황이 생기면 여기에 기록이 이렇게 나타나요."),
            link=f"{settings.URL}/",
        )
        return MirrorJob(
            settings=config,
            key=key,
            head=_("[봉수 시험] %(org)s") % {"org": organisation},
            link=f"{settings.URL}/",
            open_words=_("상황실 열기"),
            lines=(line,),
        )
