"""Touch-points as a table: its columns, a row read, a row written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bongsu.core.values import TouchPoint
from bongsu.flows.registry.cells import Cells, Names, Read, Spelling, read_rows
from bongsu.flows.setup import NO, YES, is_web_address
from bongsu.flows.tables import Column, Fault, Row, write

#: What a touch-point can be, with the words that mean it; the first is the one we write.
KINDS: Mapping[str, tuple[str, ...]] = {
    "sns": ("SNS 계정", "sns", "소셜", "계정"),
    "website": ("홈페이지·앱", "홈페이지", "웹사이트", "앱", "쇼핑몰"),
    "messenger": ("메신저 채널", "메신저", "카카오톡 채널", "카톡채널"),
    "newsletter": ("뉴스레터", "문자·메일", "메일링"),
    "contact_centre": ("고객센터", "상담문", "상담 스크립트", "콜센터"),
    "shop": ("매장", "점포", "판매대"),
    "dealer": ("대리점", "특약점", "유통점"),
    "partner": ("협력사", "거래처"),
    "agency": ("대행사", "에이전시"),
    "ad": ("광고", "광고 계정", "캠페인"),
    "community": ("커뮤니티·카페", "커뮤니티", "카페", "동호회"),
    "press": ("언론 창구", "기자 연락처", "언론"),
    "ceo": ("대표 개인 계정", "ceo 계정", "대표 계정"),
    "other": ("그 밖", "기타"),
}

TOUCHPOINT_COLUMNS = (
    Column("name", ("이름", "접점"), required=True),
    Column("kind", ("종류", "type"), required=True),
    Column("key", ("키", "id")),
    Column("purpose", ("용도", "목적")),
    Column("department", ("부서", "소속")),
    Column("owner", ("담당자", "담당")),
    Column("deputy", ("대리자", "대행", "대리")),
    Column("key_holder", ("열쇠 가진 사람", "열쇠지기", "비밀번호 보관")),
    Column("outlet", ("아웃렛", "outlet")),
    Column("brand", ("브랜드", "brand")),
    Column("url", ("주소", "링크"), plain=False),
    Column("capacity", ("시간당 응대", "응대량")),
    Column("enabled", ("사용", "쓰는지")),
    Column("proven_at", ("마지막 확인 (내보낼 때만)", "마지막 확인")),  # never read: that somebody got in is an act
)

TOUCHPOINTS_SAMPLE = (
    "이름,종류,키,용도,부서,담당자,대리자,열쇠 가진 사람,아웃렛,브랜드,주소,시간당 응대,사용\r\n"
    "공식 인스타그램,SNS 계정,insta,새 소식과 댓글 응대,마케팅팀,haneul,seojun,haneul,,,https://instagram.example/hangang,20,예\r\n"
    "고객센터 상담문,고객센터,desk,전화·채팅 상담의 기준 문안,고객센터,bora,gaeun,bora,,,,60,예\r\n"
    "홍보 대행사,대행사,agency,보도자료와 모니터링,홍보팀,yuna,,,,,,0,예\r\n"
)

MOST_CAPACITY = 100_000


@dataclass(frozen=True, slots=True)
class TouchPointRow:
    line: int
    key: str
    value: TouchPoint
    enabled: bool = True


def import_touchpoints(data: bytes | str, *, names: Names) -> Read[TouchPointRow]:
    """Touch-points from CSV. People, outlets and brands may be named by key or by name. A proof is never imported:
    that somebody got in is an act, not a cell."""
    return read_rows(data, TOUCHPOINT_COLUMNS, lambda cells: _touchpoint(cells, names))


def _touchpoint(cells: Row, names: Names) -> tuple[TouchPointRow | None, list[Fault]]:
    c = Cells(cells, TOUCHPOINT_COLUMNS, names)
    kind = c.one_of("kind", KINDS)
    url = c.text("url", 300)
    if url and not is_web_address(url):
        c.fault("url", "web_address")
    point = TouchPoint(
        key=c.key(kind),
        name=c.text("name", 80),
        kind=kind,
        purpose=c.text("purpose", 160),
        department=c.text("department", 80),
        owner=c.person("owner"),
        deputy=c.person("deputy"),
        key_holder=c.person("key_holder"),
        outlet=c.outlet(),
        brand=c.brand(),
        url=url,
        capacity=c.number("capacity", low=0, high=MOST_CAPACITY, default=0),
    )
    enabled = c.yes("enabled")
    return (None if c.faults else TouchPointRow(cells.line, point.key, point, enabled)), c.faults


def touchpoints_csv(points: Iterable[tuple[TouchPoint, bool]], *, spelling: Spelling) -> bytes:
    """Touch-points, each with whether it is in use."""
    return write(
        TOUCHPOINT_COLUMNS,
        (
            {
                "name": p.name,
                "kind": KINDS.get(p.kind, (p.kind,))[0],
                "key": p.key,
                "purpose": p.purpose,
                "department": p.department,
                "owner": spelling.person(p.owner),
                "deputy": spelling.person(p.deputy),
                "key_holder": spelling.person(p.key_holder),
                "outlet": p.outlet or "",
                "brand": spelling.brands.get(p.brand or 0, ""),
                "url": p.url,
                "capacity": str(p.capacity),
                "enabled": YES[0] if enabled else NO[0],
                "proven_at": spelling.moment(p.proven_at),
            }
            for p, enabled in points
        ),
    )
