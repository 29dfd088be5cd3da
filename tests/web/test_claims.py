"""A claim on the Watch, in the room and on its own page: where it went, how fast, who copied."""

from datetime import timedelta

from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core.values import Mention
from bongsu.flows import convene
from bongsu.sense.pipeline import BrandWatch
from bongsu.store.mentions.models import Claim, Mention as MentionRow
from bongsu.store.queries.claims import claim_whole
from bongsu.store.queries.spreading import claims

GLASS = "한강식품 왕만두 먹다가 유리조각 나왔습니다. 아이가 먹을 뻔했어요"
OTHER = "아이가 먹을 뻔했네요. 왕만두에서 유리조각이 나왔대요, 한강식품"
PLACES = ("햇살맘카페", "동네게시판", "마을톡")


def heard(world, *, count=24, key="c"):
    """A claim that goes from place to place, faster and faster, and is said in other words at last."""
    (ref,) = world.mentions.brands(world.org)
    watch = BrandWatch(ref, world.store.ground(world.org).table)
    begun = world.now - timedelta(minutes=58)
    posts = [
        Mention(
            f"{key}{n}",
            begun + timedelta(minutes=58 * (n / count) ** 0.5),
            PLACES[min(n // 6, 2)],
            (GLASS if n % 3 else "[펌] " + GLASS) if n < count - 3 else OTHER + " ㅠ" * (n - count + 3),
            f"u{n}",
            f"https://example.invalid/{n}",
        )
        for n in range(count)
    ]
    world.mentions.keep([watch.learn(posts, world.now)])
    (row,) = Claim.objects.filter(org=world.org)
    return row


def test_the_places_of_a_claim_stand_in_the_order_in_which_it_came_there(world):
    heard(world)
    (claim,) = claims(world.org, world.brand, world.now)
    assert [(place.source, place.posts) for place in claim.path] == [(PLACES[0], 6), (PLACES[1], 6), (PLACES[2], 12)]
    assert claim.path[0].at == claim.first_at.replace(microsecond=0)
    assert (claim.size, claim.authors, claim.lately > claim.before) == (24, 24, True)
    assert 70 < claim.copied_pct < 100
    assert claim.doubling_s is not None


def test_a_claim_s_page_tells_its_path_its_pace_its_words_and_its_posts(world):
    row = heard(world)
    page = signed_in(world, "haneul").get(f"/claims/{row.key}/").content.decode()
    for said in (
        *PLACES,
        "유리조각",
        "다른 말로 한 글",
        "두 배가 되는 데",
        "24건",
        "24명",
        "만에 다음 곳으로",
        "똑같은 글",
        "첫 글",
        "지워지기 전에 남기기",
        "https://example.invalid/0",
    ):
        assert said in page, said
    assert "사실 대장에 적기" not in page  # no room is open
    assert " style=" not in page
    whole = claim_whole(world.org, row.key, world.now)
    assert (len(whole.first), len(whole.last), whole.missing) == (10, 10, 0)
    assert 0 < sum(count for _, count in whole.bins) <= 24


def test_the_watch_and_the_room_lead_to_the_claim_and_the_claim_into_the_room_s_facts(world):
    row = heard(world)
    reader = signed_in(world, "haneul")
    assert f"/claims/{row.key}/" in reader.get("/").content.decode()
    room = convene.open_room(
        world.ports,
        org=world.org,
        brand=world.brand,
        by="haneul",
        title="유리조각",
        why="글이 늘어요.",
        level=2,
        finding=None,
    )
    assert f"/claims/{row.key}/" in reader.get(f"/rooms/{room}/").content.decode()
    page = reader.get(f"/claims/{row.key}/").content.decode()
    assert f"/rooms/{room}/?sheet=note_fact&amp;claim={row.key}" in page


def test_a_claim_is_not_there_for_another_organisation(world):
    row = heard(world)
    other = make_world(slug="other", clock=world.clock)
    assert signed_in(other, "haneul").get(f"/claims/{row.key}/").status_code == 404
    assert signed_in(world, "haneul").get("/claims/c0/").status_code == 404


def test_a_claim_without_memory_and_without_posts_still_has_a_page(world):
    row = heard(world)
    Claim.objects.update(memory=b"", text="<script>alert(1)</script>")
    MentionRow.objects.all().delete()
    page = signed_in(world, "haneul").get(f"/claims/{row.key}/").content.decode()
    assert "<script>alert" not in page
    assert "20건은 더 보관하지 않아요" in page
    assert "어디에서 들렸는지는" in page


def test_a_claim_s_page_counts_how_its_posts_sound_and_says_that_a_machine_did(world):
    row = heard(world)
    sounds = claim_whole(world.org, row.key, world.now).sounds
    assert sounds.posts == len(set(row.evidence))
    assert 0 < sounds.complaint <= sounds.posts
    page = " ".join(signed_in(world, "haneul").get(f"/claims/{row.key}/").content.decode().split())
    said = f"남아 있는 글 {sounds.posts}건 가운데 뚜렷이 부정 {sounds.negative}건, 뚜렷이 긍정 {sounds.positive}건"
    assert said in page
    assert "기계가 한 건씩 읽어 셌어요" in page
