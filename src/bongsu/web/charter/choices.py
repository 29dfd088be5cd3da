"""Acts of the next step that a playbook's line can stand for."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

STEP_ACTS: Mapping[str, str | Promise] = {
    "acknowledge_call": lazy("호출에 응답하기"),
    "send_estimate": lazy("판단 적기"),
    "take_lead": lazy("지휘 맡기"),
    "pause_outlets": lazy("모든 아웃렛 멈추기"),
    "note_fact": lazy("사실 적기"),
    "settle_fact": lazy("사실 확인하기"),
    "write_draft": lazy("초안 쓰기"),
    "complete_draft": lazy("초안 채우기"),
    "ask_approval": lazy("결재 요청하기"),
    "answer_approval": lazy("결재하기"),
    "approve_statement": lazy("입장문 승인하기"),
    "decide": lazy("결정하기"),
    "raise_beacon": lazy("봉화 올리기"),
    "finish_task": lazy("할 일 끝내기"),
    "settle_delivery": lazy("전송 확인하기"),
    "resume_outlets": lazy("아웃렛 다시 열기"),
    "brief_read": lazy("한 장 보고 읽기"),
    "close_room": lazy("상황실 닫기"),
}
