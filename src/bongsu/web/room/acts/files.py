"""A file is withdrawn. Adding one is a page of its own (bongsu.web.room.files): its form carries bytes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import files
from bongsu.web.room.acts.form import Act, chosen, fields, text

ACTS: Mapping[str, Act] = {
    "withdraw_file": Act(
        files.withdraw,
        "files",
        lazy("파일을 거뒀습니다. 내용은 지워졌고, 올렸다는 기록은 남습니다."),
        (*fields(chosen, "file"), *fields(text, "why")),
    ),
}
