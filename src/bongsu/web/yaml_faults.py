"""What is wrong with a YAML file that somebody wrote in the browser, in the reader's language."""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.formation.skills import MOST_OF_SEAT, WORD as SKILL_WORD
from bongsu.flows.marked_yaml import Fault

_NOT_YAML = "not YAML"
_KNOWN: Mapping[str, Promise] = {
    "unknown key": lazy("모르는 항목이에요. 오타인지 봐 주세요."),
    "written twice": lazy("같은 항목을 두 번 적었어요."),
    "missing": lazy("꼭 필요한 항목이 없어요."),
    "must be text": lazy("글이어야 해요."),
    "must be a list of words": lazy("낱말의 목록이어야 해요."),
    "must be true or false": lazy("true나 false로 적어 주세요."),
    "must be a mapping": lazy("‘항목: 값’으로 적어 주세요."),
    "must be a mapping with formations": lazy("formations: 아래에 대형을 적어 주세요."),
    "must be a list of formations": lazy("대형의 목록이어야 해요."),
    "must be a list with at least one seat": lazy("자리가 하나는 있어야 해요."),
    "must be two levels, 1 to 5: [from, to]": lazy("단계 두 개를 적어 주세요. 예: [3, 4]"),
    "the first is above the second": lazy("앞 단계가 뒤 단계보다 높아요."),
    "needs roles or departments: nobody would fit": lazy(
        "역할이나 부서를 하나는 적어 주세요(roles, departments). 없으면 아무도 앉을 수 없어요."
    ),
    "a seat of this id requires other skills elsewhere": lazy(
        "같은 id의 자리는 어느 대형에서나 required_skills가 같아야 해요. 단계가 올라도 그대로 앉으니까요."
    ),
    "whoever owns a touch-point sits there, with any skills": lazy(
        "접점 담당 자리에는 담당자가 그대로 앉아요. 역량을 빼 주세요."
    ),
    f"a skill has at most {SKILL_WORD} characters": lazy("역량 하나는 40자까지예요."),
    f"at most {MOST_OF_SEAT} skills": lazy("한 자리가 찾는 역량은 8개까지예요."),
    "no such group": lazy("그런 분과가 없어요. groups에 먼저 적어 주세요."),
    "only one seat leads": lazy("지휘하는 자리는 하나뿐이에요."),
    "may not hold blanks, slashes or colons": lazy("id에는 빈칸, 빗금, 쌍점을 쓸 수 없어요."),
    "must be two to four seats": lazy("두 자리에서 네 자리까지 묶을 수 있어요."),
    "too many ways to share these seats out; leave some apart": lazy("함께 맡을 자리가 너무 많아요. 몇은 빼 주세요."),
    "the owners' seat has as many as touch-points were hit": lazy(
        "접점 담당 자리는 맞은 접점만큼 생겨요. count를 빼 주세요."
    ),
    "too long": lazy("글이 너무 길어요."),
    "must be a word": lazy("글이어야 해요."),
    "must be a level, 1 to 5": lazy("단계는 1에서 5까지예요."),
    "used twice": lazy("같은 이름을 두 번 썼어요."),
    "must be a mapping with calling": lazy("calling: 아래에 적어 주세요."),
    "must be seconds, 10 to 900": lazy("10초에서 900초까지로 적어 주세요."),
    "must be a list of rules": lazy("규칙의 목록이어야 해요."),
    "needs one role at least": lazy("부를 역할을 하나는 적어 주세요."),
    "must be a list of clocks": lazy("statutory: 아래에 시한의 목록을 적어 주세요."),
    "needs hours or months, one of the two": lazy("hours나 months 가운데 하나를 적어 주세요."),
    "is longer than any period we can count": lazy("너무 긴 기간이에요."),
    "must lie after from": lazy("until은 from보다 나중이어야 해요."),
    "must be a list": lazy("목록이어야 해요."),
    "must be after from": lazy("끝나는 때가 시작보다 뒤여야 해요."),
    "must be a word, in quotes": lazy("글이어야 해요. 따옴표로 묶어 주세요."),
    "must be a list of words; leave the key out where nothing narrows it": lazy(
        "낱말의 목록이어야 해요. 좁힐 것이 없으면 이 항목을 빼 주세요."
    ),
    "names one twice": lazy("같은 말을 두 번 적었어요."),
    "needs at least one step": lazy("결재할 사람을 한 명은 정해 주세요."),
    "from must not be above to": lazy("앞 단계가 뒤 단계보다 높아요. 두 단계를 바꿔 주세요."),
    "must be [from, to]": lazy("단계 두 개를 적어 주세요. 예: [3, 4]"),
    "must be a whole number of won, 0 or more": lazy("금액을 원으로, 쉼표 없이 숫자만 적어 주세요. 예: 50000"),
    "is out of range": lazy("달력에 없는 때예요."),
    # Why a text is no YAML, where its writer can mend it.
    "a character that no text has": lazy("글에 쓸 수 없는 글자가 있어요."),
    "nested too deep": lazy("너무 깊이 들여 썼어요."),
    "an anchor that holds itself": lazy("자기를 다시 가리키는 이름표(&)가 있어요."),
    "mapping values are not allowed here": lazy("여기에는 쌍점(:)이 올 수 없어요. 들여쓰기나 따옴표를 봐 주세요."),
    "could not find expected ':'": lazy("항목 뒤에 쌍점(:)이 없어요."),
    "found unexpected end of stream": lazy("따옴표가 닫히지 않았어요."),
    "found character '\\t' that cannot start any token": lazy("탭으로는 들여 쓸 수 없어요. 빈칸을 써 주세요."),
}
#: The same for what names something of the file, or a number.
_NAMING: tuple[tuple[str, Promise], ...] = (
    (
        "must be a time (like|with a zone).*|needs a zone, like .*",
        lazy("시간대가 있는 때를 적어 주세요. 예: 2026-01-01T00:00:00+09:00"),
    ),
    ("there is no principle .*", lazy("그런 원칙이 없어요. 원칙을 먼저 적거나 다른 원칙을 골라 주세요.")),
    (".* is used twice", lazy("같은 이름이 이미 있어요. 다른 이름으로 적어 주세요.")),
    ("must be small letters, digits and _, .*", lazy("영문 소문자와 숫자, 밑줄(_)로만 적어 주세요. 예: stop_sale")),
    (r"must be a whole number of minutes, 0 to (?P<most>\d+)", lazy("0에서 %(most)s까지의 분으로 적어 주세요.")),
    (r"must be a whole number, (?P<low>\d+) to (?P<high>\d+)", lazy("%(low)s에서 %(high)s까지의 수로 적어 주세요.")),
    (r"at most (?P<most>\d+)", lazy("%(most)s개까지예요.")),
    (r"must be one of (?P<words>\w+(, \w+)+)", lazy("%(words)s 가운데 하나로 적어 주세요.")),
    (r"unknown key; one of (?P<words>\w+(, \w+)+)", lazy("모르는 항목이에요. %(words)s 가운데 하나로 적어 주세요.")),
    (r"must be a mapping like (?P<example>\{.*\})", lazy("‘항목: 값’으로 적어 주세요. 예: %(example)s")),
    (r"more than (?P<most>[\d,]+) values", lazy("값이 %(most)s개보다 많아요.")),
    (r"found character '(?P<sign>.)' .*", lazy("%(sign)s로 시작하는 글은 따옴표로 묶어 주세요.")),
    (r"expected ',' or .*", lazy("괄호가 닫히지 않았거나 쉼표가 빠졌어요.")),
    (r"expected <block end>, but found .*", lazy("들여쓰기가 앞줄과 맞지 않아요.")),
)


def fault_words(fault: Fault) -> str:
    """What is wrong, without where."""
    if fault.message.startswith(_NOT_YAML):
        return _("YAML로 읽을 수 없어요: %(why)s") % {"why": words(fault.message.removeprefix(_NOT_YAML).strip(" :"))}
    return words(fault.message)


def words(message: str) -> str:
    """What a check says, in words where they are known; the rest of what YAML itself says stands as it is."""
    if message in _KNOWN:
        return str(_KNOWN[message])
    for form, said in _NAMING:
        if found := re.fullmatch(form, message, re.DOTALL):
            return str(said) % found.groupdict()
    return message


def told(faults: Sequence[Fault]) -> list[tuple[Fault, str]]:
    """Each fault with its words, for `setup/yaml_faults.html`."""
    return [(fault, fault_words(fault)) for fault in faults]
