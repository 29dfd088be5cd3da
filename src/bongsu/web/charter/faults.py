"""What is wrong with a row of the charter that somebody edits, in the reader's language."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import PER
from bongsu.crisis.charter import Problem
from bongsu.web import yaml_faults
from bongsu.web.charter.words import SECTION_WORDS, field_words

#: Where a field of the form wants other words than a line of the file.
_WORDS: tuple[tuple[str, Promise], ...] = (
    ("missing|must be a word.*|must be text", lazy("비어 있어요. 적어 주세요.")),
    ("must be a whole number of won, 0 or more", lazy("금액을 원으로 적어 주세요. 예: 50,000이나 5만 원")),
    (r"must be \[from, to\]", lazy("단계는 1에서 5까지예요.")),
    ("must be a time like .*", lazy("날짜와 시각을 골라 주세요.")),
    (f"must be one of {', '.join(PER)}", lazy("한 번, 한 사건, 하루 가운데 하나예요.")),
    ("must be a list of words; .*", lazy("낱말을 쉼표로 나누어 적어 주세요.")),
)
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(.+))?")


def fault_words(problem: Problem) -> str:
    """“위임 2 · 한도: 금액을 원으로 적어 주세요.” What the check says in words not known here stands as it is."""
    said = next((words for form, words in _WORDS if re.fullmatch(form, problem.message)), None)
    return f"{_place(problem.path)}: {said or yaml_faults.words(problem.message)}"


def _place(path: str) -> str:
    found = _PLACE.fullmatch(path)
    if found is None:
        return str(SECTION_WORDS.get(path, path))
    section, number, rest = found[1], int(found[2]) + 1, found[3] or ""
    row = _("%(section)s %(n)s번째") % {"section": SECTION_WORDS.get(section, section), "n": number}
    parts = [re.sub(r"\[\d+\]", "", part) for part in rest.split(".") if part]
    return " · ".join((row, *dict.fromkeys(field_words(parts))))
