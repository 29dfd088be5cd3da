# ruff: noqa: E501 -- Hangul counts double; a sentence stays on one line
"""Where people talk and how they sound there: registers, handles, copied posts, typing slips. All names are invented."""

from dataclasses import dataclass

from bongsu.storm.dice import Dice


@dataclass(frozen=True, slots=True)
class Place:
    """A source. `share` is its weight among the places of a story, `people` how many different authors it knows."""

    name: str
    slug: str
    register: str
    share: float
    people: int = 2000


CAFE = Place("햇살맘카페", "haetsal", "cafe", 30)
TOWN = Place("동네이야기", "dongne", "cafe", 12)
BOARD = Place("새벽수다방", "suda", "board", 22)
LINE = Place("한줄", "hanjul", "short", 26)
BLOG = Place("소소블로그", "soso", "blog", 4, people=400)
COMMENT = Place("뉴스댓글", "news-comment", "comment", 10)
DESK = Place("고객센터", "desk", "desk", 5)
NEWS = Place("나루온라인뉴스", "naru-news", "news", 0, people=6)

_FIRST = (
    "햇살", "초록", "꼬마", "달콤", "느린", "졸린", "반짝", "포근", "바다", "구름", "도토리", "별빛", "새벽", "오늘도", "튼튼",
    "하루", "동그란", "조용한", "배고픈", "걷는", "웃는", "노을", "보리", "감자", "콩콩", "두부", "레몬", "모카", "산책", "까치",
)  # fmt: skip
_LAST = {
    "cafe": ("맘", "이네", "엄마", "둘맘", "빠", "댁", "언니", "워킹맘"),
    "board": ("곰", "너구리", "러", "직장인", "고양이", "참새", "탐험가", "냥"),
    "short": ("_note", "_log", "토끼", "씨", "_day", "lab", "펭귄", "_93"),
    "blog": ("의기록", "살림", "노트", "의식탁", "일기", "서재"),
    "comment": ("시민", "독자", "아빠", "나그네", "한마디", "소나무"),
}
_REPORTERS = ("나루온라인뉴스 편집부", "나루온라인뉴스 생활팀", "나루온라인뉴스 경제팀")

_ENDS = {
    "cafe": (" ㅠㅠ", "ㅠㅠ", " ^^", "~", "...", " ㅎㅎ"),
    "board": (" ㅋㅋ", "ㅋㅋㅋ", " ㅎㄷㄷ", " ㅇㅇ", ";;", " ㄹㅇ"),
    "short": (" ㅠ", " ㅋㅋ", "..", " (진지)", " ㅎ"),
    "comment": ("..", " ㅉㅉ", "!!", " ㅠㅠ"),
}
_UPSET = ("ㅠㅠ", " ㅠㅠ", "...", ";;")
_SLIPS = (
    ("됐", "됬"),
    ("않", "안"),
    ("웬", "왠"),
    ("며칠", "몇일"),
    ("할게", "할께"),
    ("금방", "금새"),
    ("오랜만", "오랫만"),
)
_HANDED_ON = {
    "cafe": ("다른 카페에서 퍼왔어요. ", "단톡방에서 퍼왔어요~ ", "[펌] ", "친한 언니가 보내줬어요. "),
    "board": ("(펌) ", "퍼옴) ", "이거 퍼왔는데 ", "단톡에 도는 글. "),
    "short": ("RT ", "펌: ", "복붙) "),
    "blog": ("지역 카페 글을 옮겨 둡니다. ", "퍼온 글입니다. "),
    "comment": ("카페에서 퍼온 글. ", "복붙: "),
    "desk": ("인터넷에 이런 글이 있어 문의드립니다. ",),
    "news": ("",),
}
_HANDED_OFF = (
    "",
    "",
    "",
    " 다들 보세요",
    " 널리 알려주세요",
    " 사실인가요?",
    " 조심하세요",
    " 저도 방금 봤어요",
    " (수정: 오타)",
)
_CHEERFUL = ("^^", "ㅎ", "ㅋ", "~")


def handle(place: Place, dice: Dice) -> str:
    """An invented author of `place`. A few write a lot: chance is cubed, so low numbers come up often."""
    if place.register == "news":
        return dice.one(_REPORTERS)
    number = int(place.people * dice.random() ** 3)
    if place.register == "desk":
        return f"문의-{number + 1000}"
    lasts = _LAST[place.register]
    first = _FIRST[number % len(_FIRST)]
    last = lasts[number // len(_FIRST) % len(lasts)]
    rest = number // (len(_FIRST) * len(lasts))
    return f"{first}{last}{rest}" if rest else f"{first}{last}"


def dressed(text: str, register: str, dice: Dice) -> str:
    """`text` as it is typed in `register`: now and then an emoticon, a slip, a space left out."""
    ends = _ENDS.get(register)
    if ends and dice.random() < 0.35:
        end = dice.one(ends)
        if text.endswith(("ㅠㅠ", "ㅠ", "...")) and any(sign in end for sign in _CHEERFUL):
            end = dice.one(_UPSET)
        text = text.rstrip(".") + end
    if register not in ("desk", "news", "blog"):
        chance = dice.random()
        if chance < 0.05:
            text = _slip(text, dice)
        elif chance < 0.10:
            text = _unspaced(text, dice)
    return text


def copied(text: str, register: str, dice: Dice) -> str:
    """An earlier post handed on: whole, with a word before or after it, or slightly changed."""
    chance = dice.random()
    if chance < 0.25:
        return text
    if chance < 0.75:
        text = dice.one(_HANDED_ON[register]) + text
    if chance > 0.5:
        text += dice.one(_HANDED_OFF)
    return _unspaced(text, dice) if chance > 0.93 else text


def _slip(text: str, dice: Dice) -> str:
    right, wrong = dice.one(_SLIPS)
    return text.replace(right, wrong, 1)


def _unspaced(text: str, dice: Dice) -> str:
    """Leave out one space, but never in front of a name: listeners look for names at the start of a word."""
    words = text.split(" ")
    if len(words) < 4:
        return text
    at = 1 + dice.below(len(words) - 1)
    if words[at].startswith(("한강", "한담", "배도라지", "#")) or words[at - 1].endswith(("한강", "한담")):
        return text
    words[at - 1 : at + 1] = [words[at - 1] + words[at]]
    return " ".join(words)
