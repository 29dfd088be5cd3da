"""Plain text from other people's HTML."""

import html
import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_BREAKS = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "hr", "article"}) | frozenset(
    f"h{size}" for size in range(1, 7)
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 the base class's
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 the base class's
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def text_of(value: str, *, is_html: bool) -> str:
    """What a reader would see: no tags, no scripts, entities resolved, paragraphs kept as line breaks.

    >>> text_of("<p>유리 조각&hellip;</p><script>alert(1)</script><p>나왔다</p>", is_html=True)
    '유리 조각…\\n나왔다'
    >>> text_of("원가<b 이고 2 &lt; 3", is_html=False)
    '원가<b 이고 2 < 3'
    """
    if is_html:
        parser = _Text()
        try:
            parser.feed(value)
            parser.close()
        except (AssertionError, ValueError):
            # html.parser gives up on some broken <![ declarations; what it read so far is still text.
            pass
        value = "".join(parser.parts)
    else:
        value = html.unescape(value)
    value = value.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored
    lines = (re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in value.split("\n"))
    return "\n".join(line for line in lines if line)
