"""The nouns of formations (대형): the seats that a crisis of some level needs, and who may hold them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a formation. Somebody fits who holds one of `roles`, the first best, or is of `departments`.

    `skills` are a wish: whoever has them sits here before somebody who has not. Without `required_skills` nobody fits.
    """

    id: str
    name: str
    text: str  # what this seat does first
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    count: int = 1  # how many sit here; of a required seat the first must be filled
    required: bool = True
    leads: bool = False  # whoever leads the room sits here
    owners: bool = False  # the owners of the touch-points hit sit here, each for theirs
    group: str = ""
    skills: tuple[str, ...] = ()
    required_skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a formation: a sub-committee (분과)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Formation:
    """Which seats, at which levels. Departments stay as they are: a formation says who sits where in a crisis."""

    id: str
    name: str
    text: str
    level_from: int
    level_to: int
    seats: tuple[Seat, ...]
    groups: tuple[Group, ...] = ()
    categories: tuple[str, ...] = ()  # risk categories for which it is made; none: all
    together: tuple[tuple[str, ...], ...] = ()  # seats that one person may hold when people are few

    def seat(self, chair: str) -> Seat | None:
        """The seat of a chair: "gather/2" is the second chair of "gather"."""
        return next((seat for seat in self.seats if seat.id == chair.partition("/")[0]), None)

    @property
    def chairs(self) -> tuple[tuple[str, Seat, bool], ...]:
        """(chair, seat, whether it must be filled), one for each person who sits; without the owners' seats."""
        return tuple(
            (seat.id if n == 1 else f"{seat.id}/{n}", seat, seat.required and n == 1)
            for seat in self.seats
            if not seat.owners
            for n in range(1, seat.count + 1)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A touch-point that a crisis has hit, as it stood when the room called its owner."""

    key: str
    name: str
    owner: str | None = None
    deputy: str | None = None
    department: str = ""
