# ruff: noqa: E501 -- Hangul counts double; a sentence stays on one line
"""유리조각 제보: a mother finds a glass-like shard in a pouch of juice. Company, product, people, paper: all invented."""

from bongsu.storm.grammar import Grammar
from bongsu.storm.ordinary import ORDINARY, ORDINARY_PLACES, RHYTHM, RULES, VETOED
from bongsu.storm.play import Beat, Claim, Knot, Label, Storm
from bongsu.storm.voices import BLOG, BOARD, CAFE, COMMENT, DESK, LINE, NEWS, TOWN

RISK: dict[str, tuple[str, ...]] = {
    "safety": ("유리", "이물", "파편"),
    "boycott": ("불매", "환불 받고 갈아"),
    "regulator": ("식약처", "고발", "회수 명령"),
    "press": ("기자", "취재", "제보", "기사 떴"),
}

_GLASS: dict[str, list[str]] = {
    "it": ["{juice}", "한담 배도라지즙", "한강식품 배도라지즙", "배도라지즙"],
    "shard": ["유리조각", "유리 조각", "유리 같은 조각", "유리 파편", "투명한 이물", "유리조각 같은 거"],
    "lot": ["제조번호 H1120", "유통기한 내년 8월", "11월 생산분", "지난달 산 것", "H11로 시작하는 번호"],
    "worry": [
        "너무 놀랐어요",
        "심장이 철렁했네요",
        "손이 떨려요",
        "아이 먹이던 거라 무섭네요",
        "어제도 먹였는데 어떡하죠",
    ],
    "worry_b": ["소름", "실화냐", "어제도 먹었는데", "이거 진짜면 큰일", "무섭다 진짜"],
    "do": [
        "일단 먹이지 마세요",
        "집에 있는 거 꼭 확인해 보세요",
        "컵에 따라서 확인하고 드세요",
        "제조번호부터 확인해 보세요",
    ],
    "do_b": ["집에 있는 거 확인해라", "일단 먹지 마라", "번호 확인해 봐라", "컵에 따라 봐라"],
    # ── the first post and other fixed ones ──
    "first": [
        "{kid} 주려고 한담 배도라지즙 120ml를 컵에 따랐는데 바닥에서 유리조각 같은 게 나왔어요. 길이는 5mm 정도이고 만져 보니 딱딱해요. "
        "다행히 먹기 전에 발견했어요. 사진 올립니다. 제조번호는 H1120이에요. 한강식품에는 아직 연락을 못 했는데 어디에 이야기해야 할까요? 손이 떨리네요 ㅠㅠ"
    ],
    "first_reply": [
        "헉 저희 집에도 한담 배도라지즙 있는데 제조번호가 같아요. 유리조각 사진 보고 심장이 철렁했네요. 일단 아이 먹이지 마세요."
    ],
    "first_handed": [
        "햇살맘카페에 한담 배도라지즙에서 유리조각 나왔다는 글 올라왔어요. 사진도 있네요. 집에 있는 분들 제조번호 꼭 확인해 보세요."
    ],
    "first_more": [
        "원글이에요. 한강식품 고객센터에 전화했는데 밤이라 안내 멘트만 나와요. 배도라지즙 남은 건 봉지째 보관했고 유리 같은 조각도 지퍼백에 넣어 뒀어요."
    ],
    "desk_first": [
        "배도라지즙 120ml에서 유리로 보이는 이물이 나왔습니다. 제조번호 H1120이고 사진을 첨부합니다. 오늘 밤 안에 연락 부탁드립니다."
    ],
    "press_query": [
        "나루온라인뉴스 생활팀입니다. 한담 배도라지즙 유리 이물 제보와 관련해 취재 중입니다. 회사의 확인 상황과 조치 계획을 오늘 밤 11시까지 답변 부탁드립니다."
    ],
    "article": [
        "“아이 먹일 배도라지즙에서 유리 조각”… 맘카페 글 확산. 한강식품의 한담 배도라지즙에서 유리로 보이는 이물이 나왔다는 글이 온라인에 퍼지고 있다. "
        "글쓴이는 먹기 전에 발견했다고 밝혔다. 회사 측 입장은 기사를 올린 시각까지 확인되지 않았다."
    ],
    # ── valid: the shard ──
    "shard.cafe": [
        "{it}에서 {shard} 나왔다는 글 보셨어요? {worry}. {do}.",
        "저희 집에도 {it} 있는데 {lot}이에요. {shard} 글 보고 {worry} ㅠㅠ",
        "{hi}{it} 드시는 분들 {do}. {shard}[이/가] 나왔대요. 사진도 있어요.",
        "{kid} 주던 {it}인데 {shard}[이라/라]니... {worry}.",
        "방금 집에 있는 {it} {n} 봉지 컵에 따라 봤는데 저희 건 괜찮았어요. {lot}이에요. 그래도 {shard} 이야기 때문에 못 먹이겠어요.",
        "{it} {lot}인 분 계세요? {shard} 나온 거랑 같은 번호인지 궁금해요.",
    ],
    "shard.board": [
        "{it}에서 {shard} 나왔다는데 {worry_b}",
        "맘카페 난리 남. {it} {shard} 사진 봄? {worry_b}",
        "{it} 먹는 사람 {do_b}. {shard} 나왔대",
        "우리 집 {it} {lot}인데 {shard} 나온 거랑 같은 거냐 {worry_b}",
    ],
    "shard.short": [
        "{it}에서 {shard}?? {worry_b}",
        "{it} {shard} 사진 보고 {worry_b} #한담",
        "{shard} 나온 {it} 제조번호 H1120이래요. {do}",
        "아이 먹는 건데 {shard}[이라/라]니. {it} {do_b} #배도라지즙",
    ],
    "shard.blog": [
        "{it}에서 {shard}[이/가] 나왔다는 글이 퍼지고 있습니다. 저도 {lot}[을/를] 가지고 있어 사진과 번호를 남겨 둡니다. {do}."
    ],
    "shard.comment": [
        "{it} 우리 애도 먹는데 {shard}[이라/라]니 {worry_b}",
        "{shard} 사진 보니 남 일 같지 않네요. 한강식품은 설명을 하세요",
        "먹는 걸로 장난치나. {it} {shard} 철저히 밝혀라",
    ],
    "shard.desk": [
        "{it}에서 {shard}[이/가] 나왔다는 글을 봤습니다. {lot}인데 먹어도 되는지 답변 부탁드립니다.",
        "{it} {n} 상자를 가지고 있습니다. {shard} 관련해 환불이 되는지 문의드립니다.",
    ],
    # ── valid: nobody answers ──
    "silence.cafe": [
        "한강식품 고객센터 {n} 번 걸었는데 전화를 안 받아요. 배도라지즙 먹여도 되는지만 알고 싶은데요.",
        "{hi}한강식품 상담 연결되신 분 계세요? 저는 30분째 대기음만 들었어요.",
        "한담 누리집에도 배도라지즙 이야기가 하나도 없네요. 공지라도 올려 주지...",
    ],
    "silence.board": [
        "한강식품 고객센터 전화 절대 안 받음",
        "한담 계정 두 시간째 조용한데 다 퇴근했냐",
        "한강식품 공지 아직도 없음 대응 왜 이럼",
    ],
    "silence.short": [
        "한강식품 전화 안 받네요 {n} 번째 #한담",
        "한담 공식 계정 왜 아무 말이 없어요?",
        "한강식품 채팅 상담도 대기 200명",
    ],
    "silence": ["한강식품 고객센터에 전화를 {n} 번 했지만 연결되지 않았습니다. 배도라지즙 관련 안내를 요청합니다."],
    # ── valid: anger ──
    "anger.cafe": [
        "해명 없으면 저는 한담 불매할래요. 아이 먹는 거잖아요.",
        "한강식품 대응 보고 실망했어요. 배도라지즙 환불 받고 갈아탈래요.",
        "한강식품 늦더라도 설명은 해야죠. 이대로면 불매 말이 나올 만해요.",
    ],
    "anger.board": [
        "한담 불매 간다",
        "한강식품 이번에 사과 안 하면 불매 각",
        "한강식품 불매 리스트에 추가함",
        "배도라지즙 환불 받고 갈아탐",
    ],
    "anger.short": ["#한담불매 아이 먹거리로 이러지 말자", "한강식품 불매합니다", "사과 먼저 하세요 한강식품 #불매"],
    "anger": [
        "한강식품은 빨리 입장을 밝혀라. 이러니 불매 소리가 나온다",
        "소비자를 기다리게 하는 한강식품, 불매가 답인가 싶네요",
    ],
    # ── misleading ──
    "last_year.cafe": [
        "한강식품 작년에도 똑같은 일 있었대요. 그때도 유리 나왔는데 조용히 덮었다네요.",
        "아는 분이 그러는데 한담 작년에도 유리 이물로 환불해 줬대요. 처음이 아니라는 거죠.",
    ],
    "last_year.board": [
        "한강식품 작년에도 유리 나왔음 그때 돈으로 막음",
        "이거 작년에도 터졌던 거임 한담 상습이네",
        "작년 한강식품 유리 건 기억하는 사람? 기사 다 내려갔더라",
    ],
    "last_year": [
        "작년에도 같은 일이 있었다던데 한강식품 또 이러네요",
        "한담 작년에도 유리 나왔다는 말이 있네요. 이번이 두 번째래요",
    ],
    "worker.cafe": [
        "남편 친구가 한강식품 공장 직원인데 설비 유리가 깨졌는데도 그냥 돌렸대요.",
        "공장 다니는 분이 올린 글 봤는데 배도라지즙 라인에서 유리병 깨진 거 알고도 출고했대요.",
    ],
    "worker.board": [
        "한강식품 공장 직원 피셜 유리 깨진 거 다 알고 있었다",
        "한담 공장 다니는 형이 그러는데 라인 그냥 돌렸다 함",
        "공장 직원이 쓴 글 캡처 도는 중. 한강식품 끝났네",
    ],
    "worker": [
        "한강식품 공장 직원이 유리 깨진 걸 알고도 출고했다고 하네요",
        "직원 말로는 배도라지즙 라인 점검을 두 달째 안 했대요",
    ],
    "recall.cafe": [
        "식약처에서 한담 제품 전부 회수 명령 떨어졌대요. 마트에서 다 빼고 있대요.",
        "{hi}배도라지즙 회수 명령 나온 거 맞나요? 단톡방에 그렇게 돌던데요.",
    ],
    "recall.board": [
        "한강식품 회수 명령 떨어졌다 함 ㄷㄷ",
        "식약처가 한담 공장 문 닫게 했다는데 진짜냐",
        "마트 다니는 친구가 한담 전 제품 회수 명령 받았대",
    ],
    "recall": ["한담 전 제품 회수 명령 떨어졌대요", "식약처가 한강식품 회수 명령 내렸다는 글 봤어요. 사실인가요"],
    # ── noise inside the storm ──
    "aside.cafe": [
        "한담 배도라지즙 말고 다른 즙 추천 부탁드려요. 광고는 사양할게요.",
        "이 와중에 한담 1+1 행사 배너 뜨는 거 저만 보이나요?",
        "싸우지들 마시고 한강식품 답 나올 때까지 기다려 봐요 우리.",
        "한담 글 너무 많아서 그런데 말머리 좀 달아 주세요~",
    ],
    "aside.board": [
        "한담이 뭐냐 처음 듣는데 왜 다들 난리냐",
        "한강식품 내일 주가 볼 만하겠네",
        "또 한담 글이냐 그만 좀 올려라",
        "한강식품 주주 오늘 잠 못 잔다 ㅋㅋ",
    ],
    "aside.short": [
        "한담 왜 실시간에 있어요?",
        "한담 = 한가한 이야기 아니었나",
        "한강식품 검색했더니 다른 게 나와요",
        "지금 한담 이야기 중에 배고픈 사람 나",
    ],
    "aside": [
        "한강식품 주식 가진 분들 걱정이겠네요",
        "한담 이야기만 나오네. 다른 뉴스는 없나",
        "한강식품 본사가 어디에 있나요?",
    ],
}

_RULES = {**RULES, **_GLASS}
_V, _M, _N = Label.VALID, Label.MISLEADING, Label.NOISE
_MORE_TALK = (CAFE, TOWN, BOARD, LINE, BLOG, COMMENT, DESK, NEWS)

GLASS = Storm(
    key="glass",
    title="유리조각 제보",
    company="한강식품(주)",
    brands=("한담",),
    products=("배도라지즙 120ml",),
    grammar=Grammar(_RULES),
    places=_MORE_TALK,
    claims=(
        Claim("shard", _V, 30, 0, copies=0.25),
        Claim("silence", _V, 12, 40),
        Claim("anger", _V, 8, 50, copies=0.15),
        Claim("last_year", _M, 14, 25, copies=0.45),
        Claim("worker", _M, 12, 38, copies=0.5),
        Claim("recall", _M, 12, 52, copies=0.5),
        Claim("aside", _N, 18, 20),
    ),
    # The first post comes at minute 10; by minute 90–100 about 35 a minute, then a half-life of about an hour.
    knots=(
        Knot(12, 0.25),
        Knot(30, 0.8),
        Knot(50, 3.0),
        Knot(70, 8.0),
        Knot(90, 14.0),
        Knot(100, 14.5),
        Knot(160, 7.0),
        Knot(280, 1.8),
        Knot(720, 0.3),
        Knot(2880, 0.05),
        Knot(4320, 0.01),
    ),
    beats=(
        Beat(10, "햇살맘카페", "꼬마맘7", "first", "shard"),
        # In a busy café somebody answers within a minute, and somebody carries it elsewhere.
        Beat(10.8, "햇살맘카페", "반짝맘", "first_reply", "shard"),
        Beat(11.5, "동네이야기", "햇살맘", "first_handed", "shard"),
        Beat(21, "고객센터", "문의-3120", "desk_first", "shard"),
        Beat(34, "햇살맘카페", "꼬마맘7", "first_more", "silence"),
        Beat(58, "고객센터", "나루온라인뉴스 생활팀", "press_query", "shard"),
        Beat(63, "나루온라인뉴스", "나루온라인뉴스 생활팀", "article", "shard"),
    ),
    ordinary=ORDINARY,
    ordinary_places=ORDINARY_PLACES,
    rhythm=RHYTHM,
    risk=RISK,
    vetoed=VETOED,
)
