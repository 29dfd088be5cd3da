"""What is wrong with a YAML file that somebody wrote in the browser, in the reader's language."""

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
    "must be a time with a zone, like 2026-01-01T00:00:00+09:00": lazy(
        "시간대가 있는 때를 적어 주세요. 예: 2026-01-01T00:00:00+09:00"
    ),
}


def fault_words(fault: Fault) -> str:
    """In words where they are known; what YAML itself says stands as it is."""
    if fault.message.startswith(_NOT_YAML):
        return _("YAML로 읽을 수 없어요: %(why)s") % {"why": fault.message.removeprefix(_NOT_YAML).strip(" :")}
    return str(_KNOWN.get(fault.message, fault.message))


def told(faults: Sequence[Fault]) -> list[tuple[Fault, str]]:
    """Each fault with its words, for `setup/yaml_faults.html`."""
    return [(fault, fault_words(fault)) for fault in faults]
