"""Who used words of a risk category within the last half hour."""

import msgspec

from bongsu.sense.episodes import Episode

WINDOW_S = 30 * 60
_MOST_AUTHORS = 20


class Risk(msgspec.Struct, array_like=True):
    """One category. Remembers the latest 20 authors: beyond that, `authors` says 20."""

    voices: dict[int, tuple[int, str]]  # author → (epoch seconds, mention key) of their first post, least recent first
    latest: dict[int, int]  # author → epoch seconds of their latest post
    bins: dict[int, int]  # minute → posts
    episode: Episode | None = None

    def add(self, author: int, mention: str, at: int) -> None:
        self.forget(at)
        if author not in self.voices:
            if len(self.voices) >= _MOST_AUTHORS:
                oldest = next(iter(self.voices))
                del self.voices[oldest], self.latest[oldest]
            self.voices[author] = at, mention
        self.latest[author] = max(at, self.latest.get(author, 0))
        self.bins[at // 60] = self.bins.get(at // 60, 0) + 1

    def forget(self, at: int) -> None:
        """Drop what is older than the window at epoch second `at`."""
        for author in [author for author, when in self.latest.items() if when <= at - WINDOW_S]:
            del self.voices[author], self.latest[author]
        for minute in [minute for minute in self.bins if minute <= (at - WINDOW_S) // 60]:
            del self.bins[minute]

    def posts(self) -> list[tuple[int, str]]:
        """One post of each author, oldest first."""
        return sorted(self.voices.values())

    def count(self) -> int:
        return sum(self.bins.values())
