"""Who looks on."""

from django.utils.translation import gettext_lazy as _

from bongsu.web.lines.base import Table

LINES: Table = {
    "observer_invited": (_("%(person)s 님이 참관합니다."), lambda v, n: {"person": n.person(v.person)}),
    "observer_dismissed": (_("%(person)s 님의 참관을 끝냈습니다."), lambda v, n: {"person": n.person(v.person)}),
}
