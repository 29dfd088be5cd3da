"""What another process does to the same databases; it says what is durable, line by line. See tests.kit.processes.

note  ORG ROOM WRITER COUNT   append notes; says the number of each line that is committed
follow ORG ROOM UNTIL         read on by number; says each number it saw
open  ORG BRAND               open the brand's room unless it is open; says its id, and "new" when it did
put   ORG BRAND PREFIX        put batches of mentions for ever; says the first and last number of each
keep  ORG BRAND               take and keep until told to stop; says how many
"""

import itertools
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from bongsu.core import errors, events as e  # noqa: E402
from bongsu.core.ports import Kept  # noqa: E402
from bongsu.core.values import Mention  # noqa: E402
from bongsu.store.mentions.keep import DjangoInbox, DjangoMentions  # noqa: E402
from bongsu.store.rooms import DjangoStore  # noqa: E402
from tests.kit.clock import NINE  # noqa: E402  (models come after Django is up)

BATCH = 7


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def note(org: int, room: int, writer: int, count: int) -> None:
    store = DjangoStore()
    for n in range(count):
        with store.room(org, room) as tx:
            # Two at once now and then: numbers are given to lines, not to transactions.
            lines = tx.append(*[e.NoteWritten(f"{writer}-{n}")] * (1 + n % 2), by="haneul", at=NINE)
        for line in lines:
            say(line.seq)


def follow(org: int, room: int, until: int) -> None:
    store, seen = DjangoStore(), 0
    while seen < until:
        for line in store.lines(org, room, after=seen, limit=3):
            say(line.seq)
            seen = line.seq
        time.sleep(0.001)


def open_(org: int, brand: int) -> None:
    store = DjangoStore()
    opened = e.RoomOpened("crisis", brand, "제목", 2, "까닭", store.ground(org), NINE)
    room, new = store.open_room(org, opened, by="system", at=NINE, unless_open=True)
    say(room, "new" if new else "there")


def put(org: int, brand: int, prefix: int) -> None:
    inbox = DjangoInbox()
    for first in itertools.count(step=BATCH):
        batch = [Mention(f"{prefix}-{n}", NINE, "kill", f"글 {n}") for n in range(first, first + BATCH)]
        # The one before comes again, as it does after a lost answer.
        again = [Mention(f"{prefix}-{n}", NINE, "kill", f"글 {n}") for n in range(max(0, first - BATCH), first)]
        assert inbox.put(org, brand, batch + again).accepted == BATCH
        say(first, first + BATCH - 1)
        time.sleep(0.002)  # SQLite has one writer and no queue: let the other in


def keep(org: int, brand: int, _: int = 0) -> None:
    inbox, mentions = DjangoInbox(), DjangoMentions()
    while True:
        for batch in inbox.take(limit=50):
            one = Kept(
                org=org,
                brand=brand,
                mentions=batch.mentions,
                unmatched=(),
                minutes={NINE + timedelta(minutes=1): len(batch.mentions)},
                claims=(),
                findings=(),
                state=b"s",
            )
            try:
                mentions.keep([one], taken=batch.ids)
            except errors.AlreadyKept:
                continue
            say(len(batch.mentions))
        time.sleep(0.001)


if __name__ == "__main__":
    say("ready")
    sys.stdin.readline()
    works: dict[str, Callable[..., None]] = {"note": note, "follow": follow, "open": open_, "put": put, "keep": keep}
    works[sys.argv[1]](*map(int, sys.argv[2:]))
