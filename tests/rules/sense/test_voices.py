"""Who speaks in a post, and whose posts are handed on."""

import pytest

from bongsu.sense.normalise import normalise
from bongsu.sense.voices import amplifiers, handed_on, voices


@pytest.mark.parametrize(
    ("source", "author", "text", "who"),
    [
        ("한빛일보", "기자", "한강식품 환불 잇따라", ("press",)),
        ("블라인드", "u1", "저 여기 직원인데 다들 알고 있었어요", ("insider",)),
        ("카페", "u2", "[펌] 공장에 불이 났대요", ("shared",)),
        ("mastodon", "u3", "RT @reuters: fire at the plant", ("shared",)),
        ("카페", None, "저도 그랬어요", ()),
    ],
)
def test_who_speaks_is_told_by_the_place_and_the_words(source, author, text, who):
    assert voices(source, author, normalise(text)) == who


def test_those_whose_posts_are_handed_on_twice_are_amplifiers():
    given = (
        "RT @AP: derailed",
        "rt @ap: derailed",
        "via @local: seen",
        "출처: 맘스홀릭",
        "출처 : 맘스홀릭 카페",
        "to @ap",
    )
    texts = [normalise(text) for text in given]
    assert amplifiers(texts) == [("ap", 2), ("맘스홀릭", 2)]
    assert handed_on("support @ap") == ""
    assert amplifiers([]) == []
