"""People and outlets come from spreadsheets, and spreadsheets come as they please."""

from hypothesis import given, strategies as st

from bongsu.flows import tables
from bongsu.flows.setup import (
    OUTLETS_SAMPLE,
    PEOPLE_SAMPLE,
    import_outlets,
    import_people,
    is_web_address,
)

HEAD = "이름,이메일,역할,사번,대리자\n"
HEAD_OF_SKILLS = "이름,이메일,역할,역량\n"


def codes(read) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.code) for fault in read.faults]


def test_the_samples_we_hand_out_are_sound():
    people = import_people(PEOPLE_SAMPLE)
    assert people.faults == ()
    assert [p.key for p in people.people] == ["haneul", "seojun", "jiwoo", "minseo"]
    assert people.people[1].roles == ("team_lead", "leader")
    assert not people.people[3].on_duty
    outlets = import_outlets(OUTLETS_SAMPLE, people={p.key: p.email for p in people.people})
    assert outlets.faults == ()
    assert [(o.key, o.kind, o.owner) for o in outlets.outlets] == [
        ("newsroom", "newsroom", "seojun"),
        ("partners", "webhook", "haneul"),
    ]


def test_korean_excel_saves_cp949_and_utf8_with_a_mark_and_both_are_read():
    for encoding, named in (("cp949", "cp949"), ("utf-8-sig", "utf-8"), ("utf-8", "utf-8"), ("utf-16", "utf-16")):
        read = import_people(PEOPLE_SAMPLE.encode(encoding))
        assert (read.people[0].name, read.encoding, read.faults) == ("박하늘", named, ())


def test_an_excel_workbook_is_named_as_such():
    assert codes(import_people(b"PK\x03\x04rest")) == [(0, "", "not_csv_but_excel")]


def test_a_missing_column_is_named():
    assert codes(import_people("이름,역할\n하늘,실무자\n")) == [(1, "email", "column_missing")]


def test_a_bad_row_is_named_by_line_and_column_and_the_good_ones_remain():
    read = import_people(
        HEAD + "하늘,haneul@example.com,실무자,haneul,\n\n서준,seojun,팀장,seojun,\n지우,j@example.com,마법사,jiwoo,\n"
    )
    assert [p.key for p in read.people] == ["haneul"]
    assert codes(read) == [(4, "email", "email"), (5, "roles", "role")]


def test_line_numbers_count_the_lines_inside_quotes():
    read = import_people('이름,이메일,역할,직함\n하늘,h@example.com,실무자,"SNS\n담당"\n서준,bad,팀장,\n')
    assert codes(read) == [(4, "email", "email")]


def test_a_key_given_twice_keeps_the_first_and_names_both_lines():
    read = import_people(HEAD + "하늘,h@example.com,실무자,k,\n서준,s@example.com,팀장,k,\n")
    assert [p.name for p in read.people] == ["하늘"]
    assert read.faults[0].value == "k|2"
    assert codes(read) == [(3, "key", "twice")]


def test_a_formula_is_not_a_name():
    read = import_people(
        HEAD + '"=HYPERLINK(""http://evil"")",h@example.com,실무자,h,\n@SUM(A1),a@example.com,실무자,a,\n'
    )
    assert read.people == ()
    assert codes(read) == [(2, "name", "formula"), (3, "name", "formula")]


def test_a_deputy_may_be_a_name_an_email_or_a_key_and_must_exist():
    rows = "하늘,h@example.com,실무자,haneul,서준\n서준,s@example.com,팀장,seojun,h@example.com\n"
    assert [p.deputy for p in import_people(HEAD + rows).people] == ["seojun", "haneul"]
    wrong = import_people(HEAD + "하늘,h@example.com,실무자,haneul,누구\n서준,s@example.com,팀장,seojun,seojun\n")
    assert codes(wrong) == [(2, "deputy", "no_such_person"), (3, "deputy", "deputy_self")]


def test_somebody_known_by_email_keeps_their_key():
    read = import_people("이름,이메일,역할\n하늘,Haneul@Example.com,실무자\n", known={"p-17": "haneul@example.com"})
    assert read.people[0].key == "p-17"


def test_an_address_is_a_secret_even_in_an_error():
    read = import_people("이름,이메일,역할,호출주소\n하늘,h@example.com,실무자,hunter2-password\n")
    assert codes(read) == [(2, "addresses", "address")]
    assert "hunter2" not in repr(read.faults)


def test_text_that_turns_the_reading_direction_loses_the_turn():
    read = import_people("이름,이메일,역할\n하\u202e늘\x07,h@example.com,실무자\n")
    assert read.people[0].name == "하늘"


def test_a_webhook_needs_an_address_without_a_password():
    read = import_outlets("이름,종류,주소\n게시판,웹훅,\n게시판2,웹훅,https://me:pw@example.com\n게시판3,트위터,\n")
    assert [(line, code) for line, _, code in codes(read)] == [
        (2, "web_address"),
        (3, "web_address"),
        (4, "outlet_kind"),
    ]
    assert is_web_address("http://127.0.0.1:8000/x")
    assert not is_web_address("javascript:alert(1)")


def test_semicolons_and_tabs_are_read_too():
    assert import_people("이름;이메일;역할\n하늘;h@example.com;실무자\n").people[0].name == "하늘"
    assert import_people("이름\t이메일\t역할\n하늘\th@example.com\t실무자, 팀장\n").people[0].roles == (
        "practitioner",
        "team_lead",
    )


def test_a_list_too_long_is_refused_and_says_how_long_it_may_be():
    read = import_people(b"x" * (tables.MAX_BYTES + 1))
    assert codes(read) == [(0, "", "file_too_large")]


@given(st.binary(max_size=400))
def test_no_bytes_can_make_reading_raise(data):
    import_people(data)
    import_outlets(data)


@given(st.text(max_size=200))
def test_no_text_under_a_good_heading_can_make_reading_raise(text):
    import_people("이름,이메일,역할,사번,시간대,호출주소\n" + text)
    import_outlets("이름,종류,주소\n" + text)


def test_skills_come_as_a_list_and_a_file_without_the_column_says_nothing_of_them():
    read = import_people(
        "이름,이메일,역할,역량\n하늘,h@example.com,실무자,영어; 방송  대응;영어\n서준,s@example.com,팀장,\n"
    )
    assert [person.skills for person in read.people] == [("영어", "방송 대응"), ()]
    assert import_people("이름,이메일,역할\n하늘,h@example.com,실무자\n").people[0].skills is None
    many = ";".join(f"말{n}" for n in range(21))
    assert codes(import_people(f"{HEAD_OF_SKILLS}하늘,h@example.com,실무자,{many}\n")) == [
        (2, "skills", "too_many_skills")
    ]
