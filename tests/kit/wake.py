"""Wake-ups kept in a list, for tests that ask what was announced."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager


class MemoryWake:
    """core.ports.Wake. `published` holds (org, room, seq) in order; a subscriber is given what was published since."""

    def __init__(self) -> None:
        self.published: list[tuple[int, int, int]] = []

    def publish(self, org: int, room: int, seq: int) -> None:
        self.published.append((org, room, seq))

    @contextmanager
    def subscribe(self) -> Iterator[AsyncIterator[tuple[int, int, int]]]:
        start = len(self.published)

        async def since() -> AsyncIterator[tuple[int, int, int]]:
            for one in self.published[start:]:
                yield one

        yield since()
