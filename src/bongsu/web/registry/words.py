"""Words of the registers: kinds, holes with their next step, why something is hit. Korean is the message id."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.registry import PROOF_LASTS, Hole

Words = str | Promise

KIND_WORDS: Mapping[str, Words] = {
    "sns": lazy("SNS 계정"),
    "website": lazy("홈페이지·앱"),
    "messenger": lazy("메신저 채널"),
    "newsletter": lazy("뉴스레터"),
    "contact_centre": lazy("고객센터"),
    "shop": lazy("매장"),
    "dealer": lazy("대리점"),
    "partner": lazy("협력사"),
    "agency": lazy("대행사"),
    "ad": lazy("광고"),
    "community": lazy("커뮤니티·카페"),
    "press": lazy("언론 창구"),
    "ceo": lazy("대표 개인 계정"),
    "other": lazy("그 밖"),
}
STAKEHOLDER_KIND_WORDS: Mapping[str, Words] = {
    "regulator": lazy("당국"),
    "press": lazy("언론"),
    "ngo": lazy("시민단체"),
    "community": lazy("커뮤니티"),
    "influencer": lazy("인플루언서"),
    "customers": lazy("고객 모임"),
    "partner": lazy("협력사"),
    "union": lazy("노동조합"),
    "investor": lazy("투자자"),
    "expert": lazy("전문가"),
    "other": lazy("그 밖"),
}
STANCE_WORDS: Mapping[str, Words] = {
    "threatening": lazy("위협"),
    "neutral": lazy("중립"),
    "ally": lazy("우호"),
}
STANCE_TONES: Mapping[str, str] = {"threatening": "bad", "neutral": "soft", "ally": "ok"}

#: Kinds where somebody is reached rather than a password typed: what a proof means there.
REACHED = frozenset({"shop", "dealer", "partner", "agency", "press", "contact_centre"})

#: Of each hole: its tag, how grave it looks, and the next step.
_HOLES: Mapping[str, tuple[Words, str, Words]] = {
    "no_owner": (lazy("담당자 없음"), "bad", lazy("담당자 정하기")),
    "owner_gone": (lazy("담당자가 명단에 없음"), "bad", lazy("담당자 새로 정하기")),
    "nobody_on": (lazy("지금 받을 사람 없음"), "bad", lazy("지금 받을 수 있는 대리자 정하기")),
    "no_deputy": (lazy("대리자 없음"), "warn", lazy("대리자 정하기")),
    "deputy_gone": (lazy("대리자가 명단에 없음"), "warn", lazy("대리자 새로 정하기")),
    "deputy_is_owner": (lazy("담당자와 대리자가 같음"), "warn", lazy("다른 사람을 대리자로 정하기")),
    "deputy_off": (lazy("대리자 비번"), "warn", lazy("지금 받을 수 있는 대리자 정하기")),
    "no_key_holder": (lazy("열쇠 가진 사람 없음"), "warn", lazy("열쇠 가진 사람 정하기")),
    "key_holder_gone": (lazy("열쇠 가진 사람이 명단에 없음"), "bad", lazy("비밀번호를 바꾸고 열쇠 가진 사람 정하기")),
    "never_proven": (lazy("확인한 적 없음"), "warn", lazy("지금 들어가 보기")),
    "unproven": (lazy("%(days)s일 넘게 확인 안 함"), "warn", lazy("지금 들어가 보기")),
    "too_many": (lazy("%(name)s 님이 %(count)s곳을 맡음"), "warn", lazy("다른 사람과 나누기")),
    "outlet_alone": (lazy("아웃렛에 이어진 접점 없음"), "soft", lazy("접점 등록하기")),
}
_LAPSES: Mapping[str, tuple[Words, str]] = {
    "no_owner": (lazy("담당자 없음"), "bad"),
    "owner_gone": (lazy("담당자가 명단에 없음"), "bad"),
    "no_scenario": (lazy("시나리오 없음"), "warn"),
    "never_reviewed": (lazy("점검한 적 없음"), "warn"),
    "review_overdue": (lazy("점검일 지남"), "warn"),
}
WHY_WORDS: Mapping[str, Words] = {
    "place": lazy("글이 바로 여기 올라왔어요"),
    "platform": lazy("글이 퍼지는 곳에 우리 자리가 있어요"),
    "asked": lazy("고객이 먼저 물어 오는 곳이에요"),
    "brand": lazy("이 브랜드의 접점이에요"),
}
LIKELIHOOD_WORDS: Mapping[int, Words] = {
    1: lazy("1 · 거의 없음"),
    2: lazy("2 · 드묾"),
    3: lazy("3 · 있을 수 있음"),
    4: lazy("4 · 자주 있음"),
    5: lazy("5 · 올해 안에 있을 것"),
}
IMPACT_WORDS: Mapping[int, Words] = {
    1: lazy("1 · 번거로움"),
    2: lazy("2 · 고객 불만"),
    3: lazy("3 · 매출·신뢰 손실"),
    4: lazy("4 · 사람이 다치거나 법적 책임"),
    5: lazy("5 · 회사의 존립"),
}


#: Readiness: what a check says when it passes, and as a hole. `more`: how many others there are.
CHECKS: Mapping[str, tuple[Words, Words]] = {
    "has_touchpoints": (lazy("접점이 적혀 있어요"), lazy("접점이 하나도 적혀 있지 않아요")),
    "touchpoint_owner": (lazy("모든 접점에 담당자가 있어요"), lazy("접점 ‘%(about)s’의 담당자가 없어요%(more)s")),
    "touchpoint_answers": (
        lazy("모든 접점에 지금 받을 사람이 있어요"),
        lazy("접점 ‘%(about)s’에 지금 받을 사람이 없어요%(more)s"),
    ),
    "touchpoint_deputy": (
        lazy("모든 접점에 지금 대신할 사람이 있어요"),
        lazy("접점 ‘%(about)s’에 지금 대신할 사람이 없어요%(more)s"),
    ),
    "touchpoint_key": (
        lazy("모든 접점에 열쇠 가진 사람이 있어요"),
        lazy("접점 ‘%(about)s’의 열쇠 가진 사람이 없어요%(more)s"),
    ),
    "touchpoint_proof": (
        lazy("모든 접점에 들어가지는지 확인했어요"),
        lazy("접점 ‘%(about)s’에 들어가지는지 오래 확인하지 않았어요%(more)s"),
    ),
    "touchpoint_load": (
        lazy("접점이 한 사람에게 몰리지 않았어요"),
        lazy("%(about)s 님이 한 시간에 돌볼 수 있는 것보다 많은 접점을 맡고 있어요%(more)s"),
    ),
    "outlet_touchpoint": (
        lazy("모든 아웃렛에 접점이 이어져 있어요"),
        lazy("아웃렛 ‘%(about)s’에 이어진 접점이 없어요%(more)s"),
    ),
}
CHECK_ROUTES: Mapping[str, str] = {
    code: "touchpoints" if code == "has_touchpoints" else "touchpoint_holes" for code in CHECKS
}


def and_more(count: int) -> str:
    """Behind the first of several holes: how many more."""
    return _(" (외 %(n)s건)") % {"n": count - 1} if count > 1 else ""


def kind_words(kind: str) -> str:
    return str(KIND_WORDS.get(kind, kind))


def hole_tag(hole: Hole, name: str = "") -> str:
    """What is missing, in a few words. `name`: the person meant."""
    tag = str(_HOLES[hole.code][0])
    return tag % {"days": PROOF_LASTS.days, "name": name, "count": hole.count} if "%(" in tag else tag


def hole_tone(code: str) -> str:
    return _HOLES[code][1]


def mend_words(code: str) -> str:
    return str(_HOLES[code][2])


def lapse_words(code: str) -> tuple[str, str]:
    """(tag, tone)"""
    words, tone = _LAPSES[code]
    return str(words), tone


def proof_words(kind: str) -> dict[str, Any]:
    """What the button of a proof says, and what it means."""
    if kind in REACHED:
        return {
            "button": _("지금 연락이 닿았어요"),
            "about": _("전화든 메신저든 직접 연락해 답을 받은 뒤에 눌러 주세요. 누가 언제 확인했는지 남아요."),
        }
    return {
        "button": _("지금 들어가 봤어요"),
        "about": _("직접 로그인해서 글을 쓸 수 있는지 본 뒤에 눌러 주세요. 누가 언제 확인했는지 남아요."),
    }
