"""Words for what a table, a level or a preparation lacks. Korean is the message id."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.crisis.readiness import Check
from bongsu.flows.tables import Fault
from bongsu.web.josa import particle
from bongsu.web.registry import words as registry_words

Words = str | Promise

ROLE_WORDS: Mapping[str, Words] = {
    "practitioner": lazy("실무자"),
    "team_lead": lazy("온라인팀장"),
    "leader": lazy("위기 리더"),
    "legal": lazy("법무"),
    "quality": lazy("품질"),
    "cs": lazy("고객센터"),
    "pr": lazy("홍보"),
    "brand": lazy("브랜드"),
    "sales": lazy("영업"),
    "csr": lazy("사회공헌"),
    "it": lazy("전산"),
    "security": lazy("보안"),
    "hr": lazy("인사"),
    "executive": lazy("경영진"),
    "committee_head": lazy("위원장"),
    "operator": lazy("운영자"),
}

ACT_WORDS: Mapping[str, Words] = {
    "publish_holding": lazy("홀딩 입장문 내기"),
    "publish_statement": lazy("입장문 내기"),
    "publish_apology": lazy("사과문 내기"),
    "pause_outlets": lazy("모든 아웃렛 멈추기"),
    "resume_outlets": lazy("아웃렛 다시 열기"),
    "reply_template": lazy("준비된 문안으로 답글 달기"),
    "compensate": lazy("보상 약속하기"),
    "takedown": lazy("게시 중단 요청하기"),
    "stop_sale": lazy("판매 멈추기"),
    "one_voice": lazy("원보이스 지침 내기"),
    "answer_press": lazy("기자에게 준비된 글 밖의 말 하기"),
}

CATEGORY_WORDS: Mapping[str, Words] = {
    "safety": lazy("안전"),
    "health": lazy("건강"),
    "legal": lazy("법"),
    "privacy": lazy("개인정보"),
    "boycott": lazy("불매"),
    "media": lazy("언론"),
    "press": lazy("언론"),
    "regulator": lazy("당국"),
    "injury": lazy("다침"),
    "hygiene": lazy("위생"),
    "quality": lazy("품질"),
    "labor": lazy("노동"),
    "evidence": lazy("사진·영상 증거"),
}

COLUMN_WORDS: Mapping[str, Words] = {
    "name": lazy("이름"),
    "email": lazy("이메일"),
    "roles": lazy("역할"),
    "key": lazy("키"),
    "title": lazy("직함"),
    "department": lazy("부서"),
    "skills": lazy("역량"),
    "deputy": lazy("대리자"),
    "on_duty": lazy("당직"),
    "locale": lazy("언어"),
    "zone": lazy("시간대"),
    "addresses": lazy("호출 주소"),
    "phone": lazy("전화번호"),
    "kind": lazy("종류"),
    "purpose": lazy("용도"),
    "owner": lazy("담당자"),
    "url": lazy("주소"),
    "key_holder": lazy("열쇠 가진 사람"),
    "outlet": lazy("아웃렛"),
    "brand": lazy("브랜드"),
    "capacity": lazy("시간당 응대"),
    "enabled": lazy("사용"),
    "proven_at": lazy("마지막 확인"),
    "likelihood": lazy("가능성"),
    "impact": lazy("영향"),
    "hurt": lazy("다치는 사람"),
    "words": lazy("감시어"),
    "categories": lazy("위험 갈래"),
    "scenario": lazy("시나리오"),
    "reviewed_on": lazy("마지막 점검"),
    "review_on": lazy("다음 점검"),
    "stance": lazy("태도"),
    "channel": lazy("연락 길"),
    "note": lazy("이력"),
    "lead_role": lazy("지휘"),
    "call_roles": lazy("부를 역할"),
    "report_every_min": lazy("보고 주기"),
    "report_relaxed_after_min": lazy("보고를 느슨하게 하는 때"),
    "report_relaxed_min": lazy("느슨한 보고 주기"),
    "first_word_min": lazy("첫 입장 기한"),
    "volume_x": lazy("언급량 배수"),
    "opens_room": lazy("상황실 자동 열기"),
    "triggers": lazy("위험 갈래"),
}

_FAULTS: Mapping[str, Words] = {
    "file_too_large": lazy("파일이 너무 커요. %(value)sKB까지 읽어요."),
    "not_csv_but_excel": lazy("엑셀 파일이에요. 엑셀에서 ‘다른 이름으로 저장 → CSV’를 고른 뒤 다시 올려 주세요."),
    "binary": lazy("글이 아닌 파일이에요. CSV로 저장해 주세요."),
    "encoding": lazy("글자를 읽을 수 없어요. CSV를 UTF-8이나 한글 엑셀 기본 형식으로 저장해 주세요."),
    "empty": lazy("내용이 비어 있어요."),
    "no_rows": lazy("제목 줄만 있고 내용이 없어요."),
    "too_many_rows": lazy("한 번에 %(value)s줄까지 읽어요. 나머지는 나눠 올려 주세요."),
    "quoting": lazy("따옴표가 닫히지 않았어요. 이 줄부터는 읽지 못했어요."),
    "column_missing": lazy("‘%(column)s’ 열이 없어요. 첫 줄에 열 이름을 적어 주세요."),
    "column_twice": lazy("‘%(column)s’ 열이 두 번 나와요. 하나만 남겨 주세요."),
    "cell_empty": lazy("비어 있어요. 꼭 필요한 칸이에요."),
    "cell_too_long": lazy("너무 길어요. %(value)s자까지예요."),
    "formula": lazy("‘%(value)s’처럼 = + - @로 시작하는 글은 엑셀 수식으로 실행될 수 있어 받지 않아요."),
    "email": lazy("‘%(value)s’는 이메일 주소가 아니에요."),
    "key": lazy("‘%(value)s’는 키로 쓸 수 없어요. 영문 소문자·숫자·점·밑줄·빼기 40자까지예요."),
    "role": lazy("‘%(value)s’ 중에 모르는 역할이 있어요. 아래 역할표에서 골라 주세요."),
    "yes_no": lazy("‘%(value)s’는 예·아니오로 적어 주세요."),
    "locale": lazy("언어는 ko나 en이에요."),
    "zone": lazy("‘%(value)s’라는 시간대는 없어요. Asia/Seoul처럼 적어 주세요."),
    "phone": lazy("전화번호는 010-1234-5678이나 +82 10 1234 5678처럼 적어 주세요."),
    "address": lazy("호출 주소는 mailto://…, tgram://…처럼 ‘종류://’로 시작해요."),
    "no_such_person": lazy("‘%(value)s’라는 사람이 없어요. 키·이메일·이름 가운데 하나로 적어 주세요."),
    "deputy_self": lazy("자기 자신은 대리자가 될 수 없어요."),
    "twice": lazy("‘%(value)s’가 %(line)s번째 줄에 이미 있어요. 먼저 나온 줄만 읽었어요."),
    "outlet_kind": lazy("‘%(value)s’는 아직 연결할 수 없어요. 뉴스룸이나 웹훅으로 적어 주세요."),
    "kind_unknown": lazy("‘%(value)s’라는 종류는 없어요. 아래 열 설명에서 골라 주세요."),
    "stance_unknown": lazy("‘%(value)s’는 위협·중립·우호 가운데 하나로 적어 주세요."),
    "person_twice": lazy("‘%(value)s’라는 사람이 여럿이에요. 키나 이메일로 적어 주세요."),
    "no_such_outlet": lazy("‘%(value)s’라는 아웃렛이 없어요. 설정의 아웃렛 이름이나 키로 적어 주세요."),
    "no_such_brand": lazy("‘%(value)s’라는 브랜드가 없어요."),
    "number": lazy("‘%(value)s’는 %(line)s 사이의 숫자로 적어 주세요."),
    "day": lazy("‘%(value)s’는 날짜가 아니에요. 2026-03-07처럼 적어 주세요."),
    "category": lazy("‘%(value)s’에 쓸 수 없는 갈래가 있어요. safety처럼 영문 소문자로 적어 주세요."),
    "too_many_skills": lazy("역량이 너무 많거나 길어요. 한 사람에 %(value)s개, 하나에 40자까지예요."),
    "too_many_words": lazy("낱말이 너무 많거나 길어요. %(value)s개, 하나에 60자까지예요."),
    "web_address": lazy("http:// 또는 https://로 시작하는 주소가 필요해요. 주소 안에 비밀번호는 넣지 마세요."),
}

_CHECKS: Mapping[str, tuple[Words, Words]] = {
    "somebody_on_duty": (lazy("당직 실무자가 있어요"), lazy("지금 당직인 실무자가 없어요")),
    "duty_covered": (lazy("7일 안에 당직이 빈 때가 없어요"), lazy("%(when)s부터 당직이 비어 있어요")),
    "level_table": (lazy("단계표가 있어요"), lazy("단계표가 비어 있어요")),
    "role_held": (lazy("%(level)s 지휘를 맡을 %(role)s"), lazy("%(level)s 지휘를 맡을 %(role)s%(i)s 없어요")),
    "role_deputy": (lazy("%(role)s의 대리자"), lazy("%(role)s의 대리자가 지금 없어요")),
    "has_outlet": (lazy("켜진 아웃렛이 있어요"), lazy("입장을 낼 아웃렛이 하나도 켜져 있지 않아요")),
    "has_source": (lazy("듣는 소스가 있어요"), lazy("듣고 있는 소스가 하나도 없어요")),
    "has_brand": (lazy("브랜드가 있어요"), lazy("브랜드가 없어요")),
    "brand_words": (lazy("%(about)s 감시어"), lazy("%(about)s의 감시어가 없어요")),
    "source_alive": (lazy("소스 %(about)s"), lazy("소스 %(about)s%(i)s 조용해요")),
    "outlet_proven": (lazy("아웃렛 %(about)s 시험"), lazy("아웃렛 %(about)s%(eul)s 시험해 보지 않았어요")),
    "may_publish_holding": (lazy("홀딩 입장문을 낼 권한"), lazy("홀딩 입장문을 누가 낼 수 있는지 정해져 있지 않아요")),
    "holding_text": (lazy("홀딩 문안 여섯 칸"), lazy("홀딩 문안에 빈칸이 있어요")),
    "signed": (lazy("경영진 서명"), lazy("지금 단계표와 위임장에 경영진 서명이 없어요")),
    "mandates_last": (lazy("곧 끝나는 위임이 없어요"), lazy("%(when)s에 끝나는 위임이 있어요")),
    "aligned": (lazy("경영진 정례 회의"), lazy("경영진 정례 회의를 열 때가 지났어요")),
    "reachable": (lazy("%(about)s 호출 주소"), lazy("%(about)s 님을 화면 밖에서 부를 주소가 없어요")),
    "test_call": (lazy("시험 호출"), lazy("시험 호출을 아직 해 보지 않았어요")),
    **registry_words.CHECKS,
    "outlet_owner": (lazy("%(about)s 담당자"), lazy("아웃렛 %(about)s의 담당자가 없어요")),
    "outlet_deputy": (lazy("%(about)s 대리자"), lazy("아웃렛 %(about)s의 대리자가 없어요")),
    "packet_phrase": (
        lazy("비상 꾸러미를 모두가 열 수 있어요"),
        lazy("비상 꾸러미 암호 문구가 없는 사람 %(count)s명 (%(about)s 님부터)"),
    ),
    "packet_fresh": (
        lazy("비상 꾸러미가 새로워요"),
        lazy("비상 꾸러미 %(count)s일째 갱신 안 됨 (%(about)s 님)"),
    ),
}

LEVEL_WORDS: Mapping[int, Words] = {1: lazy("평시"), 2: lazy("관심"), 3: lazy("주의"), 4: lazy("경계"), 5: lazy("심각")}

#: Where each hole is mended: settings page, anchor.
CHECK_PAGES: Mapping[str, tuple[str, str]] = {
    "somebody_on_duty": ("people", ""),
    "level_table": ("levels", ""),
    "role_held": ("people", ""),
    "role_deputy": ("people", ""),
    "has_outlet": ("outlets", ""),
    "has_source": ("sources", ""),
    "has_brand": ("brands", ""),
    "brand_words": ("brands", ""),
    "source_alive": ("sources", ""),
    "outlet_proven": ("outlets", ""),
    "may_publish_holding": ("charter", ""),
    "holding_text": ("holding", ""),
    "signed": ("charter", "sign"),
    "mandates_last": ("charter", ""),
    "reachable": ("people", ""),
    "test_call": ("notifications", ""),
    "outlet_owner": ("outlets", ""),
    "outlet_deputy": ("outlets", ""),
}


def act_words(act: str) -> str:
    return str(ACT_WORDS.get(act, act))


def role_words(role: str) -> str:
    return str(ROLE_WORDS.get(role, role))


def fault_words(fault: Fault) -> str:
    """What is wrong with a cell, in the reader's language, without line and column."""
    value, _bar, line = fault.value.partition("|")
    words = str(_FAULTS.get(fault.code, fault.code))
    return words % {"value": value, "line": line, "column": COLUMN_WORDS.get(fault.column, fault.column)}


def fault_place(fault: Fault) -> str:
    """Where: “3번째 줄, 이메일”."""
    column = str(COLUMN_WORDS.get(fault.column, fault.column))
    if not fault.line:
        return _("파일 전체")
    return (
        _("%(line)s번째 줄, %(column)s") % {"line": fault.line, "column": column}
        if column
        else (_("%(line)s번째 줄") % {"line": fault.line})
    )


def check_words(check: Check) -> str:
    passed, hole = _CHECKS[check.code]
    about: dict[str, object] = {
        "about": check.about,
        "more": registry_words.and_more(check.count),
        "count": check.count,
        "role": role_words(check.about),
        "level": LEVEL_WORDS.get(check.level, ""),
        "when": f"{timezone.localtime(check.at):%m.%d %H:%M}" if check.at else "",
    }
    named = role_words(check.about) if check.code.startswith("role_") else check.about
    about |= {"i": particle(named, "이"), "eul": particle(named, "을")}
    return str(passed if check.passed else hole) % about


def mend_at(check: Check) -> str:
    """Address of the page where a hole is mended."""
    if check.code in registry_words.CHECK_ROUTES:
        return reverse(registry_words.CHECK_ROUTES[check.code])
    if check.code == "duty_covered":
        return reverse("rota")
    if check.code == "aligned":
        return reverse("information") + "#meeting"
    if check.code.startswith("packet_"):
        return reverse("packet")
    page, anchor = CHECK_PAGES[check.code]
    return reverse(page if page == "charter" else f"settings_{page}") + (f"#{anchor}" if anchor else "")


def category_words(category: str) -> str:
    return str(CATEGORY_WORDS.get(category, category))
