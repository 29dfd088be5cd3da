"""A file of mentions, brought in on the settings page: looked at first, kept when asked."""

import io
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.connectors.file import FileUnusable, read_any
from bongsu.core.errors import SourceError
from bongsu.core.ports import Item, Refusal
from bongsu.flows.listen import take_in
from bongsu.web import house
from bongsu.web.setup.file_words import column_names, row_words
from bongsu.web.setup.forms import Choices, Form

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 10_000
#: A file of whatever size people try, up to here, gets an answer in words; and what was read comes back with the form.
BODY = 16 * 1024 * 1024
SHOWN, SHOWN_REFUSALS = 5, 20
BATCH = 1000
#: What `look` raises.
UNUSABLE = (FileUnusable, SourceError)
FIELDS = ("id", "ts", "source", "text", "author", "url")


class UploadForm(Form):
    file = forms.FileField(
        label=lazy("엑셀·CSV·JSONL 파일"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv,.jsonl,.ndjson,.gz"}),
        help_text=lazy("첫 줄에 번호·시각·출처·내용 열이 있어야 해요 (작성자·주소는 선택). 4 MB, 만 줄까지."),
    )
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)
    rows = forms.CharField(required=False, max_length=2 * MOST_BYTES, widget=forms.HiddenInput())

    def __init__(self, *args: Any, brands: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["brand"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", lazy("모든 브랜드 (감시어로 가려요)")), *brands]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if not file and not data.get("rows"):
            self.add_error("file", _("파일을 골라 주세요."))
        elif file and file.size > MOST_BYTES:
            self.add_error("file", _("4 MB까지 올릴 수 있어요. 더 큰 파일은 bongsu ingest 명령으로 넣어 주세요."))
        return data


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds."""

    items: tuple[Item, ...]
    refused: tuple[Refusal, ...]  # by line or row number
    columns: tuple[str, ...]  # that hold something
    rows: str  # the sound ones as JSON lines, for the second step

    @property
    def shown(self) -> tuple[Item, ...]:
        return self.items[:SHOWN]

    @property
    def shown_refusals(self) -> tuple[tuple[int, str], ...]:
        """(line or row number, why in the reader's language)."""
        return tuple((one.index, row_words(one)) for one in self.refused[:SHOWN_REFUSALS])

    @property
    def columns_shown(self) -> str:
        return column_names(self.columns)


def look(data: bytes) -> Looked:
    """Raises FileUnusable, SourceError."""
    items: list[Item] = []
    refused: list[Refusal] = []
    for _number, row in read_any(io.BytesIO(data)):
        (items if isinstance(row, Item) else refused).append(row)  # type: ignore[arg-type]
        if len(items) + len(refused) > MOST_ROWS:
            raise FileUnusable(problem=_("만 줄이 넘어요."), hint=_("bongsu ingest 명령으로 넣어 주세요."))
    columns = tuple(name for name in FIELDS if any(getattr(item, name) for item in items))
    lines = (
        json.dumps({name: str(value) for name in FIELDS if (value := getattr(item, name))}, ensure_ascii=False)
        for item in items
    )
    return Looked(tuple(items), tuple(refused), columns, "\n".join(lines))


def keep(org: int, looked: Looked, brand: int | None) -> str:
    """Take in what was looked at. Returns what became of it, in words."""
    accepted = repeated = refused = 0
    for start in range(0, len(looked.items), BATCH):
        receipt = take_in(
            house.ports(),
            org=org,
            brand=brand,
            items=looked.items[start : start + BATCH],
            live=False,
        )
        accepted, repeated = accepted + receipt.accepted, repeated + receipt.repeated
        refused += len(receipt.refused)
    words = _("글 %(n)s건을 넣었어요.") % {"n": f"{accepted:,}"}
    if repeated:
        words += " " + _("이미 있던 글 %(n)s건은 두 번 세지 않았어요.") % {"n": f"{repeated:,}"}
    if refused:
        words += " " + _("받을 수 없는 글 %(n)s건은 뺐어요.") % {"n": f"{refused:,}"}
    return words
