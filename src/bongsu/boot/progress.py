"""How far a long command has come: a line on a terminal, nothing elsewhere."""

import sys
import time


class Progress:
    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._since = time.monotonic()
        self._shown = 0.0

    def show(self, count: int) -> None:
        now = time.monotonic()
        if self._on and now - self._shown > 0.2:
            self._shown = now
            print(f"\r{count:,} lines, {count / max(now - self._since, 1e-3):,.0f}/s ", end="", file=sys.stderr)

    def end(self) -> None:
        if self._on and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr)
