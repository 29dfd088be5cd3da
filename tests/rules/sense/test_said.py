"""What one post says: troubled, glad, of harm, by press, by a machine."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from bongsu.sense import lexicon as lex
from bongsu.sense.kinds import CLUSTERS, KINDS, RULES, Kind, classify, cluster_of
from bongsu.sense.normalise import normalise
from bongsu.sense.said import Said, hear, is_bulletin, is_press
from bongsu.sense.tone import Judged


def said(text: str, *, risky: bool = False, neg: float = 0.0, complaint: float = 0.0) -> Said:
    tones = Judged(np.array([[neg, 1 - neg, 0, complaint, 0, 0, 0]], np.float32))
    return hear([normalise(text)], [risky], tones)[0]


@pytest.mark.parametrize(
    "text",
    ["한강식품 환불해 주세요", "먹고 응급실 갔어요", "I want a refund.", "공장에 불이 났대요", "직원이 알고도 숨겼다"],
)
def test_complaints_and_harm_are_troubled_without_watch_words_or_tone(text):
    assert hear([normalise(text)], [False], None)[0].troubled


@pytest.mark.parametrize(
    "text",
    [
        "한강식품 정말 맛있어요",
        "선착순 할인 쿠폰 받아 가세요",
        "오늘 주문했어요",
        "the firemen came",
        "감사 인사드려요",
        "",
    ],
)
def test_praise_offers_and_plain_talk_are_not(text):
    assert not said(text).troubled


def test_a_post_that_sounds_clearly_unhappy_is_troubled_whatever_its_words():
    assert said("이게 뭐예요 진짜", complaint=0.9).troubled
    assert said("이게 뭐예요 진짜", neg=0.85).troubled
    assert not said("이게 뭐예요 진짜", neg=0.55, complaint=0.7).troubled


def test_thanks_are_no_complaint_unless_they_name_harm_or_sound_very_unhappy():
    assert not said("빠른 환불 감사합니다", complaint=0.6).troubled
    assert said("이런 걸 팔다니 감사하네요", neg=0.95, complaint=0.95).troubled
    assert said("응급실 갔다 왔어요 감사", neg=0.1).troubled


def test_an_offer_with_a_risk_word_of_the_brand_s_own_is_troubled():
    assert said("할인 행사 제품에서 유리", risky=True) == Said(lex.OFFER, True, True, True)


def test_a_machine_s_numbers_are_nobody_s_voice():
    quake = "earthquake M 4.6, 105km NNE of Road Town: 2012-09-05 00:24:51 UTC http://t.co/x1"
    assert is_bulletin(normalise(quake))
    assert not said(quake).troubled
    assert said(quake, risky=True).troubled
    assert is_bulletin("한강식품 71,200원 +2.3% 거래량 1,204,331 시총 12위")
    assert not is_bulletin(normalise("3번 전화했는데 2시간째 안 받고 5일째 배송도 없네요. 정말 4번째예요"))


def test_harm_in_a_hashtag_is_a_topic_and_not_news():
    assert not lex.said(normalise("#지진 대비 비상식량")) & lex.HARM
    assert not lex.said(normalise("quake kit #earthquake")[10:]) & lex.HARM
    assert lex.said(normalise("방금 지진 났어요 #서울")) & lex.HARM
    assert lex.said(normalise("#한강식품 불매")) & lex.GRIEVANCE


def test_press_is_told_by_its_name():
    assert is_press("나루온라인뉴스")
    assert is_press("rss", "한빛일보")
    assert not is_press("뉴스댓글", "감자아빠")
    assert not is_press("맘카페")


# ── kinds ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("한강식품 먹지 마세요", "advice", "먹지 마"),
        ("아이가 응급실에 갔어요", "affected", "응급실"),
        ("들었는데 회수한대요", "rumour", "들었는데"),
        ("경찰이 발표했습니다", "facts", "발표"),
        ("성금을 보냈어요", "help", "성금"),
        ("삼가 명복을 빕니다", "support", "명복"),
        ("솔직히 너무하네", "opinion", "솔직히"),
        ("오늘 샀어요", "", ""),
    ],
)
def test_what_a_post_says_is_told_with_the_word_it_rests_on(text, kind, rule):
    assert classify(normalise(text)) == Kind(kind, rule)


def test_a_cluster_needs_three_posts_and_a_tenth():
    assert [name for name, _ in CLUSTERS] == ["preventable", "accident", "victim"]
    assert cluster_of([0, 3, 0], 10) == ("accident", 3)
    assert cluster_of([2, 2, 2], 6) == ("", 0)
    assert cluster_of([3, 3, 0], 10) == ("preventable", 3)  # the gravest of equals
    assert cluster_of([0, 0, 9], 100) == ("", 0)


def test_every_set_has_words_and_every_kind_a_rule():
    words = {flag for _, flag in lex._LISTED}
    assert all(any(flag & 1 << n for flag in words) for n in range(len(lex.SETS)))
    assert tuple(name for name, _ in RULES) == KINDS


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_sorted_without_a_word_of_complaint(texts):
    normal = [normalise(text) for text in texts]
    assert len(hear(normal, [False] * len(texts), None)) == len(texts)
    assert all(classify(text).name in ("", *KINDS) for text in normal)
