"""The same assertion in other words: taken for one only where nothing speaks against it."""

import random
import time

import pytest

from bongsu.sense.claims import Claims
from bongsu.sense.normalise import normalise
from bongsu.sense.wording import Wording, Wordings, keywords, words

GLASS = "왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요"
SAME = "아이가 먹을 뻔했네요. 왕만두에서 유리조각이 나왔대요"
NOISE = [
    "한강식품 주가 오늘 왜 이렇게 빠지나요 실적 발표가 언제인지",
    "왕만두 할인하길래 두 봉지 샀는데 국물에 넣어 먹으니 맛있네요",
    "채용 공고 떴던데 서류 통과하신 분 계신가요 면접 후기 궁금합니다",
]

FEW = "만두 국물 김치 아이 학교 점심 친구 추천 후기 배송 냉동실 가격 행사 쿠폰 매장 직원 주말 엄마 동생 봉지 교환 문의"


def said(*texts: str) -> Wordings:
    made = Wordings(["한강식품"])
    for number, text in enumerate(texts):
        made.add(number, Wording(text))
    return made


def test_the_same_in_other_words_is_found_and_other_talk_is_not():
    made = said(*NOISE, GLASS)
    assert made.likest(Wording(SAME)) == 3
    assert made.likest(Wording("한강식품 고객센터 전화 연결이 하루 종일 안 되네요")) is None


@pytest.mark.parametrize(
    "denial",
    [
        "아이가 먹을 뻔했다는 왕만두 유리조각 사실무근이랍니다",
        "왕만두 먹다가 유리조각 나왔다는 거 거짓이래요. 아이가 먹을 뻔했다더니",
        "왕만두에서 유리조각 안 나왔습니다. 아이가 먹을 뻔하지도 않았어요",
    ],
)
def test_who_denies_a_claim_does_not_make_it(denial):
    assert said(*NOISE, GLASS).likest(Wording(denial)) is None


def test_other_numbers_are_another_assertion():
    made = said("한강식품 왕만두 리콜 대상 3000봉지 회수 시작했습니다", *NOISE)
    assert made.likest(Wording("왕만두 리콜 대상 회수 시작, 한강식품 3000봉지")) == 0
    assert made.likest(Wording("왕만두 리콜 대상 회수 시작, 한강식품 90봉지")) is None


def test_the_brand_s_own_name_says_nothing():
    assert said("한강식품 왕만두 한강식품 좋아").likest(Wording("한강식품 라면 한강식품 싫어")) is None


def test_a_claim_that_is_gone_is_not_found():
    made = said(GLASS, *NOISE)
    made.drop(0)
    assert made.likest(Wording(SAME)) is None
    for number in (1, 2, 3):
        made.drop(number)
    assert not made._where
    assert made._texts == 0


def test_two_posts_in_other_words_join_the_claim_that_is_there():
    claims = Claims(1, common=["한강식품"])
    texts = [GLASS, GLASS + " 퍼감", *NOISE, SAME, "RT @a: " + SAME]
    grown = []
    for number, text in enumerate(texts):
        (heard,) = claims.hear([normalise(text)])
        grown.append(
            claims.fold(
                heard, mention=f"p:{number}", at=60 * number, author=number, text=text, category=None, source="p"
            )
        )
    assert grown[-1] is grown[1]
    assert (grown[-1].size, grown[-1].distinct(), grown[-1].wordings) == (4, 4, ["RT @a: " + SAME])
    assert list(claims.moved.values()) == [grown[1].key]
    (row,) = claims.take_changed()
    again = Claims(1, [row])
    (heard,) = again.hear([normalise(SAME + " ㅠㅠ")])
    assert again.fold(heard, mention="p:9", at=900, author=9, text=SAME, category=None).key == row.key


def test_where_all_posts_draw_on_few_words_sharing_many_is_no_news():
    dice = random.Random(7)
    few = FEW.split()
    claims = Claims(1, common=["한강식품"])
    for day in range(3):
        texts = [" ".join(["한강식품", *dice.choices(few, k=14)]) for _ in range(100)]
        twice = [text + mark for text in texts for mark in ("", " ㅠㅠ")]
        for number, (text, heard) in enumerate(zip(twice, claims.hear(twice), strict=True)):
            claims.fold(heard, mention=f"{day}:{number}", at=number, author=number, text=text, category=None)
    assert len(claims.take_changed()) > 250
    assert not claims.moved


def test_keywords_are_what_a_claim_has_and_others_have_not():
    assert keywords([GLASS, SAME], NOISE, common=["한강식품"], most=2) == ["유리조각", "왕만두"]
    assert keywords(["!!!"]) == []
    assert keywords(["유리 같은 조각 사진 보니 남 일 같지 않네요"]) == ["사진", "유리", "조각"]


def test_words_end_where_particles_begin():
    assert words("배도라지즙에서는 유리조각이 나왔대요 https://ex.am/p @minji") == ("배도라지즙", "유리조각", "나왔")


@pytest.mark.parametrize("text", ["가" * 1_000_000, "은는이가" * 100_000, "a" * 1_000_000, "안 " * 300_000, "들" * 500])
def test_an_endless_text_costs_no_more_than_a_long_one(text):
    begun = time.process_time()
    for _ in range(5):
        words(text)
        said(GLASS).likest(Wording(text))
    assert time.process_time() - begun < 2


def test_claims_that_all_hold_one_word_cost_each_other_little():
    dice = random.Random(4)
    made = said(*(f"유리조각 왕만두 나왔다 {dice.random()} {dice.random()}" for _ in range(3000)))
    begun = time.process_time()
    for _ in range(20):
        made.likest(Wording("유리조각 왕만두 나왔다 어제 저녁 먹다가"))
    assert time.process_time() - begun < 2
