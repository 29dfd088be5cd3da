"""Files come and are withdrawn."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table

SHA_SHOWN = 12


def _added(v: e.FileAdded, n: Names) -> dict[str, object]:
    return {"name": n.said(v.name), "size": filesizeformat(v.size), "sha": v.sha256[:SHA_SHOWN]}


def _withdrawn(v: e.FileWithdrawn, n: Names) -> dict[str, object]:
    return {"file": n.what(v.file), "why": n.said(v.why)}


LINES: Table = {
    "file_added": (_("파일을 올렸습니다: %(name)s (%(size)s, SHA-256 %(sha)s…)"), _added),
    "file_withdrawn": (_("파일을 거두고 내용을 지웠습니다: %(file)s — %(why)s"), _withdrawn),
}
