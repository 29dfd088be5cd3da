"""One claim, whole: where it went and when, who says it in which words, and what stands for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bongsu.sense.claim import spread_of
from bongsu.sense.tone import CLEARLY, Judged, Tones
from bongsu.sense.wording import keywords, words_of_each
from bongsu.store.mentions.models import Claim, Mention
from bongsu.store.operations.models import Brand
from bongsu.store.queries.rhythm import BIN
from bongsu.store.queries.rooms import Post, posts
from bongsu.store.queries.spreading import ClaimNow, claim_now
from bongsu.store.queries.watch import room_of

#: Other claims of the brand that show which words are this one's own.
OTHERS = 60
#: A feeling is counted from here: where F1 was greatest on texts that nobody had trained on (docs/tone.md).
VOICED = 0.5
TIMELINE = 12  # bins of ten minutes


@dataclass(frozen=True, slots=True)
class Sounds:
    """How the kept posts of a claim sound, counted post by post."""

    posts: int
    negative: int
    positive: int
    complaint: int
    anger: int
    distrust: int

    @classmethod
    def of(cls, judged: Judged) -> "Sounds":
        voiced, clear = judged.values >= VOICED, judged.values >= CLEARLY
        negative, positive = int(clear[:, 0].sum()), int(clear[:, 2].sum())
        return cls(len(judged), negative, positive, *(int(voiced[:, column].sum()) for column in (3, 4, 5)))


@dataclass(frozen=True, slots=True)
class ClaimWhole:
    now: ClaimNow
    brand: int
    brand_name: str
    room: int | None  # the brand's open room
    wordings: tuple[str, ...]
    keywords: tuple[str, ...]
    first: tuple[Post, ...]  # the first posts still kept, oldest first
    last: tuple[Post, ...]  # and the latest, newest first
    sounds: Sounds  # of `first` and `last`
    missing: int  # posts of the evidence that are no longer kept
    addresses: Mapping[str, str]  # key of the first post at a place → where it can be read
    bins: tuple[tuple[datetime, int], ...]  # the last two hours up to the claim's latest post, ten minutes each


#: Texts → the words of each, or None where it cannot tell now.
Cut = Callable[[Sequence[str]], Sequence[Sequence[str]] | None]


def claim_whole(org: int, key: str, at: datetime, *, cut: Cut = words_of_each) -> ClaimWhole | None:
    """A claim of the organisation; None where there is none of this key. `cut` is asked of what stands for claims."""
    row = Claim.objects.filter(org=org, key=key).order_by("-last_at").first()
    brand = None if row is None else Brand.objects.filter(org_id=org, pk=row.brand).first()
    if row is None or brand is None:
        return None
    first = Mention.objects.filter(org=org, key=row.first_mention).first()
    now = claim_now(row, first, at)
    spread = spread_of(bytes(row.memory))
    evidence = posts(org, row.evidence)
    half = (len(evidence) + 1) // 2 if len(evidence) > 10 else len(evidence)
    places = posts(org, [place.mention for place in now.path])
    others = Claim.objects.filter(org=org, brand=row.brand).exclude(pk=row.pk).order_by("-last_at")
    names = (brand.name, *(brand.words or {}).get("include", ()))
    return ClaimWhole(
        now=now,
        brand=brand.pk,
        brand_name=brand.name,
        room=room_of(org, brand.pk),
        wordings=spread.wordings,
        keywords=tuple(
            keywords(
                (row.text, *spread.wordings),
                list(others.values_list("text", flat=True)[:OTHERS]),
                common=names,
                cut=lambda texts: cut(texts) or words_of_each(texts),
            )
        ),
        first=evidence[:half],
        last=tuple(reversed(evidence[half:])),
        sounds=Sounds.of(Tones.load().judge([post.text for post in evidence])),
        missing=len(set(row.evidence)) - len(evidence),
        addresses={post.key: post.url for post in places if post.url},
        bins=_timeline(spread.bins, row.last_at),
    )


def _timeline(bins: tuple[tuple[int, int], ...], last_at: datetime) -> tuple[tuple[datetime, int], ...]:
    width = int(BIN.total_seconds())
    counts = dict(bins)
    end = int(last_at.timestamp()) // width * width
    starts = range(end - (TIMELINE - 1) * width, end + width, width)
    return tuple((datetime.fromtimestamp(start, UTC), counts.get(start, 0)) for start in starts)
