"""A feed's bytes in the encoding its writer meant."""

import re

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_KOREAN = frozenset(
    {"euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "cp949", "ms949", "windows-949", "uhc"}
)


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
