"""A small organisation in code: invented people, one brand, and the rules they agreed on."""

from datetime import UTC, datetime
from typing import Any

from bongsu.core.values import Person, WatchWords
from bongsu.store.setup import OutletSetup

PEOPLE = (
    Person(key="haneul", name="박하늘", roles=("practitioner",), deputy="doyun", title="SNS 담당"),
    Person(key="seojun", name="이서준", roles=("team_lead", "leader"), deputy="haneul", title="온라인팀장"),
    Person(key="jiwoo", name="정지우", roles=("legal",), deputy="yerin", title="변호사"),
    Person(key="minseo", name="한민서", roles=("executive", "committee_head"), deputy="seojun", title="대표이사"),
    Person(key="doyun", name="최도윤", roles=("practitioner",), title="SNS 담당"),
    Person(key="yerin", name="강예린", roles=("legal",), on_duty=False, title="법무 담당"),
)
WORDS = WatchWords(
    include=("한강식품",), exclude=("한강공원",), risk={"safety": ("유리", "이물"), "hygiene": ("곰팡이", "벌레")}
)
OUTLETS = (
    OutletSetup(key="newsroom", kind="newsroom", name="온라인 뉴스룸", owner="seojun", settings={}),
    OutletSetup(
        key="partners",
        kind="webhook",
        name="협력사 게시판",
        owner="haneul",
        settings={"url": "http://127.0.0.1:9/hook", "secret": "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="},
    ),
)


def _row(level: int, lead: str | None, calls: tuple[str, ...], first_word: int | None) -> dict[str, Any]:
    return {
        "level": level,
        "lead_role": lead,
        "call_roles": list(calls),
        "report_every_min": {3: 60, 4: 30, 5: 15}.get(level),
        "first_word_min": first_word,
        "volume_x": {2: 2, 3: 5, 4: 10, 5: 30}.get(level, 0),
        "opens_room": level >= 3,
        "triggers": ["safety"] if level == 3 else [],
        "quiet_periods": 0,
        "stance_min": None,
    }


LEVELS: list[dict[str, Any]] = [
    _row(1, None, (), None),
    _row(2, "practitioner", ("practitioner",), None),
    _row(3, "leader", ("practitioner", "leader"), 60),
    _row(4, "leader", ("practitioner", "leader", "legal"), 60),
    _row(5, "committee_head", ("practitioner", "leader", "legal", "committee_head"), 30),
]
CHARTER: dict[str, Any] = {
    "version": "2026-1",
    "principles": [{"id": "p1", "text": "사람의 안전을 먼저 말합니다."}],
    "red_lines": [{"id": "r1", "act": "takedown", "min_level": 3, "text": "비판 글을 내려 달라고 하지 않습니다."}],
    "mandates": [
        {
            "id": "m1",
            "role": "leader",
            "act": "publish_holding",
            "levels": [2, 4],
            "from": datetime(2026, 1, 1, tzinfo=UTC),
            "until": datetime(2027, 1, 1, tzinfo=UTC),
            "granted_by": "minseo",
            "principle": "p1",
            "cap_krw": None,
            "revoked_at": None,
        }
    ],
    "approvals": [
        {
            "act": "publish_holding",
            "levels": [5, 5],
            "chain": [
                {"role": "legal", "minutes": 10, "deputy": None},
                {"role": "committee_head", "minutes": 10, "deputy": "leader"},
            ],
        }
    ],
}
PLAYBOOK: list[dict[str, Any]] = [
    {
        "id": "s1",
        "text": "첫 글과 사진을 확인합니다.",
        "role": "practitioner",
        "from_level": 2,
        "within_min": 10,
        "act": "settle_fact",
    },
    {
        "id": "s2",
        "text": "대기 입장문을 씁니다.",
        "role": "practitioner",
        "from_level": 3,
        "within_min": 30,
        "act": "write_draft",
    },
]
HOLDING = {
    "empathy": "걱정을 끼쳐 드려 죄송합니다.",
    "action": "해당 제품의 출고를 멈추고 조사하고 있습니다.",
    "commitment": "확인되는 대로 이곳에서 먼저 알려 드리겠습니다.",
    "contact": "고객센터 080-000-0000",
}
