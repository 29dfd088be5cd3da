"""What is wrong with a file, in the reader's language. The readers of files speak English, as their command does."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.connectors.file import FileUnusable
from bongsu.core.errors import SourceError
from bongsu.core.ports import Refusal
from bongsu.web.reasons import reason_words

COLUMNS: Mapping[str, Any] = {
    "id": lazy("번호(id)"),
    "ts": lazy("시각(ts)"),
    "source": lazy("출처(source)"),
    "text": lazy("내용(text)"),
    "author": lazy("작성자(author)"),
    "url": lazy("주소(url)"),
}
#: `connectors.file.FileUnusable.fault`.
FAULTS: Mapping[str, Any] = {
    "columns": lazy("첫 줄에 %(columns)s 열이 없어요. 번호·시각·출처·내용 열에 이름을 적어 주세요."),
    "gzip": lazy("압축(gzip)이 깨졌거나 끊겨 있어요. 다시 압축해서 올려 주세요."),
    "large": lazy("엑셀 파일이 너무 커요. CSV로 저장해서 올려 주세요."),
    "unpacked": lazy("풀면 200 MB가 넘는 파일이에요. CSV로 저장해서 올려 주세요."),
    "sheet": lazy("엑셀 파일에 시트가 없어요."),
    "rows": lazy("시트에 줄이나 열이 너무 많아요. CSV로 저장해서 올려 주세요."),
    "password": lazy("비밀번호가 걸린 엑셀 파일이에요. 비밀번호 없이 저장해서 올려 주세요."),
    "damaged": lazy("깨졌거나 엑셀 파일이 아니에요. .xlsx로 다시 저장해서 올려 주세요."),
}
_EMPTY = re.compile(r"empty: (?P<names>[a-z, ]+)")
_QUOTED = re.compile(r"ts is not ISO 8601: (?P<said>.*)", re.DOTALL)
_FIELD = re.compile(r".*`\$?\.?(?P<name>id|ts|source|text|author|url)`", re.DOTALL)


def column_names(names: Sequence[str]) -> str:
    return ", ".join(str(COLUMNS.get(name, name)) for name in names)


def unusable_words(problem: FileUnusable | SourceError) -> str:
    """Why a file cannot be read at all, and what to do."""
    about = problem.about
    if isinstance(problem, SourceError):
        return reason_words(str(about.get("reason", "")))
    words = FAULTS.get(str(about.get("fault")))
    if words is None:
        return " ".join(str(about[name]) for name in ("problem", "hint") if about.get(name))
    missing = about.get("missing")
    return str(words) % {"columns": column_names(missing if isinstance(missing, list) else ())}


def row_words(refusal: Refusal) -> str:
    """Why one row was left out."""
    code, said = refusal.code, refusal.message
    if code == "bad_field":
        if empty := _EMPTY.fullmatch(said):
            return _("빈칸이에요: %(columns)s") % {"columns": column_names(empty["names"].split(", "))}
        if field := _FIELD.match(said):
            return _("%(column)s 칸이 없거나 글자가 아니에요.") % {"column": COLUMNS[field["name"]]}
        return _("번호·시각·출처·내용이 모두 있어야 해요.")
    if code == "bad_time":
        found = _QUOTED.fullmatch(said)
        words = _("시각을 알아볼 수 없어요: %(said)s. 2026-03-07 21:30처럼 적어 주세요.")
        return words % {"said": found["said"] if found else said}
    if code == "line_too_long":
        return _("한 줄이 4 MB를 넘어요.")
    return _("형식이 깨진 줄이에요. JSON 한 줄이나 CSV 한 줄이어야 해요.")
