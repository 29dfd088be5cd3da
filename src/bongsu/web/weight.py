"""Why a beacon is as high as it is, and what is being said, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext, gettext_lazy as _

from bongsu.core.values import Piece, Rise
from bongsu.sense.weigh import ceiling, points

#: Each piece of `sense.weigh`, with what was counted.
PIECES: Mapping[str, Any] = {
    "unhappy": _("불만이나 위험을 말하는 글이 평소보다 뚜렷이 많아요: %(value)s%% (평소 %(usual)s%%)"),
    "scolded": _("글 다섯에 둘 이상이 불만이나 위험을 말해요: %(value)s%%"),
    "harm": _("사고나 피해를 말하는 글 %(value)s건"),
    "claim": _("같은 불만을 %(value)s명이 말해요"),
    "evidence": _("영상·사진·녹음을 말하는 글 %(value)s건"),
    "insider": _("직원이라거나 직원에게 들었다는 글 %(value)s건"),
    "shared": _("남의 글을 퍼 나른 글 %(value)s건"),
    "press": _("언론이 다룬 글 %(value)s건"),
    "few": _("불만이나 위험을 말한 사람이 %(value)s명뿐이라 관심을 넘지 않아요"),
    "alike": _("베끼지 않고 제 말로 쓴 불만은 %(value)s명이라 더 높이지 않아요"),
    "glad": _("반기는 글과 행사 글이 절반이 넘어요: %(value)s건"),
}
#: What kind of thing a post says (`sense.kinds`).
KINDS: Mapping[str, Any] = {
    "help": _("도움·기부"),
    "support": _("위로·응원"),
    "advice": _("주의·당부"),
    "affected": _("피해를 입은 사람"),
    "damage": _("시설·서비스 피해"),
    "facts": _("사실 전달"),
    "rumour": _("소문"),
    "opinion": _("의견·불만"),
}
#: What kind of crisis words hint at (Coombs 2007), and what that asks of what we say.
CLUSTERS: Mapping[str, tuple[Any, Any]] = {
    "victim": (_("피해자형"), _("우리도 피해자로 보는 위기예요. 몸을 지킬 방법과 확인된 사실부터 알려요.")),
    "accident": (
        _("사고형"),
        _("고의는 아니라고 보는 위기예요. 지금 하는 조치를 말하고, 전에도 있던 일이면 사과를 준비해요."),
    ),
    "preventable": (_("예방 가능형"), _("막을 수 있었다고 보는 위기예요. 변명하지 말고 사과와 보상을 먼저 준비해요.")),
}


class Weighed(Protocol):
    """A finding, waiting or noted in a room."""

    @property
    def kind(self) -> str: ...
    @property
    def weight(self) -> tuple[Piece, ...]: ...
    @property
    def troubled(self) -> int: ...
    @property
    def usual_pct(self) -> int: ...
    @property
    def says(self) -> str: ...
    @property
    def cluster(self) -> str: ...
    @property
    def cluster_posts(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reasons:
    """The pieces in words, each with its points as signed text."""

    pieces: tuple[tuple[str, str], ...]
    total: str
    ceiling: int | None  # the highest level that these pieces allow; None where points do not bound the level
    says: str
    cluster: str
    cluster_posts: int
    advice: str


def reasons(finding: Weighed) -> Reasons:
    name, advice = CLUSTERS.get(finding.cluster, ("", ""))
    return Reasons(
        pieces=tuple((_words(piece, finding.usual_pct), _signed(piece.points)) for piece in finding.weight),
        total=_signed(points(finding.weight)),
        ceiling=ceiling(finding.weight) if finding.kind in ("surge", "press") else None,
        says=str(KINDS.get(finding.says, "")),
        cluster=str(name),
        cluster_posts=finding.cluster_posts,
        advice=str(advice),
    )


def _words(piece: Piece, usual: int) -> str:
    words = PIECES.get(piece.name)
    if words is None:  # of a later version
        return gettext("%(name)s %(value)s") % {"name": piece.name, "value": f"{piece.value:,}"}
    return str(words) % {"value": f"{piece.value:,}", "usual": usual}


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value else "0"


#: Beyond this a record says no more than that it is seldom.
_YEAR_H = 365 * 24
#: Doublings an hour, in hundredths, from which growth is told.
_GROWS_CENTI = 50


def rise_words(rise: Rise) -> str:
    """How seldom such a rise is, how long it lasts, how fast it grows, as sentences."""
    said = []
    if rise.seldom_h >= _YEAR_H:
        said.append(gettext("이 브랜드에서 이만큼 늘어난 일은 한 해에 한 번보다 드물었어요."))
    elif rise.seldom_h >= 48:
        days = round(rise.seldom_h / 24)
        said.append(gettext("이 브랜드에서 이만큼 늘어나는 일은 %(days)s일에 한 번쯤 있었어요.") % {"days": days})
    elif rise.seldom_h:
        said.append(gettext("이 브랜드에서 이만큼 늘어나는 일은 하루 이틀에 한 번씩 있었어요."))
    if rise.lasts_s >= 60:
        said.append(gettext("%(minutes)s분째 이어지고 있어요.") % {"minutes": rise.lasts_s // 60})
    if rise.doublings_centi >= _GROWS_CENTI:
        minutes = max(1, round(6000 / rise.doublings_centi))
        said.append(gettext("지금 빠르기면 %(minutes)s분마다 두 배가 돼요.") % {"minutes": f"{minutes:,}"})
    elif rise.doublings_centi <= -_GROWS_CENTI:
        said.append(gettext("늘어나는 기세는 꺾였어요."))
    return " ".join(said)
