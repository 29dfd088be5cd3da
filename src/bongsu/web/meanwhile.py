"""Two at one form of what is kept in peacetime: the second is told that somebody was faster, sees who changed what,
and keeps what they typed.

A form carries its base: what stood in its place when it was shown, and the number of the last edit of its document or
of its entry of a register. A save over another base is not kept; the form comes back as it was typed, with the edits
since then and the base of now, so that the next save is made knowingly (`setup/meanwhile.html`). The form of an entry
of a register that somebody deleted comes back as the form of a new one.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest

from bongsu.store import codec, edits, registry
from bongsu.web.edits import EditRow, entry_edits, removal
from bongsu.web.request import organisation

#: What a form's hidden field is called.
FIELD = "base"
#: Beside it in the form of an entry of a register: the number of its row.
ROW = "row"


class ChangedMeanwhile(Exception):
    """Somebody else saved the same place after it was shown."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was changed since a form was shown. False: nothing that its page has to tell."""

    happened: bool = False
    edits: list[EditRow] = field(default_factory=list)
    gone: bool = False  # the entry was deleted

    def __bool__(self) -> bool:
        return self.happened

    @property
    def status(self) -> int:
        """Of the answer that tells of it; 0: nothing to tell."""
        return 409 if self.happened else 0


NOTHING = Meanwhile()


def base(request: HttpRequest, about: str, place: Any, *, key: str = "") -> str:
    """What a form carries that shows `place`, a part of a document or of a register's entry, or all of it."""
    return bases(request, about, key=key)(place)


def bases(request: HttpRequest, about: str, *, key: str = "") -> Callable[[Any], str]:
    """`base` of each place, for a page of many forms."""
    last = edits.last(organisation(request).id, about, key)
    return lambda place: f"{_digest(place)}.{last}"


def unchanged(request: HttpRequest, place: Any) -> None:
    """Raises ChangedMeanwhile where `place`, as it stands now, is not what the form was shown.

    Call where nobody else can change it any more. A program that names no base says nothing of what it read.
    """
    shown = request.POST.get(FIELD)
    if shown is not None and shown.rpartition(".")[0] != _digest(place):
        raise ChangedMeanwhile


def since(request: HttpRequest, about: str, *, key: str = "") -> Meanwhile:
    """The edits of a document or an entry since the form was shown, for the page that tells of them."""
    return Meanwhile(True, entry_edits(organisation(request).id, about, key, after=shown_at(request)))


def shown_at(request: HttpRequest) -> int:
    """Number of the last edit when the form was shown."""
    return _number(request.POST.get(FIELD, "").rpartition(".")[2])


def row(request: HttpRequest, register: str, key: str) -> int:
    """What the form of an entry carries as `ROW`, for the page that tells of its end."""
    return registry.number(organisation(request).id, register, key)


def gone(request: HttpRequest, register: str) -> Meanwhile:
    """Who deleted the entry after its form was shown. Raises Http404: no form that was shown is sent."""
    if FIELD not in request.POST:
        raise Http404
    return Meanwhile(True, removal(organisation(request).id, register, _number(request.POST.get(ROW, ""))), gone=True)


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else 0


def _digest(place: Any) -> str:
    return hashlib.sha256(codec.canonical(codec.builtins(place))).hexdigest()[:32]
