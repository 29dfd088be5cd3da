"""What is wrong with an event of a calendar, in words."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.flows.tables import Fault
from bongsu.web.setup.words import role_words

_FAULTS: Mapping[str, str | Promise] = {
    "file_too_large": lazy("파일이 너무 커요. %(value)sKB까지 읽어요."),
    "too_many_events": lazy("일정이 너무 많아요. %(value)s개까지 읽어요."),
    "not_a_calendar": lazy("달력 파일이 아니에요. 달력 앱에서 iCalendar(.ics)로 내보내 주세요."),
    "no_events": lazy("달력에 일정이 하나도 없어요."),
    "unreadable": lazy("읽을 수 없는 일정이에요: %(value)s"),
    "no_person": lazy("누구의 당직인지 모르겠어요. 제목이나 참석자에 이름·이메일·키를 적어 주세요."),
    "not_their_role": lazy("%(value)s 님은 ‘%(more)s’ 역할이 아니에요."),
    "no_start": lazy("시작 시각이 없어요."),
    "no_length": lazy("끝이 시작보다 뒤가 아니에요."),
    "too_long": lazy("너무 길어요. 한 번에 %(value)s일까지예요."),
    "too_old": lazy("%(value)s년에 시작한 반복은 너무 오래됐어요. 시작을 요즘으로 옮겨 주세요."),
    "zone": lazy("‘%(value)s’라는 시간대를 몰라요."),
    "rule": lazy("이런 반복은 읽지 못해요(%(value)s). 매일·매주·매월 반복만 돼요."),
    "too_many_rules": lazy("반복 일정이 너무 많아요. %(value)s개까지 읽어요."),
    "too_many_shifts": lazy("당직이 너무 많아요. %(value)s개까지 읽어요."),
}


#: What a pattern does on public holidays.
HOLIDAY_WORDS: Mapping[str, str | Promise] = {
    "holds": lazy("공휴일에도 서요"),
    "rests": lazy("공휴일은 쉬어요"),
    "only": lazy("공휴일에만 서요"),
}


def faults_words(faults: Sequence[Fault]) -> list[str]:
    """“3번째 일정 ‘야간’: …”, one for each."""
    said = []
    for fault in faults:
        value, _bar, more = fault.value.partition("|")
        words = str(_FAULTS.get(fault.code, fault.code)) % {"value": value, "more": role_words(more)}
        if fault.line:
            where = _("%(line)s번째 일정 ‘%(title)s’") % {"line": fault.line, "title": fault.column or "–"}
            words = f"{where}: {words}"
        said.append(words)
    return said
