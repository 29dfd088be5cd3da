"""Customer-service tickets: read by paths, refused one by one with the path that led nowhere."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bongsu.connectors.tickets import FIELDS, is_path, item_of, tickets_in
from bongsu.core.ports import Item, Refusal

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PATHS = {
    "id": "ticket.no",
    "subject": "ticket.title",
    "body": "ticket.messages[0].html",
    "channel": "ticket.via",
    "product": "ticket.fields[1].value",
    "created_at": "ticket.at",
}
TICKET = {
    "ticket": {
        "no": 4711,
        "title": "이물 신고",
        "messages": [{"html": "<p>유리 같은 게<br>나왔어요</p>"}],
        "via": "전화",
        "fields": [{"value": "서울"}, {"value": "배도라지즙"}],
        "at": "2026-11-24T11:00:00",
        "customer": {"name": "가상 손님", "phone": "010-0000-0000"},
    }
}


def read(ticket: object, **paths: str) -> Item | Refusal:
    return item_of(ticket, 3, paths=PATHS | paths, source="고객센터", at=NOW)


def test_a_ticket_is_read_by_its_paths_without_its_customer():
    item = read(TICKET)
    assert isinstance(item, Item)
    assert (item.id, item.source, item.author) == ("4711", "고객센터 전화", None)
    assert item.text == "이물 신고\n유리 같은 게\n나왔어요\n배도라지즙"
    assert item.ts == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # no zone: Seoul
    assert "가상 손님" not in repr(item)


@pytest.mark.parametrize("at", [1_795_485_600, "1795485600", 1_795_485_600_000, "2026-11-24T02:00:00Z"])
def test_moments_are_read_however_they_are_written(at):
    item = read({"ticket": TICKET["ticket"] | {"at": at}})
    assert isinstance(item, Item)
    assert item.ts == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"no": None}, "bad_item", "ticket.no"),
        ({"no": {"x": 1}}, "bad_item", "ticket.no"),
        ({"no": True}, "bad_item", "ticket.no"),
        ({"messages": "none", "title": ""}, "missing_text", "ticket.messages[0].html"),
        ({"at": "어제"}, "bad_time", "ticket.at"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(change, code, path):
    refused = read({"ticket": TICKET["ticket"] | change})
    assert isinstance(refused, Refusal)
    assert (refused.index, refused.code) == (3, code)
    assert path in refused.message


def test_tickets_are_found_in_whatever_holds_them():
    assert tickets_in({"a": 1}, "") == [{"a": 1}]
    assert tickets_in([1, 2], "") == [1, 2]
    assert tickets_in({"data": {"tickets": [1]}}, "data.tickets") == [1]
    assert tickets_in({"data": {"id": 1}}, "data") == [{"id": 1}]
    assert tickets_in({"data": 5}, "data") is None
    assert tickets_in({}, "data.tickets") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(FIELDS)), inner, max_size=6),
        max_leaves=12,
    )
)
def test_no_shape_stops_the_reader(sent):
    assert isinstance(item_of(sent, 0, paths=FIELDS, source="s", at=NOW), Item | Refusal)


@given(st.text(max_size=30))
def test_any_text_is_a_path_or_not(path):
    assert is_path(path) in (True, False)
