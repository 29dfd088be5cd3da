# ruff: noqa: E501 -- Hangul counts double; a sentence stays on one line
"""What people say about an invented food company on an ordinary day. No word here may sound like a risk."""

from bongsu.storm.play import Claim, Label, Rhythm
from bongsu.storm.voices import BLOG, BOARD, CAFE, DESK, LINE, TOWN

ORDINARY = tuple(
    Claim(key, Label.NOISE, share)
    for key, share in (
        ("recipe", 16),
        ("event", 16),
        ("delivery", 15),
        ("health", 18),
        ("gift", 10),
        ("stock", 9),
        ("hiring", 6),
        ("ask", 10),
    )
)
VETOED = Claim("vetoed", Label.NOISE, 1.0)
ORDINARY_PLACES = (CAFE, TOWN, BOARD, LINE, BLOG, DESK)

# Shape of a day: hardly anybody at 4, a shoulder at lunch, the peak between 20 and 23 when children sleep.
_WEEKDAY = (50, 28, 15, 9, 7, 9, 18, 34, 48, 62, 70, 72, 80, 70, 64, 62, 62, 64, 68, 76, 88, 98, 96, 76)
_WEEKEND = (64, 40, 22, 12, 8, 8, 13, 24, 40, 58, 72, 78, 80, 76, 74, 74, 74, 76, 78, 84, 94, 100, 98, 84)
_EVENING_PER_MIN = 2.0
RHYTHM = Rhythm(
    tuple(_EVENING_PER_MIN * part / 100 for day in range(7) for part in (_WEEKEND if day > 4 else _WEEKDAY))
)

RULES: dict[str, list[str]] = {
    # ── names and small words ──
    "co": ["한강식품", "한강식품", "한강식품(주)", "한담"],
    "juice": ["배도라지즙", "한담 배도라지즙", "배도라지즙", "한강식품 배도라지즙", "배도라지즙 120ml"],
    "goods": ["{juice}", "{juice}", "한담 현미누룽지", "한담 매실청", "한담 양배추즙", "한강식품 수정과", "한담 생강청"],
    "who": ["아이", "둘째", "신랑", "친정엄마", "시어머니", "첫째", "조카", "저"],
    "kid": ["큰애", "둘째", "네 살 아이", "다섯 살 딸", "초등 아들", "우리 애"],
    "when": ["오늘", "어제", "방금", "지난주에", "이번 주말에", "아까", "그저께", "주말에"],
    "shop": ["동네 마트", "단지 앞 슈퍼", "온라인몰", "공동구매", "대형마트", "친정 근처 마트"],
    "n": ["두", "세", "네", "다섯"],
    "price": ["만구천 원", "이만이천 원", "만칠천구백 원", "이만오천 원", "만사천 원대"],
    "hi": ["안녕하세요~ ", "", "", "", "다들 저녁 드셨어요? ", "혹시 ", "맘님들 "],
    "thanks": ["", "", " 감사합니다.", " 조언 부탁드려요.", " 미리 감사드려요~", " 좋은 저녁 되세요."],
    "tag": ["", "", " #한담", " #배도라지즙", " #한강식품", " #오늘의간식"],
    # ── recipes ──
    "dish": ["등갈비찜", "불고기 양념", "돼지갈비", "차", "따뜻한 차", "샐러드 소스", "젤리", "아이스바", "무조림", "찜닭"],
    "dish_tip": [
        "설탕을 줄여도 단맛이 나요",
        "잡내가 싹 잡혀요",
        "아이들이 잘 먹네요",
        "은은하게 달아서 좋아요",
        "간장이랑 일대일로 넣으면 딱이에요",
        "한 포면 이 인분에 충분해요",
    ],
    "recipe.cafe": [
        "{hi}{juice} 남은 걸로 {dish} 해 봤는데 {dish_tip}.",
        "{dish}에 {juice} 한 포 넣어 보세요. {dish_tip}~",
        "{when} {juice}[으로/로] {dish} 만들었어요. {dish_tip}. 다음엔 사진도 올릴게요.",
        "{hi}{dish} 하실 때 {juice} 넣어 보신 분 계세요? 물 양을 얼마나 줄이면 될까요?{thanks}",
    ],
    "recipe.board": [
        "{dish}에 {juice} 넣는 거 누가 알려줬냐 진짜 맛있음",
        "자취생 꿀팁: {juice} 한 포면 {dish} 완성이다",
        "{when} {juice} 넣고 {dish} 해 먹었는데 식당 맛 남",
        "{dish} 할 때 설탕 대신 {juice} 넣어 봐라 진짜임",
    ],
    "recipe.short": [
        "{juice} + {dish} = 성공{tag}",
        "{when} 해 먹은 {dish}, 비결은 {juice} 한 포{tag}",
        "{dish}에 {juice} 넣는 사람 나만 있나{tag}",
    ],
    "recipe.blog": [
        "오늘은 {juice}[을/를] 넣은 {dish} 레시피를 정리해 봅니다. 재료는 단출하지만 {dish_tip}. 양념은 한 시간 전에 재워 두세요.",
        "집에 쌓여 있던 {juice}[으로/로] {dish}[을/를] 만들었습니다. {dish_tip}. 내돈내산 기록이에요.",
    ],
    "recipe.desk": ["{juice}[을/를] 요리에 써도 되나요? {dish}에 넣으려고 하는데 데워도 괜찮은지 궁금합니다."],
    # ── events and promotions ──
    "prize": ["한 박스", "텀블러", "커피 쿠폰", "매실청 세트", "에코백", "적립금"],
    "event.cafe": [
        "{co} 가을 이벤트 당첨됐어요! {prize} 보내 준대요.",
        "{hi}{co} 1+1 행사 언제까지인지 아시는 분~?{thanks}",
        "{shop}에서 {goods} 행사하네요. {price}이면 괜찮은 거죠?",
        "{co} 체험단 신청하신 분 계세요? 발표가 {when} 난다던데 저만 못 받았나 해서요.",
    ],
    "event.board": [
        "{co} 룰렛 돌렸는데 또 꽝임",
        "{shop} {goods} 1+1 떴다 {price}",
        "{co} 이벤트 {prize} 받은 사람 있냐",
        "{co} 광고 노래 중독성 뭐냐 하루 종일 흥얼거림",
    ],
    "event.short": [
        "{co} 이벤트 {prize} 당첨!! 올해 운 다 씀{tag}",
        "{goods} 1+1이래요 {price}{tag}",
        "{co} 댓글 이벤트 참여 완료{tag}",
    ],
    "event.blog": ["{co} 서포터즈 활동 {n} 번째 기록입니다. 이번 달에는 {goods}[을/를] 받아 보았어요. 포장이 깔끔해서 선물로도 좋겠습니다."],
    "event.desk": ["{when} 응모한 이벤트의 당첨자 발표일을 알고 싶습니다. {goods} 구매 이벤트입니다."],
    # ── delivery ──
    "delivery.cafe": [
        "{co} 택배 {n} 날째 안 오는데 다른 분들도 그러세요?",
        "{when} 주문한 {goods} 벌써 왔어요. 배송 정말 빠르네요.",
        "{goods} 시켰는데 상자가 살짝 찌그러져 왔어요. 안은 멀쩡하니 그냥 먹으려고요.",
        "{hi}{co} 정기배송 날짜 바꾸는 거 어디서 하나요?{thanks}",
    ],
    "delivery.board": [
        "{goods} 새벽배송 왜 이렇게 빠름",
        "{co} 택배 상자 우리 고양이가 차지함",
        "{when} 시킨 {goods} 물류센터에서 {n} 날째 여행 중",
    ],
    "delivery.short": ["{goods} 도착! 배송 이틀 걸림{tag}", "{co} 택배 아직도 준비 중이래{tag}", "문 앞에 {goods} 와 있는 퇴근길 최고{tag}"],
    "delivery.desk": [
        "{when} 주문한 {goods} 배송지를 바꾸고 싶습니다. 아직 출고 전인지 확인 부탁드립니다.",
        "{goods} {n} 상자 중 한 상자만 왔습니다. 나머지는 언제 오나요?",
    ],
    "delivery.blog": ["{goods} 정기배송 {n} 달 후기입니다. 요일을 고를 수 있어서 편하고 포장재가 종이로 바뀌었네요."],
    # ── health and habit ──
    "feel": ["목이 한결 편해요", "아침마다 챙겨 먹어요", "향이 진하지 않아 좋아요", "달지 않아 좋네요", "꾸준히 먹는 중이에요", "데워 먹으니 더 좋네요"],
    "health.cafe": [
        "환절기라 {who} 주려고 {juice} 쟁였어요. {feel}.",
        "{kid}[이/가] {juice}[은/는] 잘 먹네요. {feel}.",
        "{hi}{juice} 하루에 몇 포 주세요? {kid} 감기 기운이 있어서요.{thanks}",
        "{juice} 데워 먹일 때 컵에 덜어서 하시나요? {feel}.",
        "{co} 말고도 여러 개 먹어 봤는데 결국 돌아오네요. {feel}.",
    ],
    "health.board": [
        "목 아파서 {juice} 먹는 중인데 생각보다 맛있다",
        "{juice} 이거 아재 입맛이냐 나 왜 매일 먹음",
        "회사 탕비실에 {juice} 들어옴 복지 미쳤다",
        "{co} {juice} 먹어 본 사람? 도라지 맛 많이 나냐",
    ],
    "health.short": ["환절기엔 {juice}{tag}", "{juice} 데워 마시는 밤 좋다{tag}", "엄마가 {juice} 한 박스 보내 줌{tag}", "오늘도 {juice} 한 포. {feel}{tag}"],
    "health.blog": ["요즘 목이 칼칼해서 {juice}[을/를] 마시고 있습니다. {feel}. 도라지 향이 강하지 않아 아이도 잘 먹습니다."],
    "health.desk": ["{juice}[을/를] {kid}에게 하루 두 포 먹여도 되나요? 권장량이 궁금합니다."],
    # ── gifts ──
    "gift.cafe": [
        "{who} 생신 선물로 {goods} 어떨까요? {price} 정도 생각해요.{thanks}",
        "어린이집 선생님 선물로 {goods} 드렸더니 좋아하시네요.",
        "{who} 드리려고 {goods} 샀는데 포장이 고급스러워요.",
    ],
    "gift.board": ["부모님 선물 {goods} 괜찮냐", "회사에서 {goods} 선물 세트 받음 이득"],
    "gift.short": ["선물은 역시 {goods}{tag}", "{who} 선물로 {goods} 주문 완료{tag}"],
    "gift.blog": ["집들이 선물로 {goods}[을/를] 골랐습니다. {price}에 이만한 구성이 없네요."],
    "gift.desk": ["{goods} 선물 포장과 쇼핑백 추가가 되는지 문의드립니다. {n} 세트 필요합니다."],
    # ── shares and work ──
    "stock": ["{co} 주가 오늘 {move}.{tag}", "{co} 실적 언제 나오나요? {move}던데요.", "한강식품 배당 얼마나 주려나. {move}."],
    "stock.board": ["한강식품 주주인데 오늘 {move} ㅋㅋ", "한강식품 물타기 해도 되냐 {move}", "한강식품 배당 기대하는 사람 나뿐이냐"],
    "move": ["보합이네", "조금 올랐네", "살짝 빠졌네", "거래량이 없네", "횡보 중이네", "외인이 샀네"],
    "hiring": ["{co} 하반기 채용 떴던데 {job} 준비하는 분 계신가요?{thanks}", "{co} {job} 면접 보고 왔어요. 분위기 좋던데요."],
    "hiring.board": ["{co} {job} 서류 붙은 사람 있냐", "{co} {job} 연봉 아는 사람?", "한강식품 구내식당 밥 잘 나온다며"],
    "job": ["마케팅", "생산관리", "품질관리", "영업관리", "물류", "온라인팀 인턴"],
    # ── questions ──
    "ask": ["{hi}{goods} 유통기한이 보통 얼마나 되나요?{thanks}", "{goods} {shop}에 있나요? 어디서 사세요?", "{goods} 냉장 보관해야 하나요?{thanks}"],
    "ask.board": ["{goods} 어디서 사는 게 제일 싸냐", "{goods} 단종됐냐 마트에 안 보임", "{goods} vs 그냥 배즙 뭐가 나음"],
    "ask.short": ["{goods} 파는 곳 아는 사람{tag}", "{goods} 요즘 어디가 싸요?{tag}"],
    # ── only looks alike: the exclude words must veto all of these ──
    "vetoed": [
        "한강공원 {picnic}{tag_v}",
        "{when} 한강공원에서 {picnic}",
        "한강라면 먹고 싶다. {picnic}",
        "한강라면 {noodle}",
        "편의점 한강라면 {noodle} 한강 식품 코너 줄 길다",
        "한강뷰 카페 추천 부탁드려요~ 주차되는 곳이요",
        "한강뷰 아파트는 얼마나 할까 구경만 하고 왔어요",
        "한강공원 배달존에서 한강라면 먹는 중. {noodle}",
        "한강공원에서 친구랑 한담 나누는 중. {picnic}",
        "한강뷰 보면서 한담 나누기. {picnic}{tag_v}",
    ],
    "picnic": ["돗자리 자리 없네요", "노을 예쁘다", "바람이 차요", "불꽃놀이 연습하나 봐요", "자전거 타기 좋은 날", "사람 진짜 많다", "강아지 산책 중"],
    "noodle": ["계란 넣으면 끝", "야외에서 먹으면 두 배 맛있음", "기계 고장 났대", "삼천오백 원 실화냐", "국물이 최고"],
    "tag_v": ["", " #한강공원", " #한강뷰", " #주말"],
}  # fmt: skip
