"""A brand, watched: what is told, how loud, how often."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from bongsu.core.ports import BrandRef, ClaimRow, Kept
from bongsu.core.values import Finding, FindingKind, LevelRow, Mention, WatchWords
from bongsu.sense.memory import last_hour
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones, ToneSums

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 09:00 in Seoul
WORDS = WatchWords(include=("한강식품",), risk={"safety": ("유리", "이물"), "injury": ("다쳤", "응급실")})
BRAND = BrandRef(7, 1, "한강식품", WORDS)
TABLE = (
    LevelRow(1, None, (), None, None, 0, False),
    LevelRow(2, "practitioner", (), None, None, 2, True),
    LevelRow(3, "leader", (), None, None, 3, True, ("safety",)),
    LevelRow(4, "leader", (), None, None, 10, True),
    LevelRow(5, "executive", (), None, None, 30, True, ("injury",)),
)


def after(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def post(number: int, at: datetime, text: str | None = None, author: str | None = None) -> Mention:
    """A post about the brand; by default one like no other."""
    if text is None:
        text = "한강식품 " + "".join(
            chr(0xAC00 + (number * 7919 + k * k * 104_729 + k * number) % 11_172) for k in range(20)
        )
    return Mention(str(number), at, "town", text, author or f"u{number}")


def watch(state: bytes | None = None, claims: Sequence[ClaimRow] = ()) -> BrandWatch:
    return BrandWatch(BRAND, TABLE, state, claims)


def warmed(per_hour: float, days: int = 28) -> BrandWatch:
    """A watch with an even past up to MONDAY, `per_hour` mentions an hour."""
    made, owed = watch(), 0.0
    counts: dict[datetime, int] = {}
    for minute in range(-days * 1440, 0):
        owed += per_hour / 60
        counts[after(minute)] = int(owed)
        owed -= int(owed)
    made.warm(counts)
    return made


def findings(kept: Iterable[Kept | None]) -> list[Finding]:
    return [finding for one in kept if one is not None for finding in one.findings]


GLASS = "한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요"
PLAIN = "한강식품 왕만두 가격이 말도 없이 올랐네요. 이번 달부터 삼천 원이나 더 비싸요"


def test_posts_about_others_are_kept_and_not_counted():
    kept = watch().learn([post(1, MONDAY), Mention("2", MONDAY, "town", "남한강식품 소식")], MONDAY)
    assert [m.id for m in kept.mentions] == ["1"]
    assert [m.id for m in kept.unmatched] == ["2"]
    assert kept.minutes == {MONDAY: 1}
    assert (kept.org, kept.brand) == (BRAND.org, BRAND.id)


def test_nothing_at_all_is_a_batch_too():
    kept = watch().learn([], MONDAY)
    assert (kept.mentions, kept.findings, kept.minutes) == ((), (), {})


def test_a_surge_is_raised_once_and_grows_louder_only_with_cause():
    it, kept, number = warmed(per_hour=60), [], 0
    for minute in range(24 * 60):
        rate = 12 if 600 <= minute < 640 else 1
        batch = [post(number + k, after(minute + k / (rate + 1))) for k in range(rate)]
        number += rate
        kept.append(it.learn(batch, after(minute + 1)))
    found = findings(kept)
    assert {f.kind for f in found} == {FindingKind.SURGE}
    assert after(600) <= found[0].at <= after(606)
    assert len({f.key.split(":")[2] for f in found}) == 1  # one episode
    assert [f.level for f in found] == sorted(f.level for f in found)
    for one, other in pairwise(found):
        assert other.level > one.level or (other.at - one.at >= timedelta(hours=1) and other.count >= 2 * one.count)
    assert found[0].surprise_centi >= 500
    assert found[0].count >= 5


def bursts(per_hour: int, days: int, *, burst: int) -> BrandWatch:
    """A past up to MONDAY with a burst of `burst` a minute for a quarter of an hour about once a day."""
    made = watch()
    spread = max(1, round(60 / per_hour))
    made.warm(
        {
            after(minute): burst if minute % 1260 < 15 else 1
            for minute in range(-days * 1440, 0)
            if minute % 1260 < 15 or minute % spread == 0
        }
    )
    return made


def fifteen_minutes(it: BrandWatch, a_minute: int, text: str = "") -> list[Finding]:
    """Of so many posts a minute, from noon on."""
    kept = []
    for minute in range(15):
        first = 100 * minute
        batch = [post(first + k, after(180 + minute + k / 61)) for k in range(a_minute)]
        if text:
            batch = [Mention(m.id, m.ts, m.source, f"{text} {m.text[5:17]}", m.author) for m in batch]
        kept.append(it.learn(batch, after(181 + minute)))
    return findings(kept)


def test_a_burst_as_the_brand_has_them_every_day_is_told_to_nobody_and_a_seldom_one_is():
    assert fifteen_minutes(bursts(6, 28, burst=20), 12) == []
    assert [f.level for f in fifteen_minutes(bursts(6, 28, burst=20), 90)] == [2]
    assert [f.level for f in fifteen_minutes(warmed(per_hour=6), 12)] == [2]
    # Before a week is known, nobody says what is usual here.
    assert [f.level for f in fifteen_minutes(bursts(6, 5, burst=20), 12)] == [2]


def test_a_usual_burst_is_told_all_the_same_where_people_are_troubled():
    told = fifteen_minutes(bursts(6, 28, burst=12), 12, "한강식품 정말 최악이에요 환불해 주세요")
    assert max(f.level for f in told) >= 3


def test_after_a_quiet_hour_a_new_surge_is_a_new_episode():
    it, kept, number = warmed(per_hour=60), [], 0
    for minute in range(600):
        rate = 20 if minute in range(60, 75) or minute in range(400, 415) else 1
        kept.append(it.learn([post(number + k, after(minute + k / 30)) for k in range(rate)], after(minute + 1)))
        number += rate
    assert len({f.key.split(":")[2] for f in findings(kept)}) == 2


def test_a_slow_rise_over_hours_is_seen():
    it, kept, number, owed = warmed(per_hour=30), [], 0, 0.0
    for minute in range(5 * 60):
        owed += 0.5 + 5.5 * minute / 300
        batch = [post(number + k, after(minute + k / 20)) for k in range(int(owed))]
        number, owed = number + len(batch), owed - len(batch)
        kept.append(it.learn(batch, after(minute + 1)))
    found = findings(kept)
    assert found
    assert found[0].at < after(4 * 60)


def test_two_posts_an_hour_on_a_silent_brand_alarm_nobody():
    it, kept = warmed(per_hour=1), []
    for hour in range(72):
        kept.append(
            it.learn([post(2 * hour, after(60 * hour)), post(2 * hour + 1, after(60 * hour + 1))], after(60 * hour + 2))
        )
    assert findings(kept) == []


def test_ordinary_days_are_quiet():
    dice, it, kept, number = random.Random(11), warmed(per_hour=40), [], 0
    for minute in range(7 * 1440):
        batch = [post(number + k, after(minute)) for k in range(sum(dice.random() < 1 / 60 for _ in range(40)))]
        number += len(batch)
        kept.append(it.learn(batch, after(minute + 1)))
    assert findings(kept) == []


def test_a_brand_without_history_is_not_called_unusual():
    it = watch()
    assert findings([it.learn([post(n, after(n / 60)) for n in range(300)], after(6))]) == []


def test_five_people_with_one_claim_are_a_finding_and_four_are_not():
    it = watch()
    four = it.learn([post(n, after(20 * n), PLAIN + "!" * n) for n in range(4)], after(61))
    assert findings([four]) == []
    same = it.learn([post(4, after(81), PLAIN, author="u3")], after(81))
    assert findings([same]) == []
    (finding,) = findings([it.learn([post(5, after(85), PLAIN)], after(85))])
    assert (finding.kind, finding.level, finding.authors, finding.count) == (FindingKind.CLAIM, 2, 5, 6)
    assert finding.evidence == tuple(f"town:{n}" for n in range(6))
    assert finding.first_post_at == after(0)
    assert "왕만두" in finding.excerpt


def test_five_people_over_a_day_are_no_claim_of_the_hour():
    it = watch()
    assert findings([it.learn([post(n, after(60 * n), PLAIN)], after(60 * n)) for n in range(5)]) == []


def test_risk_words_of_three_people_are_a_finding_of_their_category_s_level():
    it = watch()
    texts = ["한강식품 유리 나옴", "한강식품에서 이물질 봤다는 사람", "한강식품 유리조각 사건 뭐야"]
    found = findings([it.learn([post(n, after(10 * n), text)], after(10 * n)) for n, text in enumerate(texts)])
    (finding,) = found
    assert (finding.kind, finding.category, finding.level, finding.authors) == (FindingKind.RISK, "safety", 3, 3)
    assert finding.at == after(20)


def test_one_person_three_times_or_three_over_an_hour_are_no_risk():
    it = watch()
    again = [it.learn([post(n, after(n), "한강식품 유리!!", author="haneul")], after(n)) for n in range(3)]
    slow = [it.learn([post(n, after(60 + 20 * n), "한강식품 유리!!")], after(60 + 20 * n)) for n in range(3, 6)]
    assert findings(again + slow) == []


def test_louder_beacons_need_more_voices():
    it = watch()
    found = findings([it.learn([post(n, after(n), f"한강식품 먹고 다쳤{'어' * n}")], after(n)) for n in range(12)])
    risks = [f for f in found if f.kind is FindingKind.RISK]
    assert next((f.level, f.authors) for f in risks if f.level == 5) == (5, 10)
    assert risks[0].level == 2


def test_a_late_post_counts_in_its_minute_and_moves_nothing():
    it = warmed(per_hour=60)
    it.learn([post(1, after(200))], after(200))
    late = it.learn([post(n, after(60), GLASS) for n in range(10, 60)], after(200))
    assert late.minutes == {after(60): 50}
    assert late.findings == ()
    assert late.claims == ()


def test_a_post_from_the_future_does_not_blind_the_windows():
    it = warmed(per_hour=60)
    it.learn([post(1, after(30))], after(0))
    found = findings([it.learn([post(n, after(1)) for n in range(2, 80)], after(1))])
    assert found
    assert found[0].at <= after(1)


def test_hostile_text_is_only_text():
    texts = [
        "",
        "\x00\x1b[2J",
        "\u202e품식강한",
        "<script>alert('한강식품')</script>",
        "한강식품" * 500_000,
        "한강식품 " + "👨‍👩‍👧" * 999,
    ]
    texts += ["한강식품 \ud83d 반쪽", "한강식품\ufdfa" * 50]
    kept = watch().learn([post(n, MONDAY, text) for n, text in enumerate(texts)], MONDAY)
    assert len(kept.mentions) + len(kept.unmatched) == len(texts)
    assert len(kept.mentions) == 5


def test_time_passes_without_posts():
    it = warmed(per_hour=60)
    it.learn([post(1, after(0))], after(0))
    assert it.tick(after(0)) is None
    kept = it.tick(after(1))
    assert kept is not None
    assert kept.findings == ()
    assert it.tick(after(1.5)) is None


def test_a_replay_of_last_week_is_not_overtaken_by_the_clock():
    it, week = watch(), timedelta(days=7)
    it.learn([post(n, after(30 * n), PLAIN) for n in range(2)], MONDAY + week)
    assert it.tick(MONDAY + week) is None
    assert findings([it.learn([post(n, after(31), PLAIN) for n in range(2, 5)], MONDAY + week)])


def test_a_watch_of_nobody_s_table_still_speaks():
    it = BrandWatch(BRAND, ())
    (finding,) = findings([it.learn([post(n, after(n), PLAIN) for n in range(5)], after(9))])
    assert finding.level == 2


def test_the_usual_and_its_band_are_there_for_the_chart():
    mean, low, high = warmed(per_hour=60).usual(after(0), 60)
    assert mean == pytest.approx(60, rel=0.1)
    assert low <= mean <= high


def test_history_can_be_learned_twice_without_harm():
    it = warmed(per_hour=60)
    state = it.state()
    it.warm({after(-minute): 50 for minute in range(100, 2000)})
    assert it.state() == state


# ── properties ─────────────────────────────────────────────────────────────────────────────────────────────────────
_TEXTS = (GLASS, PLAIN, "한강식품 응급실 다녀온 사람 있대요 조심하세요", None, "한강식품 이물")
_streams = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(_TEXTS), st.integers(0, 12), st.integers(1, 12)),
    min_size=1,
    max_size=40,
)


def _batches(stream):
    """Batches of 1–12 like posts, each some minutes after the last; authors from a small town."""
    minute, number = 0.0, 0
    for gap, text, author, size in stream:
        minute += gap
        batch = []
        for k in range(size):
            number += 1
            batch.append(post(number, after(minute + k / 20), text, author=f"u{author + k}"))
        yield batch, after(minute + 1)


@settings(max_examples=25, deadline=None)
@given(_streams, st.sets(st.integers(0, 39)))
def test_a_restart_at_any_moment_changes_no_finding(stream, restarts):
    whole = part = warmed(per_hour=10, days=2)
    part = watch(whole.state())
    whole = watch(whole.state())
    rows, a, b = {}, [], []
    for number, (batch, now) in enumerate(_batches(stream)):
        if number in restarts:
            part = watch(b[-1].state if b else part.state(), tuple(rows.values()))
        a.append(whole.learn(batch, now))
        b.append(part.learn(batch, now))
        rows |= {row.key: row for row in b[-1].claims}
    assert findings(a) == findings(b)
    assert [k.claims for k in a] == [k.claims for k in b]
    assert [k.state for k in a] == [k.state for k in b]


@settings(max_examples=25, deadline=None)
@given(_streams)
def test_every_finding_rests_on_what_was_seen_by_then(stream):
    it, seen, keys = warmed(per_hour=10, days=2), {}, set()
    for batch, now in _batches(stream):
        seen |= {f"{m.source}:{m.id}": m.ts for m in batch}
        kept = it.learn(batch, now)
        assert len(kept.state) < 20_000
        for finding in kept.findings:
            assert finding.key not in keys
            keys.add(finding.key)
            assert len(finding.evidence) <= 20
            times = [seen[key] for key in finding.evidence]
            assert times == sorted(times)
            assert all(when < finding.at + timedelta(seconds=1) for when in times)
            assert 2 <= finding.level <= 5
            assert finding.at <= now


def test_a_brand_on_fire_keeps_a_small_state():
    dice, it, number = random.Random(2), warmed(per_hour=60), 0
    for minute in range(30):
        texts = [dice.choice(_TEXTS) for _ in range(800)]
        batch = [post(number + k, after(minute + k / 900), text) for k, text in enumerate(texts)]
        number += 800
        kept = it.learn(batch, after(minute + 1))
    assert len(kept.state) < 20_000
    assert TABLE[-1].level == max(f.level for f in findings([kept])) if kept.findings else True


def test_a_window_knows_how_its_posts_sound_and_remembers_it():
    tones = Tones.load()
    it = BrandWatch(BRAND, TABLE, tones=tones)
    angry = [post(n, after(0), f"한강식품 최악이다 환불해 주세요 {n}") for n in range(3)]
    happy = [post(n, after(2), f"한강식품 정말 맛있어요 {n}") for n in range(3, 6)]
    kept = it.learn([*happy, *angry], after(3))
    assert it.tone(60).negative == 0.5
    assert it.tone(1).negative == 0
    assert (it.tone(60).posts, it.tone(60)) == (6, BrandWatch(BRAND, TABLE, kept.state, tones=tones).tone(60))
    it.learn([post(9, after(61), "한강식품")], after(61))
    assert it.tone(60).posts == 4  # what left the window is forgotten
    assert watch().tone(60) == ToneSums()


# ── a crisis is not a burst ────────────────────────────────────────────────────────────────────────────────────────
NO_RISK = BrandRef(7, 1, "한강식품", WatchWords(include=("한강식품",)))
ANGRY = (
    "환불해 주세요",
    "정말 실망입니다",
    "고객센터가 전화를 안 받아요",
    "이거 먹고 다쳤어요",
    "사과하세요",
    "최악이네요",
)
GLAD = (
    "맛있어요",
    "당첨됐어요 감사합니다",
    "할인 쿠폰 받으세요",
    "최고예요",
    "이벤트 응모했어요",
    "선물 받아서 행복해요",
)


def crowd(texts: Sequence[str], first: int, minute: float, many: int) -> list[Mention]:
    """Posts within three minutes, each in words of its own."""
    dice = random.Random(first)
    return [
        post(
            first + n,
            after(minute + 3 * n / many),
            f"한강식품 {dice.choice(texts)} {post(first + n, MONDAY).text[5:17]}",
        )
        for n in range(many)
    ]


def calm_week(it: BrandWatch, days: int = 3) -> None:
    for hour in range(24 * days):
        it.learn([post(10_000 + 10 * hour + n, after(60 * hour + 12 * n)) for n in range(5)], after(60 * hour + 59))


@pytest.mark.parametrize("many", [40, 400])
def test_as_many_glad_posts_as_a_scandal_wake_nobody_and_an_unhappy_burst_does(many):
    noon = 3 * 1440 + 60
    levels = {}
    for name, texts in (("glad", GLAD), ("angry", ANGRY)):
        it = BrandWatch(NO_RISK, TABLE)
        calm_week(it)
        found = findings([it.learn(crowd(texts, 1, noon, many), after(noon + 4))])
        levels[name] = max(f.level for f in found)
        surge = next(f for f in found if f.kind is FindingKind.SURGE)
        assert surge.weight
        assert (2 * surge.troubled > surge.count) == (name == "angry")
    assert levels["glad"] == 2
    assert levels["angry"] >= 3


def test_one_account_lights_no_third_beacon_however_much_it_writes():
    it = BrandWatch(NO_RISK, TABLE)
    calm_week(it)
    noon = 3 * 1440 + 60
    texts = ("직원인데 불이 났다 영상 있음 rt @a", "먹고 다쳤다 사진 공유합니다", "사기 은폐 녹취 있음 퍼옴")
    flood = [
        Mention(f"f{n}", after(noon + n / 20), "town", f"한강식품 {texts[n % 3]} {n}", "도배왕") for n in range(500)
    ]
    grumblers = crowd(ANGRY, 2, noon, 3)
    found = findings([it.learn(sorted([*flood, *grumblers], key=lambda m: m.ts), after(noon + 26))])
    assert any(f.kind is FindingKind.SURGE for f in found)
    assert max(f.level for f in found) == 2


def test_copies_of_one_text_light_no_fourth_beacon():
    it = BrandWatch(NO_RISK, TABLE)
    calm_week(it)
    noon = 3 * 1440 + 60
    text = "한강식품 배도라지즙에 유리조각이 들어 있답니다 모두 확인하세요 널리 퍼뜨려 주세요"
    bots = [post(n, after(noon + n / 50), f"{text} #{n}") for n in range(500)]
    found = findings([it.learn(bots, after(noon + 11))])
    assert max(f.level for f in found) == 3
    surge = max((f for f in found if f.kind is FindingKind.SURGE), key=lambda f: f.level)
    assert "alike" in {piece.name for piece in surge.weight}


def test_a_surge_of_trouble_quotes_trouble_and_not_whoever_spoke_last():
    it = BrandWatch(NO_RISK, TABLE)
    calm_week(it)
    noon = 3 * 1440 + 60
    angry = crowd(ANGRY, 1, noon, 60)
    asking = [
        post(900 + n, m.ts + timedelta(seconds=1), f"한강식품 1+1 행사 언제까지인지 {m.text[-12:]}")
        for n, m in enumerate(angry[::3])
    ]
    found = findings([it.learn(sorted([*angry, *asking], key=lambda m: m.ts), after(noon + 4))])
    for surge in (f for f in found if f.kind is FindingKind.SURGE and f.level >= 3):
        assert "행사" not in surge.excerpt
    assert any(f.level >= 3 for f in found)


def test_an_unhappy_day_is_heard_where_posts_know_only_the_day():
    it = BrandWatch(NO_RISK, TABLE)
    kept = []
    for day in range(12):
        texts, many = (ANGRY, 60) if day == 11 else (("주문했어요", "어디서 사나요"), 6)
        at = after(1440 * day)
        batch = [Mention(m.id, at, m.source, m.text, m.author) for m in crowd(texts, 100 * day, 0, many)]
        kept.append(it.learn(batch, at + timedelta(hours=20)))
    found = findings(kept)
    assert [f.at for f in found if f.level >= 3] == [after(1440 * 11)] * len([f for f in found if f.level >= 3])
    surge = next(f for f in found if f.kind is FindingKind.SURGE)
    assert (surge.level, surge.window_s, surge.count) == (3, 86_400, 60) or surge.level > 3


@pytest.mark.parametrize(("of", "many", "level"), [(1.0, 12, 3), (0.6, 40, 3), (0.45, 300, 3), (0.2, 300, 1)])
def test_an_unhappy_first_day_is_heard_though_every_post_has_the_same_stamp(of, many, level):
    it, at = BrandWatch(NO_RISK, TABLE), after(0).replace(hour=0, minute=0)
    unhappy = round(of * many)
    texts = [f"한강식품 {ANGRY[n % 3]} 영상도 있어요" for n in range(unhappy)]
    texts += [f"한강식품 {('주문했어요', '어디서 사나요')[n % 2]}" for n in range(many - unhappy)]
    batch = [
        Mention(f"d{n}", at, "cafe", f"{text} {post(n, MONDAY).text[5:17]}", f"a{n}") for n, text in enumerate(texts)
    ]
    random.Random(3).shuffle(batch)
    found = findings([it.learn(batch, at + timedelta(hours=20))])
    assert max((f.level for f in found), default=1) == level
    assert {f.kind for f in found} <= {FindingKind.TONE}


def test_a_calm_or_glad_first_day_of_one_stamp_is_no_finding():
    for texts in (GLAD, ("주문했어요", "어디서 사나요")):
        it, at = BrandWatch(NO_RISK, TABLE), after(0).replace(hour=0, minute=0)
        batch = [Mention(m.id, at, m.source, m.text, m.author) for m in crowd(texts, 1, 0, 400)]
        assert findings([it.learn(batch, at + timedelta(hours=20))]) == []


def test_a_brand_of_its_first_minutes_hears_a_crisis():
    it = BrandWatch(NO_RISK, TABLE)
    texts = (
        "공장에 불이 났대요",
        "폭발 소리 들었어요",
        "다친 사람 있대요",
        "구급차가 왔어요 부상자",
        "화재라는데 사람들 괜찮나",
    )
    (finding,) = findings([it.learn([post(n, after(2 * n), f"한강식품 {t}") for n, t in enumerate(texts)], after(9))])
    assert (finding.kind, finding.level, finding.troubled, finding.cluster) == (FindingKind.RISK, 2, 5, "accident")
    assert finding.at == after(8)
    assert finding.evidence == tuple(f"town:{n}" for n in range(5))


def test_unhappiness_without_a_burst_is_told_as_tone():
    it = BrandWatch(NO_RISK, TABLE)
    calm_week(it)
    noon = 3 * 1440 + 60
    texts = [f"한강식품 {ANGRY[n % 3]} {n} {post(n, MONDAY).text[5:17]}" for n in range(9)]
    found = findings([it.learn([post(n, after(noon + 25 * n), t)], after(noon + 25 * n)) for n, t in enumerate(texts)])
    told = [f for f in found if f.kind is FindingKind.TONE]
    assert found == told
    assert [(f.level, f.troubled, f.authors) for f in told] == [(2, 5, 5)]  # and not again as it grows a little
    assert len({f.key.split(":")[3] for f in told}) == 1  # one episode
    assert told[0].usual_pct <= 10


def test_press_that_carries_a_complaint_is_told_once():
    it = BrandWatch(NO_RISK, TABLE)
    angry = crowd(ANGRY, 1, 0, 8)
    article = Mention("a1", after(6), "나루온라인뉴스", "한강식품 환불 요구 잇따라… 소비자 불만", "기자")
    again = Mention("a2", after(8), "한빛일보", "한강식품 환불 논란", "기자")
    found = findings([it.learn([*angry, article, again], after(9))])
    (finding,) = [f for f in found if f.kind is FindingKind.PRESS]
    assert finding.at == after(6)
    assert finding.excerpt.startswith("한강식품 환불 요구")
    alone = BrandWatch(NO_RISK, TABLE)
    assert findings([alone.learn([article], after(6))]) == []


def test_many_who_say_the_same_and_complain_of_nothing_are_no_finding():
    it = watch()
    same = [post(n, after(n), "한강식품 배도라지즙 대형마트에 파나요? 어디서 사는 게 좋을까요?") for n in range(9)]
    kept = it.learn(same, after(10))
    assert kept.claims
    assert kept.findings == ()


def test_a_happy_claim_with_one_sour_post_is_no_complaint():
    it = watch()
    same = [post(n, after(n), "한강식품 배도라지즙 대형마트에 파나요? 어디서 사는 게 좋을까요?") for n in range(9)]
    sour = post(9, after(9.5), "한강식품 배도라지즙 대형마트에 파나요? 어디서 사는 게 좋을까요? 실망")
    kept = it.learn([*same, sour], after(10))
    assert max(row.size for row in kept.claims) == 10
    assert kept.findings == ()


def test_a_state_of_before_is_taken_over_and_a_broken_one_begins_anew():
    parts = msgspec.msgpack.decode(warmed(per_hour=60).state())
    old = msgspec.msgpack.encode([2, *parts[1:8]])
    it = watch(old)
    assert it.usual(after(0), 60)[0] == pytest.approx(60, rel=0.1)
    assert msgspec.msgpack.decode(it.state())[0] == 3
    hour = last_hour(old)
    assert hour is not None
    assert hour.head == parts[1]
    for broken in (b"", b"\xc1", msgspec.msgpack.encode([9, *parts[1:]]), msgspec.msgpack.encode({"a": 1})):
        assert watch(broken).state() == watch().state()
        assert last_hour(broken) is None


@settings(max_examples=20, deadline=None)
@given(_streams)
def test_a_history_followed_gives_the_findings_of_batches_of_one(stream):
    posts = [m for batch, _ in _batches(stream) for m in batch]
    posts.sort(key=lambda m: m.ts)
    one, other = watch(), watch()
    singly = [f for m in posts for f in one.learn([m], m.ts).findings]
    assert [finding for _, finding in other.follow(posts)] == singly
    cut = watch()
    half = len(posts) // 2
    assert [finding for _, finding in cut.follow(posts[:half]) + cut.follow(posts[half:])] == singly
