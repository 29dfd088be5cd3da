"""What one post says: troubled or glad, of harm, by press, by a machine.

A post is *troubled* when it sounds unhappy (`tone`: clearly negative, complaining, angry, distrustful), says so in
words (`lexicon`), or names a risk; joyful figures of speech (`figures`) are taken
out before. Praise, thanks and offers are not, unless they name a risk or sound very clearly
unhappy. A *bulletin* is a post of mostly numbers, as machines write them (prices of shares, magnitudes of earthquakes):
it is nobody's voice, so it is never troubled, unless it names a risk of the brand's own.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from bongsu.sense import lexicon as lex
from bongsu.sense.figures import praised, without
from bongsu.sense.tone import CLEARLY, Judged

_PRESS = re.compile(r"뉴스|신문|일보|방송|통신사|언론|기자|press|news|herald|times|media", re.IGNORECASE)
_NOT_PRESS = re.compile(r"댓글|카페|comment|cafe|social", re.IGNORECASE)
#: Chance of a feeling from which a post sounds unhappy (from 0.8 on quiet weeks had alarms, docs/tone.md); and how
#: clearly negative one must be that also speaks of gifts, thanks or joy.
COMPLAINING, CLEARER = 0.9, 0.9
#: A bulletin: so many numbers, and so large a share of all letters and digits.
BULLETIN_NUMBERS, BULLETIN_SHARE = 4, 0.2
_NOT_TOLD = re.compile(r"https?://\S+|[@#]\S+|\brt\b")
_NUMBER = re.compile(r"\d+")


class Said(msgspec.Struct, frozen=True):
    """What one post says."""

    flags: int  # of lexicon
    troubled: bool
    harm: bool
    surely: bool = False  # troubled by its words, or by a tone that leaves no doubt


@lru_cache(4096)
def is_press(source: str, author: str | None = None) -> bool:
    """Whether the names of a source or its author are those of press.

    >>> is_press("나루온라인뉴스"), is_press("뉴스댓글", "감자아빠")
    (True, False)
    """
    return any(_PRESS.search(name) and not _NOT_PRESS.search(name) for name in (source, author or ""))


def is_bulletin(normalised: str) -> bool:
    """Whether a machine seems to have written it: mostly numbers.

    >>> is_bulletin("m 4.6, 105km nne of road town: 2012-09-05 00:24:51 utc"), is_bulletin("2시간째 3번 전화했어요")
    (True, False)
    """
    if len(_NUMBER.findall(normalised)) < BULLETIN_NUMBERS:
        return False
    told = _NOT_TOLD.sub(" ", normalised)
    numbers = _NUMBER.findall(told)
    if len(numbers) < BULLETIN_NUMBERS:
        return False
    return sum(map(len, numbers)) >= BULLETIN_SHARE * sum(map(str.isalnum, told))


def hear(texts: Sequence[str], risky: Sequence[bool], tones: Judged | None, names: tuple[str, ...] = ()) -> list[Said]:
    """What normalised texts say.

    risky   whether words of the brand's own risk categories stand in them
    names   the brand's, as `figures.forms` gives them: praise of it at a rival's cost is no complaint
    """
    if tones is None or not texts:
        unhappy = clearly = [False] * len(texts)
    else:
        felt = tones.values[:, 3:].max(axis=1)
        unhappy = ((tones.values[:, 0] >= CLEARLY) | (felt >= COMPLAINING)).tolist()
        clearly = ((tones.values[:, 0] >= CLEARER) & (felt >= COMPLAINING)).tolist()
    return [_one(*each, names) for each in zip(texts, risky, unhappy, clearly, strict=True)]


def _one(text: str, risky: bool, unhappy: bool, clearly: bool, names: tuple[str, ...]) -> Said:
    plain, joyful = without(text)
    flags = lex.said(plain)
    harm = risky or flags & lex.HARM != 0
    if joyful or praised(text, names):
        flags |= lex.GLAD
        grieved = joyful and clearly and flags & lex.GRIEVANCE != 0
        return Said(flags, harm or grieved, harm, harm or grieved)
    if flags & lex.OFFER:
        troubled = risky or (clearly and flags & lex.GRIEVANCE != 0)
    elif flags & lex.GLAD:
        troubled = harm or clearly
    else:
        troubled = harm or unhappy or flags & lex.GRIEVANCE != 0
    if troubled and not risky and is_bulletin(text):
        troubled = False
    surely = clearly or harm or flags & lex.GRIEVANCE != 0
    return Said(flags, troubled, harm and troubled, troubled and surely)
