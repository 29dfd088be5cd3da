"""Two views of a text: the one we keep and show (`clean`), and the one we compare (`normalise`)."""

import re
import unicodedata

# C0 and C1 control characters except \n and \t (\r is turned into \n first), DEL, the bidirectional embeddings,
# overrides and isolates (UAX #9, "Trojan Source", CVE-2021-42574), and lone surrogates, which no UTF-8 can carry.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")
# Invisible characters that split a word for a machine and not for a reader: soft hyphen, zero-width space and
# joiners, directional marks, word joiner, variation selectors, byte-order mark; and lone surrogates.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]")


def clean(text: str) -> tuple[str, bool]:
    """Take out what a text has no honest use for. Returns (text, whether anything but line ends was changed).

    Emoji with their joiners, HTML and every script stay: they are content, and showing them safely is the screen's
    work.

    >>> clean("유리\\u202e조각\\x00")
    ('유리조각', True)
    >>> clean("첫째 줄\\r\\n둘째 줄")
    ('첫째 줄\\n둘째 줄', False)
    """
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    kept = _UNWANTED.sub("", text)
    return kept, len(kept) != len(text)


def normalise(text: str) -> str:
    """The form in which texts are compared: NFKC (UAX #15), case folded, invisible characters gone.

    Decomposed Hangul (as macOS sends it) and full-width Latin letters become what a person would type.

    >>> normalise("Ｈａｎｇａｎｇ 한\\u200b강식품")
    'hangang 한강식품'
    """
    if text.isascii():
        return text.lower()
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFKC", text).casefold()
