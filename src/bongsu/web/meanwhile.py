"""Two at one form of what is kept in peacetime: the second is told that somebody was faster, sees who changed what,
and keeps what they typed.

A form carries its base: what stood in its place when it was shown, and the number of the last edit of its document or
of its entry of a register. A save over another base is not kept; the form comes back as it was typed, with the edits
since then and the base of now, so that the next save is made knowingly (`setup/meanwhile.html`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from bongsu.store import codec, edits
from bongsu.web.edits import EditRow, entry_edits
from bongsu.web.request import organisation

#: What a form's hidden field is called.
FIELD = "base"


class ChangedMeanwhile(Exception):
    """Somebody else saved the same place after it was shown."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was changed since a form was shown. False: nothing that its page has to tell."""

    happened: bool = False
    edits: list[EditRow] = field(default_factory=list)

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
    if shown is not None and shown.partition(".")[0] != _digest(place):
        raise ChangedMeanwhile


def since(request: HttpRequest, about: str, *, key: str = "") -> Meanwhile:
    """The edits of a document or an entry since the form was shown, for the page that tells of them."""
    number = request.POST.get(FIELD, "").partition(".")[2]
    after = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    return Meanwhile(True, entry_edits(organisation(request).id, about, key, after=after))


def _digest(place: Any) -> str:
    return hashlib.sha256(codec.canonical(codec.builtins(place))).hexdigest()[:32]
