"""Plain text from a feed's HTML, and a feed's bytes in the encoding its writer meant."""

import html
import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_BREAKS = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "hr", "article"}) | frozenset(
    f"h{size}" for size in range(1, 7)
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_KOREAN = frozenset(
    {"euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "cp949", "ms949", "windows-949", "uhc"}
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


def in_utf8(data: bytes, content_type: str) -> tuple[bytes, str]:
    """(data, content type), turned to UTF-8 when declared as a Korean code page.

    What calls itself EUC-KR is CP949 in practice: a strict EUC-KR reader fails at the first 똠 or 믜.
    """
    named = _DECLARED.search(data[:400])
    charset = _CHARSET.search(content_type)
    said = {name.lower() for name in (named and named[1].decode(), charset and charset[1]) if name}
    if not said & _KOREAN or _is_utf8(data):
        return data, content_type
    if named:
        data = data[: named.start(1)] + b"utf-8" + data[named.end(1) :]
    return data.decode("cp949", "replace").encode(), "application/xml; charset=utf-8"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
