"""Posts that were kept come into the room."""

from django.utils.translation import gettext_lazy as _

from bongsu.core import events as e
from bongsu.web.lines.base import Names, Table
from bongsu.web.lines.files import SHA_SHOWN


def _brought(v: e.ClipBrought, n: Names) -> dict[str, object]:
    name = _("제보 %(receipt)s") if v.receipt else _("남긴 글 %(clip)s번")
    what = str(name) % {"receipt": v.receipt, "clip": v.clip}
    return {"what": what, "place": v.place, "said": n.said(v.said), "sha": v.digest[:SHA_SHOWN]}


LINES: Table = {
    "clip_brought": (_("%(what)s: %(said)s (%(place)s, SHA-256 %(sha)s…)"), _brought),
}
