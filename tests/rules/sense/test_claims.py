"""Posts that say the same thing are one claim; the rest is not, and memory has a ceiling."""

import random

import pytest

from bongsu.sense.claim import author_digest
from bongsu.sense.claims import MAX_CLAIMS, MAX_SINGLES, WHOLE_FOR, Claims, room_among
from bongsu.sense.normalise import normalise
from bongsu.sense.shingles import letters

FIRST = "한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요. 고객센터는 전화도 안 받네요"
COPIES = [
    "RT @minji: 한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요. 고객센터는 전화도 안 받네요",
    "한강식품 왕만두 먹다가 유리조각 나왔습니다!! 아이가 먹을뻔 했어요ㅠㅠ 고객센터는 전화도 안 받네요 https://ex.am/p1",
    "[펌] 한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요. 고객센터는 전화도 안 받네요 #한강식품",
    "한강식품 왕만두 먹다가 유리조각이 나왔습니다. 우리 아이가 먹을 뻔했어요. 고객센터는 전화를 안 받네요",
]
OTHERS = [
    "한강식품 왕만두 할인하길래 두 봉지 샀는데 국물에 넣어 먹으니 정말 맛있네요",
    "한강식품 주가 오늘 왜 이렇게 빠지나요 실적 발표가 언제인지 아시는 분",
    "한강식품 채용 공고 떴던데 서류 통과하신 분 계신가요 면접 후기 궁금합니다",
]


def folded(claims: Claims, text: str, number: int, at: int = 0):
    (heard,) = claims.hear([normalise(text)])
    if heard is None:
        return None
    return claims.fold(heard, mention=f"t:{number}", at=at, author=number, text=text, category=None, source="t")


def test_copies_with_small_edits_fold_into_one_claim():
    claims = Claims(1)
    grown = [folded(claims, text, number, at=number * 60) for number, text in enumerate([FIRST, *COPIES])]
    assert grown[0] is None
    assert grown[-1].size == 5
    assert grown[-1].distinct() == 5
    assert grown[-1].first_mention == "t:0"
    assert grown[-1].evidence() == ("t:0", "t:1", "t:2", "t:3", "t:4")
    assert grown[-1].copies >= 2
    (row,) = claims.take_changed()
    assert (row.size, row.authors, row.first_mention) == (5, 5, "t:0")
    assert claims.take_changed() == ()


def test_other_talk_about_the_brand_stays_apart():
    claims = Claims(1)
    assert [folded(claims, text, number) for number, text in enumerate([FIRST, *OTHERS])] == [None] * 4


@pytest.mark.parametrize(
    ("says", "denies"),
    [
        ("한강식품 배도라지즙에서 유리조각이 나왔다", "한강식품 배도라지즙에서 유리조각이 나왔다는 건 거짓"),
        ("한강식품 공장 화재로 인명피해가 있었다", "한강식품 공장 화재로 인명피해가 없었다"),
        ("한강식품 배도라지즙은 리콜 대상입니다", "한강식품 배도라지즙은 리콜 대상 아닙니다"),
    ],
)
def test_who_denies_what_others_claim_makes_another_claim(says, denies):
    claims = Claims(1)
    told = [(says, 1), (denies, 2), (says + " 헐", 3), (denies + " 헐", 4), (says + "!!", 5), (denies + "..", 6)]
    grown = [folded(claims, text, number, at=number) for text, number in told]
    assert [claim is None for claim in grown] == [True, True, False, False, False, False]
    assert grown[2] is grown[4]
    assert grown[3] is grown[5]
    assert grown[2] is not grown[3]
    at_once = Claims(1)
    heard = at_once.hear([normalise(text) for text, _ in told])
    together = [
        at_once.fold(one, mention=f"t:{n}", at=n, author=n, text=text, category=None)
        for one, (text, n) in zip(heard, told, strict=True)
    ]
    assert {row.size for row in at_once.take_changed()} == {3}
    assert together[5] is not together[4]


@pytest.mark.parametrize(
    "text",
    ["", "ㅋㅋㅋㅋ", "헐", "😡😡😡😡😡😡😡😡😡😡", "!!!!!!!!!!", "https://ex.am/ple-of-a-long-address", "한강식품 헐"],
)
def test_a_text_with_hardly_a_letter_makes_no_claim(text):
    assert Claims(1).hear([normalise(text)]) == [None]


def test_the_same_author_again_is_not_another_voice():
    claims = Claims(1)
    for number in range(9):
        (heard,) = claims.hear([normalise(FIRST)])
        claim = claims.fold(heard, mention=f"t:{number}", at=number, author=1, text=FIRST, category=None)
    assert (claim.size, claim.distinct(), claim.recent_authors(9)) == (9, 1, 1)


def test_thousands_of_authors_are_counted_in_little_space():
    claims = Claims(1)
    for number, heard in enumerate(claims.hear([normalise(FIRST)] * 3000)):
        key = f"t:{number}"
        author = author_digest("t", f"u{number}", key)
        claim = claims.fold(heard, mention=key, at=number, author=author, text=FIRST, category=None)
    (row,) = claims.take_changed()
    assert claim.distinct() == pytest.approx(3000, rel=0.08)
    assert len(row.memory) < 4000
    assert len(row.evidence) == 20
    assert row.evidence[0] == "t:0"
    assert row.evidence[-1] == "t:2999"


def test_a_post_without_author_is_a_voice_of_its_own_and_names_are_a_source_s():
    assert author_digest("call", None, "call:1") != author_digest("call", None, "call:2")
    assert author_digest("a", "haneul", "a:1") == author_digest("a", "haneul", "a:2")
    assert author_digest("a", "haneul", "a:1") != author_digest("b", "haneul", "b:1")


def test_a_hundred_thousand_distinct_posts_leave_a_bounded_memory():
    dice, claims = random.Random(5), Claims(1)
    syllables = [chr(0xAC00 + n * 11) for n in range(1000)]
    for begin in range(0, 100_000, 2000):
        texts = []
        for number in range(begin, begin + 2000):
            texts += ["".join(dice.choices(syllables, k=16))] * (2 if number % 10 == 0 else 1)
        for number, (heard, text) in enumerate(zip(claims.hear(texts), texts, strict=True), start=begin):
            claims.fold(heard, mention=f"t:{number}", at=number, author=number, text=text, category=None)
        claims.take_changed()
        assert len(claims._singles) <= MAX_SINGLES + 2000
        assert len(claims._claims) <= MAX_CLAIMS
    claims.hear([])
    assert len(claims._singles) <= MAX_SINGLES
    assert len(claims._of) <= 8 * MAX_CLAIMS
    assert len(claims._wordings) <= MAX_CLAIMS


def test_many_brands_together_remember_hardly_more_than_a_few():
    assert room_among(1) == room_among(WHOLE_FOR) == (MAX_SINGLES, MAX_CLAIMS)
    before = room_among(1)
    for brands in range(1, 1500):
        room = room_among(brands)
        assert room[0] * brands <= MAX_SINGLES * WHOLE_FOR
        assert room[1] * brands <= MAX_CLAIMS * WHOLE_FOR
        assert room <= before
        before = room


def test_claims_go_on_from_their_rows():
    whole, before = Claims(1), Claims(1)
    for number, text in enumerate([FIRST, *COPIES[:2]]):
        folded(whole, text, number)
        folded(before, text, number)
    orders, grown = before.counters
    again = Claims(1, before.take_changed(), before.latest_singles(10_000), orders=orders, grown=grown)
    for claims in (whole, again):
        whole.take_changed()
        folded(claims, COPIES[3], 9)
    assert again.take_changed() == whole.take_changed() or again.loudest(0) == whole.loudest(0)


def test_letters_are_what_is_compared():
    assert letters(normalise("RT @haneul: 유리 조각!! https://ex.am/ple #한강")) == "유리조각한강"
    assert len(letters("가" * 1_000_000)) == 300
