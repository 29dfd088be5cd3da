"""Figures of speech: words of harm and complaint that mean joy, and praise of a brand at a rival's cost. Korean only.

육즙이 폭발했다 is no explosion. A word is taken for a figure only with what bursts beside it (인기 폭발, 홈런 터졌다),
or, where a crowd wants to buy (오픈런, 완판), when nothing in the post complains. Whatever is not taken out counts as
before: a gas bottle that bursts, a battery, data that leak.

Who goes over to the brand, or calls it the better one, speaks of the rival's faults and not of its own. Harm still
counts there: the same may be asked of this brand next.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from bongsu.sense.normalise import normalise

_JOYS = (
    "인기|반응|호응|관심|화제성|맛|육즙|과즙|국물|향|풍미|식감|치즈|주문|수요|문의|매출|판매량?|실적|조회수|좋아요|댓글|"
    "케미|텐션|귀여움|매력|존재감|웃음|폭소|홈런|만루포|안타|골|포텐|잠재력|비주얼|미모|애교|잭팟|대박|감성|흥|식욕|센스|박수|"
    "환호|함성|기대감|가성비|팬심|덕심|화력|입담|예능감"
)
_BETWEEN = (
    "막|또|진짜|완전|제대로|그냥|아주|드디어|결국|계속|한|두|세|네|방|개|연타석|"
    "줄줄이|대|다|확|제일|너무|많이|엄청|역시"
)
_BURST = "폭발|터[졌진지짐질져]|터트|터뜨"
#: Each is a figure wherever it stands.
_ALWAYS = re.compile(
    rf"(?:{_JOYS})(?:이|가|은|는|도|만|까지)?(?:\s+(?:{_BETWEEN}))*\s*(?:대|핵)?(?:{_BURST})|"
    rf"(?:폭발(?:하는|한)|터[진지]는?)\s*(?:{_JOYS})|폭발적|"
    r"중독성(?!\s*(?:물질|약물|성분|이?\s?있는\s?(?:물질|약물|성분)))|마약\s?(?:김밥|옥수수|토스트|떡볶이|계란|소스|베개|빵|핫도그|과자|맛)|"
    r"무(?:섭게|서운\s?속도로)\s*(?:잘\s*)?(?:팔|나가|나간|크|성장)|없어서\s*못\s*(?:먹|사|산|구)|"
    r"소름\s?돋게\s*(?:맛|좋|예|잘|완벽)|심각하게\s*(?:맛|좋|예|귀|잘)|(?:죽여|죽이)(?:준다|주네|줌|네)"
)
#: These are, where people want to buy or are pleased, and nobody complains.
_AMONG_BUYERS = re.compile(r"난리|품절|소름|털(?:렸|린|림)|에\s?중독")
_BUYERS = re.compile(
    r"대란|완판|오픈런|품절|불티|인기|팔[리린려렸]|구하기|재입고|웨이팅|줄\s?(?:섰|섬|서서|미쳤)|득템|굿즈|찢었|레전드|맛있|존맛|"
    r"꿀맛|맛도리|하루\s?(?:에|한|두|세)|드디어\s?(?:샀|구)"
)
_COMPLAINTS = re.compile(
    r"환불|취소|이물|벌레|곰팡|고객\s?센터|먹통|토[하했]|배탈|병원|응급|항의|불만|사과|피해|사고|사건|신고|고소|논란|실망|최악|장난하|"
    r"정보|계정|비밀번호|비번|통장|카드|해킹|유출|가스|농약|약물|물질|증상|불량|사기|거짓|짜증|화나|화가|어이|불매|갑질|횡령"
)
_ANY = re.compile(r"폭발|터[졌진지짐질져트뜨]|중독|마약|무[섭서]|없어서|소름|심각|죽[여이]|난리|품절|털[렸린림]")


def without(normalised: str) -> tuple[str, bool]:
    """A text with its joyful figures of speech taken out, and whether there were any.

    >>> without("인기 폭발이라 품절 대란"), without("가스통 폭발")
    ((' 이라   대란', True), ('가스통 폭발', False))
    """
    if not _ANY.search(normalised):
        return normalised, False
    text, many = _ALWAYS.subn(" ", normalised)
    if _AMONG_BUYERS.search(text) and _BUYERS.search(normalised) and not _COMPLAINTS.search(normalised):
        text, more = _AMONG_BUYERS.subn(" ", text)
        many += more
    return text, many > 0


@lru_cache(4096)
def _praise_of(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    over = (
        rf"(?:{name})(?:\s?(?:제품|거|것|걸))?(?:으로|로)\s*(?:다\s|완전히\s|그냥\s|이제\s|싹\s)*"
        r"(?:갈아[타탔탐탄탈]|바[꿨꾼꿈꿔꾸]|넘어[왔옴온와]|옮[겼김긴]|정착|돌아왔|환승)(?!\S*(?:는데|다가|더니|지만|는\s?게))|"
        rf"이제(?:는|부터)?\s(?:{name})만\s(?:먹|사|산|쓴|쓰|마|믿)"
    )
    good = r"(?:안전하[지다네]|낫|나[은아]|최고|믿을\s?만|믿음|진리|좋[지네다아])(?!\s?않|\s?못|\S*[냐까]|\s?안\s)"
    better = (
        rf"(?:역시|그래도|차라리|그나마)\s(?:믿을\s건\s|믿고\s먹는\s)?(?:{name})(?:이|가|은|는|만|도|밖에)?\s*(?:더\s|훨씬\s|제일\s)?{good}|"
        rf"(?:{name})(?:이|가|은|는)\s(?:더\s|훨씬\s|제일\s|그나마\s|차라리\s)*(?:낫|나[은아])"
    )
    return re.compile(over), re.compile(better)


def forms(names: Iterable[str]) -> tuple[str, ...]:
    """Names of a brand as `praised` compares them."""
    return tuple(sorted({form for name in names if len(form := normalise(name).strip()) > 1}))


def praised(normalised: str, names: tuple[str, ...]) -> bool:
    """Whether somebody goes over to the brand, or calls it better than another.

    >>> praised("바다식품 불매하고 한강식품으로 갈아탐", ("한강식품",))
    True
    >>> praised("한강식품 불매하고 바다식품으로 갈아탐", ("한강식품",))
    False
    """
    if not names or not any(name in normalised for name in names):
        return False
    over, better = _praise_of(names)
    found = over.search(normalised)
    if found is not None:
        return not _COMPLAINTS.search(normalised, found.end())
    return better.search(normalised) is not None
