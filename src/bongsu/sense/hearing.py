"""From mentions to what they say: which are about the brand, the risks they name, how they sound, and who speaks."""

from collections.abc import Iterable, Sequence

import msgspec

from bongsu.core.values import TOLD, Mention, WatchWords
from bongsu.sense.claim import author_digest
from bongsu.sense.figures import forms
from bongsu.sense.match import Matcher
from bongsu.sense.normalise import normalise_each
from bongsu.sense.said import Said, hear, is_press
from bongsu.sense.tone import Judged, Tones


class HeardPost(msgspec.Struct):
    """A matched mention on its way through one batch."""

    at: int  # epoch seconds
    mention: Mention
    key: str
    author: int
    risks: tuple[str, ...]
    text: str  # normalised
    press: bool
    said: Said


#: A mention about the brand, its text normalised, the risk categories it names.
Matched = tuple[Mention, str, tuple[str, ...]]


class Ear:
    """Hears for one brand. `tones`: without it words alone tell what is troubled; `names`: what the brand is called."""

    def __init__(self, words: WatchWords, tones: Tones | None, names: Iterable[str] = ()) -> None:
        self._matcher, self._tones = Matcher(words), tones
        self._names = forms(names)

    def sort_out(self, mentions: Sequence[Mention]) -> tuple[list[Matched], list[Mention]]:
        """What is about the brand; and the rest."""
        matched: list[Matched] = []
        unmatched: list[Mention] = []
        texts = normalise_each([mention.text for mention in mentions])
        for mention, text in zip(mentions, texts, strict=True):
            judged = self._matcher.match_normalised(text)
            if judged.counts or TOLD in mention.flags:
                matched.append((mention, text, judged.risks))
            else:
                unmatched.append(mention)
        return matched, unmatched

    def hear(self, matched: Sequence[Matched], ceiling: int | None) -> tuple[list[HeardPost], Judged | None]:
        """What they say, and how they sound. `ceiling`: epoch seconds beyond which no post lies."""
        tones = None if self._tones is None else self._tones.judge([mention.text for mention, _, _ in matched])
        said = hear([text for _, text, _ in matched], [bool(risks) for _, _, risks in matched], tones, self._names)
        heard = []
        for (mention, text, risks), one in zip(matched, said, strict=True):
            at = int(mention.ts.timestamp())
            key = f"{mention.source}:{mention.id}"
            heard.append(
                HeardPost(
                    at if ceiling is None else min(at, ceiling),
                    mention,
                    key,
                    author_digest(mention.source, mention.author, key),
                    risks,
                    text,
                    is_press(mention.source, mention.author),
                    one,
                )
            )
        return heard, tones
