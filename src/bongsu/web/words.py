"""Words for people, for what `core` only has codes for: errors and slots. The journal's lines are in `web.lines`.

Every error code stands here, in Korean; English is in locale/en. A test fails for one that is missing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from bongsu.core.errors import BongsuError
from bongsu.core.values import SLOTS

_ = gettext_lazy

# ── errors ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ERRORS: Mapping[str, Any] = {
    "bongsu": _("지금은 할 수 없습니다."),
    "rule": _("이 상황실에서는 지금 할 수 없는 일입니다."),
    "no_such_room": _("그런 상황실이 없습니다. 망루에서 다시 열어 주세요."),
    "repeated": _("이미 처리된 요청입니다. 두 번 하지 않았습니다."),
    "room_closed": _("닫힌 상황실입니다. 먼저 다시 열어 주세요."),
    "not_the_leader": _("지휘자만 할 수 있습니다. 지휘자에게 요청하고, 급하면 직보로 알려 주세요."),
    "may_not_lead": _(
        "이 단계를 지휘하는 역할이 아닙니다. %(leader)s 님에게 지휘를 넘겨 달라고 해 주세요."
        " %(until)s까지 소식이 없으면 누구나 맡을 수 있습니다."
    ),
    "already_leader": _("이미 지휘하고 있습니다."),
    "leader_changed": _("방금 %(leader)s 님이 지휘를 맡았습니다. 화면을 새로 고쳐 본 뒤에 다시 정해 주세요."),
    "no_order": _("지금 효력 있는 원보이스 지침이 없습니다. 거두어졌을 수 있습니다."),
    "flash_open": _("앞서 올린 직보에 아직 답이 없습니다. 기다리거나, 거두고 다시 올려 주세요."),
    "flash_too_many": _("직보는 한 시간에 %(most)s번까지입니다. 더 급하면 위원에게 전화해 주세요."),
    "no_committee": _("위원회에 아무도 없습니다. 설정의 사람에서 경영진이나 위원장 역할을 정해 주세요."),
    "checklist_open": _("닫기 전에 남은 것이 있습니다: %(items)s. 마치거나, 왜 두고 닫는지 적어 주세요."),
    "leader_present": _("지휘자가 자리에 있습니다. 그래도 맡아야 하면 이유를 적고 지휘를 맡아 주세요."),
    "on_the_team": _("이미 부른 사람이거나 함께 있는 사람입니다. 참관은 그 밖의 사람이 합니다."),
    "observing": _("참관 중에는 보기만 합니다. 함께하려면 지휘자에게 참관을 끝내거나 불러 달라고 해 주세요."),
    "not_offered": _("지휘를 넘겨받으라는 요청이 없습니다. 지금 지휘자에게 넘겨 달라고 해 주세요."),
    "same_level": _("봉화는 이미 그 단계입니다."),
    "level_out_of_range": _("봉화는 1에서 5까지입니다."),
    "reason_missing": _("이유를 몇 마디 적어 주세요. 기록에 남습니다."),
    "words_missing": _("비어 있습니다. 무엇인지 적어 주세요."),
    "no_such_thing": _("찾는 것이 없습니다. 거두어졌을 수 있으니 화면을 새로 고쳐 주세요."),
    "already_done": _("이미 끝난 일입니다."),
    "out_of_range": _("%(low)s에서 %(high)s 사이로 적어 주세요."),
    "deadline_past": _("마감은 지금보다 뒤여야 합니다."),
    "too_many": _("여기에는 %(most)s개까지 둘 수 있습니다. 몇 개를 정리한 뒤에 더해 주세요."),
    "file_empty": _("파일이 없거나 비어 있습니다. 내용이 있는 파일을 골라 주세요."),
    "file_too_large": _("파일 하나는 %(most)s MB까지 올릴 수 있습니다. 줄이거나 나누어 올려 주세요."),
    "clip_empty": _("남길 것이 없습니다. 글이나 주소를 붙여 넣거나 그림을 골라 주세요."),
    "not_a_link": _("주소는 https:// 나 http:// 로 시작해야 합니다. 주소창의 것을 그대로 붙여 넣어 주세요."),
    "not_a_picture": _("PNG, JPEG, GIF, WebP 그림만 받습니다. 화면 캡처를 다시 골라 주세요."),
    "not_evidence": _("사진, 동영상, 녹음 파일만 받습니다. 다른 것은 화면을 캡처해서 보내 주세요."),
    "evidence_full": _("오늘 이 주소로 받은 파일이 너무 많습니다. 파일을 빼고 글만 보내 주세요."),
    "name_taken": _("같은 이름이 이미 있습니다. 다른 이름을 쓰거나, 쓰던 것을 끝내 주세요."),
    "brand_unclear": _("글에서 어느 브랜드 일인지 알 수 없습니다. 브랜드를 골라 주세요."),
    "link_revoked": _("더는 쓰지 않는 주소입니다. 주소를 준 분에게 새 주소를 물어봐 주세요."),
    "too_often": _("제보가 한꺼번에 너무 많이 왔습니다. %(minutes)s분 뒤에 다시 보내 주세요. 급하면 전화해 주세요."),
    "files_full": _("한 상황실의 파일은 모두 %(most)s MB까지입니다. 필요 없는 파일을 거둔 뒤에 올려 주세요."),
    "not_ready": _("그 전에 할 일이 있습니다. 순서대로 해 주세요."),
    "already_taken": _("방금 %(owner)s 님이 맡았습니다. 급하면 직접 물어봐 주세요."),
    "not_yours": _("다른 사람이 맡은 일입니다. 담당자나 대리자에게 요청해 주세요."),
    "judgement_missing": _("현장 판단이 아직 하나도 없습니다. 한마디를 받거나, 기다리지 않는 까닭을 적어 주세요."),
    "practitioners_only": _(
        "현장 판단은 직접 보고 답하는 사람이 남깁니다. 경영진의 생각은 결정과 반대 의견으로 남겨 주세요."
    ),
    "still_consulting": _(
        "의견을 들을 시간이 %(until)s까지 남아 있습니다. 기다리거나, 기다리지 않는 까닭을 적어 주세요."
    ),
    "legal_only": _("법정 시한에 해당하는지는 법무가 정합니다. 법무가 없으면 지휘자가 정합니다."),
    "not_quiet_yet": _("아직 내릴 수 없습니다. 더 커지지 않으면 %(until)s부터 내릴 수 있습니다."),
    "one_step_down": _("봉화는 한 단계씩 내립니다. 지금은 %(level)s단계까지 내릴 수 있습니다."),
    "still_paused": _("아웃렛이 아직 멈춰 있습니다. 다시 열면 이 할 일도 끝납니다."),
    "only_observing": _("참관 중에는 정할 수 없습니다. 위기 리더 %(leader)s 님에게 참관을 끝내 달라고 해 주세요."),
    "link_spent": _("이 링크로는 더 정할 수 없습니다."),
    "no_pdf": _("지금은 PDF를 만들 수 없습니다. 브라우저에서 인쇄해 주세요."),
    "slots_missing": _("입장문에 아직 빠진 것이 있습니다: %(slots)s"),
    "stale_text": _("읽으신 뒤에 글이 바뀌었습니다. 바뀐 글을 읽고 다시 해 주세요."),
    "outside_mandate": _("지금 단계에서 이 일은 위임받은 범위를 벗어납니다. %(need)s"),
    "held": _("모든 아웃렛이 멈춰 있습니다. 먼저 다시 열어 주세요."),
    "outlet": _("아웃렛이 글을 받지 않았습니다."),
    "try_later": _("아웃렛이 나중에 다시 보내라고 합니다."),
    "refused": _("아웃렛이 글을 거절했습니다. 사람이 확인해야 합니다."),
    "maybe_sent": _("글이 나갔는지 알 수 없습니다. 다시 보내지 말고 먼저 확인해 주세요."),
    "intake": _("언급을 받을 수 없습니다."),
    "source": _("소스를 읽지 못했습니다: %(reason)s"),
    "text_too_long": _("너무 깁니다. %(most)s자까지 쓸 수 있는데 지금 %(length)s자입니다."),
    "people_only": _("사람만 할 수 있는 일입니다."),
    "not_higher": _("올리기는 지금보다 높은 단계로만 됩니다. 낮추려면 이유를 적고 내려 주세요."),
    "not_lower": _("내리기는 지금보다 낮은 단계로만 됩니다."),
    "still_sending": _("아직 결과를 모르는 전송이 %(count)s건 있습니다. 먼저 확인하거나 거둔 뒤에 닫아 주세요."),
    "another_room_open": _("이 브랜드의 상황실이 이미 열려 있습니다. 그곳에서 이어 가거나 먼저 닫아 주세요."),
    "already_kept": _("다른 일꾼이 먼저 저장했습니다. 저절로 이어집니다."),
    "file_unusable": _("파일을 읽을 수 없습니다: %(reason)s"),
    "not_reached": _("어느 연락처로도 닿지 않았습니다. 전화 등 다른 방법으로 알려 주세요."),
    "private_address": _("내부망 주소로는 보낼 수 없습니다. 바깥에서 보이는 주소를 적어 주세요."),
    "not_on_duty_then": _("그 시간 내내 당직인 것은 아니에요. 내 당직 가운데 하나를 골라 주세요."),
    "cannot_stand_in": _("그분은 맡을 수 없어요. 역할이 다르거나, 이미 당직이거나, 휴가예요. 다른 분께 부탁해 주세요."),
    "setup": _("설정을 마치지 못했습니다: %(problem)s %(hint)s"),
}

#: `not_ready`, where it matters what comes first.
FIRST: Mapping[str, Any] = {
    "corrections": _("아직 매체에 청구하지 않은 정정·반론이 있습니다. 청구했는지, 하지 않는지 먼저 적어 주세요."),
    "answer": _("무엇이라고 답했는지 먼저 적어 주세요. 나간 입장문이나 확인된 사실을 고르거나, 직접 적으면 됩니다."),
    "verify": _("사실인지 아닌지 먼저 확인해 주세요. 사실 칸에서 ‘확인됨’이나 ‘사실 아님’으로 정하면 됩니다."),
    "coordinate": _("무엇이라고 바로잡을지 지휘자가 먼저 정해야 합니다."),
    "team": _("아직 와 준 사람이 없어 고맙다는 말을 전할 수 없습니다. 이 말 없이도 닫을 수 있습니다."),
}
#: `already_done`, where it matters what became of it.
DONE: Mapping[str, Any] = {
    "take": _("이미 맡고 있습니다."),
    "release": _("지금은 아무도 맡고 있지 않습니다."),
    "approval_withdrawn": _("그사이 결재 요청이 거두어졌습니다. 승인으로 남기지 않았습니다."),
    "approval_void": _("그사이 이 결재 요청은 무효가 되었습니다. 바뀐 내용으로 다시 요청해 주세요."),
    "approval_granted": _("이미 승인된 요청입니다."),
    "approval_refused": _("이미 반대로 끝난 요청입니다."),
    "approval_lapsed": _("답이 없어 이미 끝난 요청입니다. 다시 요청해 주세요."),
    "ask_approval": _("같은 내용으로 이미 결재를 요청했습니다."),
    "approve_step": _("꼭 필요한 두 승인은 서로 다른 사람이 해야 합니다."),
    "withdraw_file": _("이미 거둔 파일입니다."),
    "compensate": _("이 승인으로는 이미 보상을 기록했습니다."),
}

SLOT_WORDS: Mapping[str, Any] = {
    "empathy": _("공감"),
    "facts": _("확인된 사실"),
    "unknowns": _("아직 모르는 것"),
    "action": _("조치와 다음 안내"),
    "commitment": _("책임과 약속"),
    "contact": _("안내 창구"),
}
#: What is missing, by the name a rule gives it; for others `words_missing` says it.
MISSING: Mapping[str, Any] = {
    "answer": _("답을 적어 주세요."),
    "default": _("아무도 정하지 않으면 무엇이 되는지 골라 주세요."),
    "fact": _("무엇이 사실인지, 또는 확인할지 적어 주세요."),
    "fault": _("무엇을 바로잡을지 적어 주세요."),
    "medium": _("어느 언론사인지 적어 주세요."),
    "note": _("남길 말을 적어 주세요."),
    "owner": _("누가 맡을지 골라 주세요."),
    "question": _("무엇을 묻는지 적어 주세요."),
    "summary": _("마무리 요약을 적어 주세요. 나중에 온 사람이 이것부터 읽습니다."),
    "task": _("무엇을 할지 적어 주세요."),
    "text": _("내용을 적어 주세요."),
    "title": _("제목을 적어 주세요."),
    "to": _("누구에게인지 적어 주세요."),
    "until": _("언제까지인지 시각으로 적어 주세요. 예: 23:30"),
    "what": _("무엇인지 적어 주세요."),
    "where": _("어디에 올렸는지 적어 주세요."),
    "wrong": _("무엇이 사실과 다른지 적어 주세요."),
}
#: What belongs into each slot, under its label.
SLOT_HINTS: Mapping[str, Any] = {
    "empathy": _("걱정하실 분들께 먼저 드리는 말이에요. 조건이나 변명은 달지 않아요."),
    "facts": _("언제 어디서 무엇을 확인했는지만 써요. 원인·책임·확인 안 된 숫자는 쓰지 않아요."),
    "unknowns": _("원인, 범위처럼 지금 알아보고 있는 것을 그대로 말해요."),
    "action": _("지금 하고 있는 일과 고객이 하실 일이에요. 다음 안내 시각은 따로 고르면 이 뒤에 저절로 붙어요."),
    "commitment": _("결과를 숨기지 않고 끝까지 어떻게 할지 약속해요."),
    "contact": _("어디로 물어보면 되는지, 전화와 주소를 적어요."),
}


#: Items of the checklist before a room is stood down.
CHECK_WORDS: Mapping[str, Any] = {
    "promises": _("약속을 지켰거나 넘겼어요"),
    "outlets": _("아웃렛이 다시 열려 있어요"),
    "statement": _("입장문이 나가 있어요"),
    "tasks": _("할 일이 끝났어요"),
    "inquiries": _("기다리거나 다시 알릴 기자가 없어요"),
    "corrections": _("청구할 정정·반론이 남지 않았어요"),
    "duties": _("도는 법정 시한이 없어요"),
    "one_voice": _("원보이스 지침을 거뒀어요"),
    "thanks": _("와 준 사람에게 고맙다고 했어요"),
    "rest": _("오래 일한 사람을 쉬게 했어요"),
    "review": _("돌아보기 날짜를 잡았어요"),
}
#: Those of them that a room may never have called for.
NONE_WORDS: Mapping[str, Any] = {
    "promises": _("지킬 약속이 없어요"),
    "statement": _("이 단계에서는 입장문 없이 닫을 수 있어요"),
    "tasks": _("할 일이 없었어요"),
    "one_voice": _("원보이스 지침을 내리지 않았어요"),
    "thanks": _("와 준 사람이 없어요"),
    "rest": _("오래 일해 쉬어야 할 사람이 없어요"),
}
#: The same items as long as they are left.
LEFT_WORDS: Mapping[str, Any] = {
    "promises": _("약속이 남아 있어요"),
    "outlets": _("아웃렛이 멈춰 있어요"),
    "statement": _("첫 입장이 나가지 않았어요"),
    "tasks": _("끝나지 않은 할 일이 있어요"),
    "inquiries": _("답이나 연락을 기다리는 기자가 있어요"),
    "corrections": _("청구할 정정·반론이 남아 있어요"),
    "duties": _("법정 시한이 아직 돌고 있어요"),
    "one_voice": _("원보이스 지침이 살아 있어요"),
    "thanks": _("고맙다는 말을 아직 하지 않았어요"),
    "rest": _("쉬어야 할 사람이 있어요"),
    "review": _("돌아보기 날짜가 없어요"),
}


def slot_name(slot: str) -> str:
    return str(SLOT_WORDS.get(slot, slot)) if slot in SLOTS else gettext("다음 안내 시각")


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def error_words(error: BongsuError) -> str:
    """What a person reads when a rule says no, in the active language."""
    about = dict(error.about)
    if error.code == "slots_missing":
        slots = about.get("slots")
        names = slots.split(", ") if isinstance(slots, str) else [str(s) for s in slots or ()]  # type: ignore[attr-defined]
        about["slots"] = ", ".join(slot_name(name) for name in names)
    if isinstance(until := about.get("until"), datetime):
        about["until"] = f"{timezone.localtime(until):%H:%M}"
    if error.code == "checklist_open":
        items = about.get("items")
        about["items"] = ", ".join(str(LEFT_WORDS[item]) for item in items) if isinstance(items, tuple) else ""
    if error.code == "outside_mandate" and not isinstance(about.get("need"), str):
        about["need"] = ""
    if error.code == "not_ready" and about.get("need") in FIRST:
        return str(FIRST[str(about["need"])])
    if error.code == "reason_missing" and about.get("what", "why") != "why":
        return str(MISSING.get(str(about["what"]), ERRORS["words_missing"]))
    if error.code == "already_done" and about.get("what") in DONE:
        return str(DONE[str(about["what"])])
    return (str(ERRORS.get(error.code, ERRORS["bongsu"])) % _Blank(about)).strip()
