"""Every act of a room from its form: what it does, who may not, and that a second tap changes nothing."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core.errors import ChecklistOpen
from bongsu.core.events import LeadTaken
from bongsu.core.values import SLOTS, Person
from bongsu.crisis import speak as rules
from bongsu.crisis.convene.closing import ITEMS
from bongsu.flows import convene
from bongsu.store import setup
from bongsu.web.lines.decide import option_words
from bongsu.web.room.acts import ACTS, OPEN_TO_READERS
from bongsu.web.words import CHECK_WORDS, LEFT_WORDS, NONE_WORDS, error_words

KEY = "k1"


@pytest.fixture
def room(world):
    """Opened by haneul at level 3; seojun leads."""
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=3
    )
    assert world.room(number).leader == "seojun"
    return number


@pytest.fixture
def do(world, room):
    """do("haneul", "note", text="…") → the answer's status; a form of that person, sent without JavaScript."""
    people = {}

    def send(who, name, **fields):
        client = people.setdefault(who, signed_in(world, who))
        return client.post(f"/rooms/{room}/do/{name}", fields).status_code

    return send


@pytest.fixture
def drafted(world, do):
    """A complete draft, and the digest of the text that is shown."""

    def write(base=0):
        update = (world.now + timedelta(minutes=60)).isoformat()
        slots = {f"slot-{slot}": "걱정을 끼쳐 드려 죄송합니다." for slot in SLOTS}
        assert do("haneul", "edit", base_version=base, next_update_at=update, **slots) == 302

    return write


def shown_digest(world, room):
    return rules.digest(rules.draft_text(world.room(room), "Asia/Seoul"))


def page(world, who, path):
    return signed_in(world, who).get(path).content.decode()


# ── assess ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_fact_is_noted_and_settled(world, room, do):
    assert do("haneul", "note_fact", text="로트는 L2411-07입니다.", status="unconfirmed", source="") == 302
    fact = world.room(room).facts[0]
    assert do("haneul", "settle_fact", fact=fact.id, status="confirmed", source="품질안전팀") == 302
    assert world.room(room).facts[0].status == "confirmed"
    assert do("haneul", "settle_fact", fact=fact.id, status="confirmed", source="품질안전팀") == 409
    assert do("haneul", "settle_fact", fact="f9", status="false", source="품질안전팀") == 404


def test_a_confirmed_fact_names_who_says_so(world, room, do):
    assert do("haneul", "note_fact", text="로트는 L2411-07입니다.", status="confirmed", source="") == 422
    assert world.room(room).facts == ()


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("note", {"text": " "}, "남길 말을 적어 주세요."),
        ("give_task", {"text": "", "owner": "haneul", "minutes": "30"}, "무엇을 할지 적어 주세요."),
        ("give_task", {"text": "확인", "owner": "haneul", "minutes": "반"}, "몇 분인지 숫자로 적어 주세요. 예: 30"),
        ("promise", {"text": "다시", "owner": "haneul", "until": "25:99"}, "시각으로 적어 주세요. 예: 23:30"),
        ("note_inquiry", {"medium": "", "question": "왜", "until": "23:50"}, "어느 언론사인지 적어 주세요."),
        ("start_duty", {"law": "", "why": ""}, "하나를 골라 주세요."),
        ("reopen_decision", {"decision": "q1", "why": "x", "minutes": "곧"}, "몇 분인지 숫자로 적어 주세요."),
        ("close", {"summary": ""}, "마무리 요약을 적어 주세요."),
    ],
)
def test_what_is_refused_says_on_top_of_the_page_what_is_missing(world, room, act, fields, told):
    answer = signed_in(world, "seojun").post(f"/rooms/{room}/do/{act}", fields)
    assert answer.status_code == 422
    top = answer.content.decode().partition('id="refused"')[2].partition("</div>")[0]
    assert told in top


# ── convene ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_call_is_answered_once(world, room, do):
    assert do("seojun", "acknowledge") == 302
    assert world.room(room).call_of("seojun").acknowledged_at == world.now
    assert do("seojun", "acknowledge") == 409


def test_command_is_taken_with_a_reason(world, room, do):
    assert do("haneul", "take_lead", why="") == 422
    assert do("haneul", "take_lead", why="서준 님이 연락되지 않아요.") == 302
    assert world.room(room).leader == "haneul"


def test_command_is_refused_to_a_role_that_does_not_lead_and_the_sheet_says_who_may(world, room, do):
    assert do("jiwoo", "take_lead", why="제가 할게요.") == 403
    assert world.room(room).leader == "seojun"
    sheet = page(world, "jiwoo", f"/rooms/{room}/?sheet=take_lead")
    assert f"/rooms/{room}/do/take_lead" not in sheet
    assert "이서준 님에게 넘겨 달라고 해 주세요." in sheet
    assert f"/rooms/{room}/do/take_lead" in page(world, "haneul", f"/rooms/{room}/?sheet=take_lead")
    world.clock.forward(hours=2)
    assert f"/rooms/{room}/do/take_lead" in page(world, "jiwoo", f"/rooms/{room}/?sheet=take_lead")
    assert do("jiwoo", "take_lead", why="서준 님이 연락되지 않아요.") == 302


def test_command_is_handed_over_when_the_other_accepts(world, room, do):
    assert do("haneul", "offer_lead", to="jiwoo", note="") == 403
    assert do("seojun", "offer_lead", to="jiwoo", note="초안은 3판까지 봤어요.") == 302
    assert world.room(room).leader == "seojun"
    assert do("haneul", "accept_lead") == 422
    assert do("jiwoo", "accept_lead") == 302
    assert world.room(room).leader == "jiwoo"


def test_anybody_raises_the_beacon_and_only_the_leader_lowers_it(world, room, do):
    assert do("haneul", "raise_beacon", level=4, why="영상이 올라왔어요.") == 302
    assert world.room(room).level == 4
    assert do("haneul", "raise_beacon", level=4, why="한 번 더") in (409, 422)
    assert do("haneul", "lower_beacon", level=2, why="잦아들어요.") == 403
    assert do("seojun", "lower_beacon", level=3, why="영상은 다른 제품이었어요.") == 302
    assert world.room(room).level == 3


def test_a_room_is_renamed(world, room, do):
    assert do("seojun", "rename", title="배도라지즙 유리조각") == 302
    assert "배도라지즙 유리조각" in page(world, "minseo", f"/rooms/{room}/")


def test_a_closed_room_takes_only_notes_until_it_is_opened_again(world, room, do):
    assert do("haneul", "close", summary="끝났어요.", waiver="Not needed") == 403
    assert do("seojun", "close", summary="오해로 확인됐어요.", waiver="Not needed") == 302
    assert not world.room(room).is_open
    assert do("haneul", "raise_beacon", level=4, why="다시 퍼져요.") == 409
    assert do("haneul", "note", text="회의록을 붙여요.") == 302
    assert do("haneul", "reopen", why="다시 퍼져요.") == 302
    assert world.room(room).is_open


# ── decide ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def ask(do, owner="minseo"):
    options = "판매를 멈춘다\n지켜본다"
    about = {"question": "판매를 멈출까요?", "options": options, "default": 2, "minutes": 20, "deputy": ""}
    return do("seojun", "ask", owner=owner, **about)


def test_a_decision_is_asked_objected_to_and_made_by_its_owner(world, room, do):
    assert ask(do) == 302
    asked = world.room(room).decisions[0]
    assert (asked.default, asked.due_at) == (1, world.now + timedelta(minutes=20))
    assert do("jiwoo", "object", decision=asked.id, why="증거가 아직 없어요.") == 302
    assert do("haneul", "decide", decision=asked.id, option=0, why="") == 403
    assert do("minseo", "decide", decision=asked.id, option=0, why="", once=KEY) == 422  # nobody judged yet
    assert do("minseo", "judge", decision=asked.id, option=0, why="") == 422  # nor does an executive's view count
    assert do("haneul", "judge", decision=asked.id, option=0, why="사진이 진짜예요.") == 302
    assert do("minseo", "decide", decision=asked.id, option=0, why="", once=KEY) == 302
    made = world.room(room).decisions[0]
    assert (made.option, made.made_by) == (0, "minseo")
    assert do("minseo", "decide", decision=asked.id, option=1, why="") == 409


@pytest.mark.parametrize(
    "broken", [{"options": "하나뿐"}, {"default": 5}, {"minutes": 0}, {"minutes": "곧"}, {"owner": "nobody"}]
)
def test_a_decision_that_cannot_be_asked_keeps_its_words(world, room, broken):
    about = {"question": "판매를 멈출까요?", "options": "네\n아니요", "default": 1, "minutes": 20, "owner": "minseo"}
    answer = signed_in(world, "seojun").post(f"/rooms/{room}/do/ask", about | broken)
    assert answer.status_code in (404, 422)
    assert "판매를 멈출까요?" in answer.content.decode()
    assert world.room(room).decisions == ()


def test_the_executive_decides_from_the_brief_and_comes_back_to_it(world, room, do):
    assert "지금 정하실 것은 없어요." in page(world, "minseo", f"/rooms/{room}/brief/")
    ask(do)
    minseo = signed_in(world, "minseo")
    brief = minseo.get(f"/rooms/{room}/brief/").content.decode()
    assert 'value="0">판매를 멈춘다</button>' in brief
    assert "지금 정하실 것은 없어요." not in brief
    asked = world.room(room).decisions[0].id
    sent = {"decision": asked, "option": "0", "why": "", "waived": "기다릴 수 없어요", "back": f"/rooms/{room}/brief/"}
    assert minseo.post(f"/rooms/{room}/do/decide", sent).headers["Location"] == f"/rooms/{room}/brief/"
    assert "판매를 멈춘다</button>" not in page(world, "haneul", f"/rooms/{room}/brief/")


def test_a_task_is_given_and_finished_by_who_has_it(world, room, do):
    assert do("seojun", "give_task", text="첫 글 작성자에게 연락", owner="haneul", minutes=30) == 302
    task = world.room(room).tasks[0]
    assert do("jiwoo", "finish_task", task=task.id, note="") == 403
    assert do("haneul", "finish_task", task=task.id, note="통화했어요.") == 302
    assert world.room(room).tasks[0].done_at == world.now
    assert do("haneul", "finish_task", task=task.id, note="") == 409


# ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_approved_text_is_planned_once_for_each_outlet(world, room, do, drafted):
    drafted()
    digest = shown_digest(world, room)
    assert digest in page(world, "seojun", f"/rooms/{room}/voice/")
    assert do("haneul", "approve", digest=digest) == 403
    for _ in range(2):
        assert do("seojun", "approve", digest=digest, once=KEY) == 302
    assert do("seojun", "approve", digest=digest, once="k2") == 409
    state = world.room(room)
    assert len(state.statements) == 1
    assert sorted(d.outlet for d in state.deliveries) == ["newsroom", "partners"]


def test_a_withdrawn_statement_is_sent_nowhere(world, room, do, drafted):
    drafted()
    do("seojun", "approve", digest=shown_digest(world, room))
    said = world.room(room).statement.id
    assert do("haneul", "withdraw", statement=said, why="숫자가 달라요.") == 403
    assert do("seojun", "withdraw", statement=said, why="숫자가 달라요.") == 302
    assert {d.state for d in world.room(room).deliveries} == {"dropped"}


def test_anybody_pauses_all_outlets_and_the_leader_opens_them_again(world, room, do):
    assert "data-paused" not in page(world, "haneul", f"/rooms/{room}/")
    assert do("haneul", "pause", why="틀린 문장이 있어요.") == 302
    assert "data-paused" in page(world, "seojun", f"/rooms/{room}/")
    assert do("haneul", "pause", why="한 번 더") == 409
    assert do("haneul", "resume", why="고쳤어요.") == 403
    assert do("seojun", "resume", why="고쳤어요.") == 302
    assert world.room(room).paused_at is None


def test_a_person_says_whether_an_unsure_text_is_there(world, room, do, drafted):
    drafted()
    do("seojun", "approve", digest=shown_digest(world, room))
    work = world.room(room).deliveries[0]
    world.append(room, rules.started(world.room(room), delivery=work.id), by="system")
    world.append(room, rules.unsure(world.room(room), delivery=work.id, reason="응답이 끊겼어요."), by="system")
    assert do("haneul", "settle", delivery=work.id, found="", url="") == 422
    assert do("haneul", "settle", delivery=work.id, found="yes", url="https://example.kr/1") == 302
    assert world.room(room).delivery(work.id).state == "sent"


# ── the editor ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_prepared_sentences_fill_only_what_is_empty_and_save_nothing(world, room, do):
    do("haneul", "note_fact", text="제보 글을 21시 40분에 확인했습니다", status="confirmed", source="고객센터")
    typed = {"slot-empathy": "놀라셨지요. 죄송합니다.", "base_version": 0, "next_update_at": ""}
    answer = signed_in(world, "haneul").post(f"/rooms/{room}/voice/fill", typed)
    filled = answer.content.decode()
    assert answer.status_code == 200
    for words in ("놀라셨지요. 죄송합니다.</textarea>", "제보 글을 21시 40분에 확인했습니다.</textarea>"):
        assert words in filled
    assert "해당 제품의 출고를 멈추고 조사하고 있습니다.</textarea>" in filled
    assert "걱정을 끼쳐 드려 죄송합니다.</textarea>" not in filled
    assert world.room(room).draft is None


def test_a_new_draft_promises_the_next_word_in_an_hour(world, room, do):
    editor = page(world, "haneul", f"/rooms/{room}/voice/")
    assert "새 초안" in editor
    assert "selected>+60" in editor.replace("\n", "")
    do("haneul", "edit", base_version=0, next_update_at="", **{"slot-empathy": "죄송합니다."})
    editor = page(world, "haneul", f"/rooms/{room}/voice/")
    assert "초안 1판 고치기" in editor
    assert "selected>+60" not in editor


# ── who may not ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_observer_reads_and_is_refused_every_act(world, room):
    setup.upsert_people(world.org, [Person(key="sora", name="윤소라", roles=("observer",))])
    sora = signed_in(world, "sora")
    before = world.room(room).seq
    assert sora.get(f"/rooms/{room}/").status_code == 200
    for name in sorted(set(ACTS) - OPEN_TO_READERS):
        answer = sora.post(f"/rooms/{room}/do/{name}", {"text": "안녕하세요", "why": "이유"})
        assert answer.status_code == 403, name
    assert world.room(room).seq == before


@pytest.mark.parametrize("name", sorted(ACTS))
def test_no_act_reaches_another_organisations_room(world, room, name):
    other = signed_in(make_world(slug="other", clock=world.clock), "seojun")
    before = world.room(room).seq
    assert other.post(f"/rooms/{room}/do/{name}", {"why": "남의 방", "text": "남의 방"}).status_code == 404
    assert other.post(f"/rooms/{room}/voice/fill", {}).status_code == 404
    assert world.room(room).seq == before


@pytest.mark.parametrize(
    ("who", "name", "fields"),
    [
        ("haneul", "estimate", {"level": 4, "press_pct": 70, "why": "영상이 곧 나와요."}),
        ("haneul", "note_fact", {"text": "로트는 L2411-07입니다.", "status": "unconfirmed", "source": ""}),
        ("haneul", "raise_beacon", {"level": 4, "why": "영상이 올라왔어요."}),
        ("haneul", "take_lead", {"why": "서준 님이 연락되지 않아요."}),
        ("seojun", "give_task", {"text": "연락", "owner": "haneul", "minutes": 30}),
        ("haneul", "pause", {"why": "틀린 문장이 있어요."}),
    ],
)
def test_a_second_tap_with_the_same_key_changes_nothing(world, room, do, who, name, fields):
    assert do(who, name, once=KEY, **fields) == 302
    after = world.room(room).seq
    assert do(who, name, once=KEY, **fields) == 302
    assert world.room(room).seq == after
    world.assert_journal_holds(room)


# ── blind ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("path", ["", "brief/", "review/", "voice/"])
def test_nobody_who_has_still_to_judge_reads_the_others(world, room, do, path):
    do("haneul", "estimate", level=5, press_pct=85, why="영상이 곧 나와요.")
    assert "영상이 곧 나와요." not in page(world, "seojun", f"/rooms/{room}/{path}")
    assert "85 %" not in page(world, "seojun", f"/rooms/{room}/{path}")


@pytest.mark.parametrize("item", ITEMS)
def test_what_is_left_before_closing_is_named_as_left_and_not_as_done(item):
    said = error_words(ChecklistOpen(items=(item,)))
    assert str(LEFT_WORDS[item]) in said
    assert str(CHECK_WORDS[item]) not in said


def test_with_nobody_to_thank_the_checklist_says_so_and_offers_no_thanks(world):
    room = world.open_room()
    world.append(room, LeadTaken("seojun", None, "assigned"), by="seojun")
    assert world.room(room).team == ("seojun",)
    shown = page(world, "seojun", f"/rooms/{room}/stand-down/")
    line = shown[shown.index('id="check-thanks"') :].partition("</li>")[0]
    assert "와 준 사람이 없어" in line
    assert "해당 없음" in line
    assert "✓" not in line
    assert "do/thank" not in shown
    assert "do/close" in shown
    seq = world.room(room).seq
    answer = signed_in(world, "seojun").post(f"/rooms/{room}/do/thank", {"text": "고맙습니다"})
    assert answer.status_code == 422
    assert "고맙다는 말을 전할 수 없습니다" in answer.content.decode()
    assert world.room(room).seq == seq


@pytest.mark.parametrize("item", sorted(NONE_WORDS))
def test_what_was_never_called_for_is_told_in_other_words_than_what_was_done(item):
    assert str(NONE_WORDS[item]) not in (str(CHECK_WORDS[item]), str(LEFT_WORDS[item]))


def test_engage_or_prepare_is_not_readiness_in_english():
    with translation.override("en"):
        assert (option_words("stance", "engage"), option_words("stance", "prepare")) == ("Engage", "Prepare")
        assert translation.gettext("준비") == "Readiness"
