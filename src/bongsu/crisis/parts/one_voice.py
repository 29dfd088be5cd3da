"""The one-voice order and who has still to read it. It grows with the organisation, never with the journal."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VoicePoint:
    """One touch-point that the order must reach."""

    key: str
    person: str  # "": nobody answers for it
    deputy: str
    deputy_asked: bool = False
    read_by: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OneVoice:
    id: str
    version: int
    text: str
    digest: str
    by: str
    at: datetime
    points: tuple[VoicePoint, ...]
    asked: int  # people
    unread: tuple[str, ...]  # people who have not read it
    loud: tuple[str, ...]  # people who have not said that their own accounts rest
    lifted_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.lifted_at is None

    @property
    def points_read(self) -> int:
        return sum(p.read_at is not None for p in self.points)

    @property
    def people_read(self) -> int:
        return self.asked - len(self.unread)

    @property
    def silent(self) -> int:
        return self.asked - len(self.loud)
