"""The screens that follow one topic, by who reads and what they show: a thousand screens are far fewer readers."""

from collections.abc import Iterator

from bongsu.web.live.news import Shown, both
from bongsu.web.live.screen import Screen
from bongsu.web.viewer import Viewer


class Audience:
    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._groups: dict[tuple[Viewer, Shown], set[Screen]] = {}

    def __iter__(self) -> Iterator[Screen]:
        return (screen for group in self._groups.values() for screen in group)

    def __bool__(self) -> bool:
        return bool(self._groups)

    def add(self, screen: Screen) -> None:
        self._groups.setdefault(self._key(screen), set()).add(screen)

    def discard(self, screen: Screen) -> None:
        key = self._key(screen)
        group = self._groups.get(key, set())
        group.discard(screen)
        if not group:
            self._groups.pop(key, None)

    def groups(self) -> Iterator[tuple[Viewer, Shown, set[Screen]]]:
        return ((viewer, shown, screens) for (viewer, shown), screens in self._groups.items())

    def viewers(self) -> dict[Viewer, Shown]:
        """Who reads, and all that stands on any of their pages."""
        found: dict[Viewer, Shown] = {}
        for viewer, shown in self._groups:
            found[viewer] = both(found[viewer], shown) if viewer in found else shown
        return found

    def _key(self, screen: Screen) -> tuple[Viewer, Shown]:
        return screen.viewer, screen.panels_of(self._kind)
