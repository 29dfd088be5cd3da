"""The bytes of pictures and recordings that prove something, in pieces beside the keeping they belong to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from bongsu.crisis.clips import Picture
from bongsu.store.files import PIECE
from bongsu.store.operations import models as m


@dataclass(frozen=True, slots=True)
class Part:
    """A picture or a recording; `id` finds its bytes."""

    id: int
    n: int
    name: str
    kind: str
    size: int
    sha256: str

    @property
    def ending(self) -> str:
        return _ENDINGS.get(self.kind, self.kind.partition("/")[2])

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


_ENDINGS = {"image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "video/quicktime": "mov"}


def keep(org: int, pictures: Iterable[Picture], *, keeping: int) -> None:
    """Inside the caller's transaction: all of it, or nothing."""
    for n, one in enumerate(pictures, start=1):
        row = m.EvidencePart.objects.create(
            org_id=org,
            keeping_id=keeping,
            n=n,
            name=one.name,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
        )
        for k, start in enumerate(range(0, one.size, PIECE)):
            m.EvidencePiece.objects.create(part=row, n=k, data=one.content[start : start + PIECE])


def part(row: m.EvidencePart) -> Part:
    return Part(row.pk, row.n, row.name, row.kind, row.size, row.sha256)


def pieces(part_id: int) -> Iterator[bytes]:
    """One query a piece: no more than one in memory."""
    n = 0
    while True:
        found = m.EvidencePiece.objects.filter(part_id=part_id, n=n).values_list("data", flat=True).first()
        if found is None:
            return
        yield bytes(found)
        n += 1


def sha256_of(part_id: int) -> str:
    """Of the bytes as they lie there now."""
    whole = sha256()
    for one in pieces(part_id):
        whole.update(one)
    return whole.hexdigest()
