"""Mentions come in, are judged one by one, and go through analysis brand by brand."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bongsu.core.ports import BrandRef, Inbox, Item, Kept, Ports, Receipt, Refusal
from bongsu.core.values import TOLD, LevelRow, Mention
from bongsu.crisis.listen import event_time
from bongsu.crisis.text import plain_text
from bongsu.sense.claims import room_among
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones, TonesAhead

TEXT, ID, SOURCE, AUTHOR, URL = 20_000, 120, 60, 120, 600

#: Years a file may tell of; beyond them lie typing errors, and times no zone can be taken off.
YEARS = range(1990, 2101)

#: From so many brands on in one batch its texts are judged at once: more are read than match, in fewer calls.
MANY_BRANDS = 8

TableOf = Callable[[int], Sequence[LevelRow]]


def take_in(
    ports: Ports,
    *,
    org: int,
    brand: int | None,
    items: Sequence[Item],
    live: bool,
    first_refused: Sequence[Refusal] = (),
    told: bool = False,
) -> Receipt:
    """Judge `items`, put the good ones into the inbox, and say what became of each. Durable when it returns.

    live           the source tells what happens now (event times far off are replaced); a file tells history
    first_refused  what the reader refused before; `items` are then the rest, and refusals keep the first numbering
    told           somebody who read it says that it is about `brand`: it counts without a watch word
    """
    seen_at = ports.clock.now(org)
    gone = {refusal.index for refusal in first_refused}
    places = [i for i in range(len(items) + len(gone)) if i not in gone]
    good: list[Mention] = []
    refused = list(first_refused)
    for place, item in zip(places, items, strict=True):
        verdict = judged(item, place, seen_at=seen_at, live=live, told=told)
        if isinstance(verdict, Refusal):
            refused.append(verdict)
        else:
            good.append(verdict)
    inbox: Inbox = ports.inbox
    receipt = inbox.put(org, brand, good) if good else Receipt(accepted=0, repeated=0)
    refused += receipt.refused
    return Receipt(receipt.accepted, receipt.repeated, tuple(sorted(refused, key=lambda r: r.index)))


def judged(item: Item, place: int, *, seen_at: datetime, live: bool, told: bool) -> Mention | Refusal:
    """The mention that an item becomes, or why it is none; `place` is where it stands in what was given."""
    key, source, text = item.id.strip(), plain_text(item.source), plain_text(item.text)
    if fault := _fault(item, key, source, text, live=live):
        return Refusal(place, *fault)
    ts, flags = event_time(item.ts, seen_at=seen_at, live=live)
    if told:
        flags = (*flags, TOLD)
    if text is not item.text and text != item.text.strip().replace("\r\n", "\n"):
        flags = (*flags, "cleaned")
    author = plain_text(item.author)[:AUTHOR] if item.author else None
    url = item.url.strip() if item.url else None
    if url is not None and not _is_link(url):
        url = None
    return Mention(
        id=key, ts=ts, source=source, text=text, author=author or None, url=url, seen_at=seen_at, flags=flags
    )


def _fault(item: Item, key: str, source: str, text: str, *, live: bool) -> tuple[str, str] | None:
    if not key:
        return "id_missing", "An item needs the source's own id."
    if len(key) > ID or not key.isprintable():
        return "id_too_long", f"An id is at most {ID} printable characters."
    if not source or len(source) > SOURCE:
        return "source_missing", f"A source has a name of at most {SOURCE} characters."
    if not text:
        return "text_missing", "An item needs a text."
    if len(text) > TEXT:
        return "text_too_long", f"A text is at most {TEXT:,} characters; this has {len(text):,}."
    if item.ts.tzinfo is None:
        return "ts_missing", "A time needs a zone, like 2026-03-07T21:30:00+09:00."
    if not live and item.ts.year not in YEARS:
        return "ts_out_of_range", f"A time lies in the years {YEARS[0]} to {YEARS[-1]}."
    return None


def _is_link(url: str) -> bool:
    """Kept only when a browser may open it; `javascript:` and the like vanish."""
    return len(url) <= URL and url.startswith(("https://", "http://")) and url.isprintable()


# ── analysis ───────────────────────────────────────────────────────────────────────────────────────────────────────
class Listener:
    """The one analyser of a process: inbox → one BrandWatch a brand → everything kept in one transaction.

    Its memory is what the store remembers plus what it saw since; when a step fails, throw it away and make another.

    table_of   org → level table in force; by default the store's
    tones      judge how posts sound; by default by the shipped weights
    """

    def __init__(self, ports: Ports, *, table_of: TableOf | None = None, tones: TonesAhead | None = None) -> None:
        self._ports = ports
        self._table_of = table_of or (lambda org: ports.store.level_table(org))
        self._tones = tones or TonesAhead(Tones.load())
        self._watches: dict[int, BrandWatch] = {}
        self._seen: dict[int, tuple[BrandRef, tuple[LevelRow, ...], tuple[int, int]]] = {}
        self._tables: dict[int, tuple[LevelRow, ...]] = {}  # org → its table, read once a batch
        self._brands = 0  # that share the memory of this process

    def work(self, limit: int = 1000) -> int:
        """Analyse up to `limit` waiting mentions; returns how many. A crash before the end repeats them harmlessly."""
        batches = self._ports.inbox.take(limit=limit)
        if not batches:
            return 0
        self._tables.clear()
        brands: dict[int, tuple[BrandRef, ...]] = {}
        heard: dict[int, tuple[BrandRef, list[Mention]]] = {}
        for batch in batches:
            if batch.org not in brands:
                brands[batch.org] = self._ports.mentions.brands(batch.org)
            for ref in brands[batch.org]:
                if batch.brand is None or batch.brand == ref.id:
                    heard.setdefault(ref.id, (ref, []))[1].extend(batch.mentions)
        many = len(heard) >= MANY_BRANDS
        self._tones.read_ahead([m.text for batch in batches for m in batch.mentions] if many else ())
        kept = [self._learn(ref, mentions) for ref, mentions in heard.values()]
        taken = [row for batch in batches for row in batch.ids]
        self._keep(kept, taken=taken)
        return sum(len(batch.mentions) for batch in batches)

    def tick(self) -> int:
        """Let the windows slide where nothing came in; returns how many findings that brought."""
        kept = []
        refs = self._ports.mentions.brands()
        self._brands = len(refs)
        self._tables.clear()
        self._forget(self._watches.keys() - {ref.id for ref in refs})
        for ref in refs:
            slid = self._watch(ref).tick(self._ports.clock.now(ref.org))
            if slid is not None:
                kept.append(slid)
        if kept:
            self._keep(kept)
        return sum(len(one.findings) for one in kept)

    def _learn(self, ref: BrandRef, mentions: Sequence[Mention]) -> Kept:
        return self._watch(ref).learn(mentions, self._ports.clock.now(ref.org))

    def _watch(self, ref: BrandRef) -> BrandWatch:
        """The brand's watch; made anew, from its stored memory, when its words or the level table were edited, or its
        room was."""
        if not self._brands:
            self._brands = len(self._ports.mentions.brands())
        if ref.org not in self._tables:
            self._tables[ref.org] = tuple(self._table_of(ref.org))
        now = (ref, self._tables[ref.org], room_among(self._brands))
        if self._seen.get(ref.id) != now:
            state, claims = self._ports.mentions.state(ref.id)
            self._watches[ref.id] = BrandWatch(ref, now[1], state, claims, self._tones, among=self._brands)
            self._seen[ref.id] = now
        return self._watches[ref.id]

    def _forget(self, gone: Iterable[int]) -> None:
        for brand in tuple(gone):
            del self._watches[brand], self._seen[brand]

    def _keep(self, kept: Sequence[Kept], *, taken: Iterable[int] = ()) -> None:
        try:
            self._ports.mentions.keep(kept, taken=tuple(taken))
        except BaseException:
            # Its memory is ahead of the store now; begin again from what was stored.
            self._watches.clear()
            self._seen.clear()
            raise
