"""통 큰 나눔 행사: as many posts as a crisis, and nothing wrong. A listener should tell this apart from a storm."""

from bongsu.storm.grammar import Grammar
from bongsu.storm.ordinary import ORDINARY, ORDINARY_PLACES, RHYTHM, RULES, VETOED
from bongsu.storm.play import Beat, Claim, Knot, Label, Storm
from bongsu.storm.voices import BLOG, BOARD, CAFE, DESK, LINE, NEWS, TOWN

_GIFT: dict[str, list[str]] = {
    "thing": ["배도라지즙 한 박스", "한담 선물 세트", "매실청 두 병", "한담 텀블러", "배도라지즙 체험팩"],
    "joy": ["너무 기뻐요", "이런 날도 있네요", "올해 운을 다 썼나 봐요", "꿈인가 싶어요", "가족들이 더 좋아해요"],
    "joy_b": ["오예", "인생 첫 당첨", "운 다 씀", "감동이다", "이게 되네"],
    "opening": [
        "한담 열 살 생일을 맞아 만 분께 배도라지즙을 드립니다. 오늘 밤 11시까지 댓글로 응모해 주세요. 한강식품 드림"
    ],
    "won.cafe": [
        "한담 생일 행사에서 {thing} 당첨됐어요! {joy} ^^",
        "맘님들 {thing} 받으셨어요? 저도 한강식품에서 문자 왔어요. {joy}~",
        "한강식품 나눔 행사 {thing} 인증해요. {joy}.",
    ],
    "won.board": ["한담 {thing} 당첨 ㅋㅋ {joy_b}", "한강식품 행사 {thing} 받음 {joy_b}"],
    "won": ["한담 {thing} 당첨! {joy}", "한강식품 나눔 행사 {thing} 받았어요. {joy} #한담생일"],
    "join.cafe": [
        "한담 생일 행사 다들 응모하셨어요? {thing} 준대요. 11시까지래요~",
        "한강식품 만 명 나눔이래요. 맘님들도 얼른 해 보세요.",
    ],
    "join.board": ["한담 만 명 뿌린다는데 아직 안 한 사람?", "한강식품 {thing} 응모 1초면 됨"],
    "join": ["한담 생일 축하해요! {thing} 받고 싶어요 #한담생일", "#한담생일 만 명 나눔 응모 완료. {thing} 기대해요"],
}
_N = Label.NOISE

PROMOTION = Storm(
    key="promotion",
    title="한담 생일 나눔",
    company="한강식품(주)",
    brands=("한담",),
    products=("배도라지즙 120ml",),
    grammar=Grammar({**RULES, **_GIFT}),
    places=(CAFE, TOWN, BOARD, LINE, BLOG, DESK, NEWS),
    claims=(Claim("join", _N, 50, 0, copies=0.3), Claim("won", _N, 50, 25, copies=0.15)),
    knots=(
        Knot(10, 2.0),
        Knot(30, 6.0),
        Knot(70, 14.0),
        Knot(100, 14.5),
        Knot(160, 5.0),
        Knot(400, 0.3),
        Knot(1440, 0.01),
    ),
    beats=(Beat(10, "한줄", "한담_공식", "opening", "join"),),
    ordinary=ORDINARY,
    ordinary_places=ORDINARY_PLACES,
    rhythm=RHYTHM,
    risk={},
    vetoed=VETOED,
)
