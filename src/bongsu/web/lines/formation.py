"""A crisis takes its form."""

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.web.lines.base import Table, level_name


def _points(v: object, _n: object) -> dict[str, object]:
    points = v.points  # type: ignore[attr-defined]
    first = ", ".join(point.name for point in points[:3])
    more = gettext(" 그 밖에 %(n)s곳.") % {"n": len(points) - 3} if len(points) > 3 else ""
    return {"count": len(points), "names": f"{first}.{more}"}


LINES: Table = {
    "touch_points_hit": (_("맞은 접점 %(count)s곳의 담당자를 부릅니다. %(names)s"), _points),
    "formation_formed": (
        _("대형을 갖춥니다: %(formation)s. 봉화 %(level)s."),
        lambda v, n: {"formation": n.what(f"formation:{v.formation}"), "level": level_name(v.level)},
    ),
    "seat_filled": (
        _("%(seat)s 자리: %(person)s"),
        lambda v, n: {
            "seat": n.what(f"seat:{v.seat}"),
            "person": n.person(v.person) if v.person else gettext("비어 있음"),
        },
    ),
}
