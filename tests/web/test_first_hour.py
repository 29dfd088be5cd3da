"""The first hour: left and taken up again, and nothing half-imported without saying so."""

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kit.reader import make_operator, signed_in

from bongsu.flows.setup import OUTLETS_SAMPLE, PEOPLE_SAMPLE
from bongsu.store.operations.models import Org, Outlet, Person as PersonRow

HOUR = "/settings/first-hour/"


def upload(data, name="people.csv"):
    return {"file": SimpleUploadedFile(name, data, content_type="text/csv")}


def test_only_an_operator_sets_up(world):
    assert signed_in(world, "seojun").get(HOUR).status_code == 403


def test_the_wizard_goes_on_where_it_stopped(world):
    client = make_operator(world)
    assert client.get(HOUR)["Location"] == f"{HOUR}company/"
    assert client.post(f"{HOUR}company/", {"done": "1"})["Location"] == f"{HOUR}brands/"
    again = signed_in(world, "doyun")
    assert again.get(HOUR)["Location"] == f"{HOUR}brands/"
    assert Org.objects.get(pk=world.org).setup["done"] == ["company"]


def test_people_are_previewed_then_kept_and_a_second_time_changes_nothing(world):
    client = make_operator(world)
    preview = client.post(f"{HOUR}people/", upload(PEOPLE_SAMPLE.encode("cp949")))
    assert preview.status_code == 200
    assert "CP949" in preview.content.decode()
    before = PersonRow.objects.filter(org_id=world.org).count()
    for _ in range(2):
        assert client.post(f"{HOUR}people/", {"text": PEOPLE_SAMPLE, "keep": "1"}).status_code == 302
    assert PersonRow.objects.filter(org_id=world.org).count() == before
    assert PersonRow.objects.get(org_id=world.org, key="haneul").email == "haneul@example.com"


def test_bad_lines_are_named_and_good_ones_are_kept_only_when_asked(world):
    text = "이름,이메일,역할\n윤보라,bora@example.com,고객센터\n=1+1,x@example.com,법무\n누구,없음,법무\n"
    client = make_operator(world)
    shown = client.post(f"{HOUR}people/", {"text": text}).content.decode()
    assert "3번째 줄, 이름" in shown
    assert "4번째 줄, 이메일" in shown
    assert not PersonRow.objects.filter(key="bora").exists()
    kept = client.post(f"{HOUR}people/", {"text": text, "keep": "1"}).content.decode()
    assert "고칠 2줄은 등록하지 않았어요" in kept
    assert PersonRow.objects.filter(org_id=world.org, key="bora").exists()


def test_a_workbook_and_a_missing_column_are_refused_in_words(world):
    client = make_operator(world)
    assert "엑셀 파일이에요" in client.post(f"{HOUR}people/", upload(b"PK\x03\x04...")).content.decode()
    missing = client.post(f"{HOUR}people/", {"text": "이름,역할\n하늘,실무자\n"})
    assert missing.status_code == 422
    assert "‘이메일’ 열이 없어요" in missing.content.decode()
    assert client.post(f"{HOUR}people/", {"text": " "}).status_code == 422


def test_outlets_come_from_csv_with_a_secret_of_their_own_that_stays(world):
    client = make_operator(world)
    for _ in range(2):
        assert client.post(f"{HOUR}outlets/", {"text": OUTLETS_SAMPLE.replace("@", ""), "keep": "1"}).status_code in (
            200,
            302,
        )
    row = Outlet.objects.get(org_id=world.org, key="partners")
    assert "whsec_" not in row.settings


def test_the_sample_opens_in_korean_excel(world):
    answer = make_operator(world).get(f"{HOUR}sample/people.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "이름,이메일" in answer.content.decode("utf-8-sig")


def test_the_end_names_what_is_missing(world):
    text = make_operator(world).get(f"{HOUR}missing/").content.decode()
    assert "지금 단계표와 위임장에 경영진 서명이 없어요" in text
    assert "/charter/#sign" in text


def test_skills_come_by_csv_and_stay_where_a_later_file_does_not_name_them(world):
    client = make_operator(world)
    assert client.post(f"{HOUR}people/", {"text": PEOPLE_SAMPLE, "keep": "1"}).status_code == 302
    assert PersonRow.objects.get(org_id=world.org, key="haneul").skills == ["영상 편집", "광고 계정 키"]
    text = "이름,이메일,역할\n박하늘,haneul@example.com,실무자\n윤보라,bora@example.com,고객센터\n"
    assert client.post(f"{HOUR}people/", {"text": text, "keep": "1"}).status_code == 302
    assert PersonRow.objects.get(org_id=world.org, key="haneul").skills == ["영상 편집", "광고 계정 키"]
    assert PersonRow.objects.get(org_id=world.org, key="bora").skills == []


def test_people_and_outlets_brought_in_as_they_left_change_nothing(world):
    client = make_operator(world)
    people, outlets = PersonRow.objects.filter(org_id=world.org), Outlet.objects.filter(org_id=world.org)
    for row in people:
        PersonRow.objects.filter(pk=row.pk).update(email=f"{row.key}@example.com")
    people.filter(key="haneul").update(deputy="left", skills=["영상 편집"], title="SNS 담당", on_duty=False)
    assert client.post(f"{HOUR}outlets/", {"text": OUTLETS_SAMPLE, "keep": "1"}).status_code == 302
    outlets.filter(kind="webhook").update(enabled=False, owner="left")
    for step, rows in (("people", people), ("outlets", outlets)):
        before = list(rows.order_by("key").values())
        table = client.get(f"{HOUR}export/{step}.csv").content.decode("utf-8-sig")
        assert client.post(f"{HOUR}{step}/", {"text": table, "keep": "1"}).status_code == 302
        shown = [{**row, "settings": None} for row in rows.order_by("key").values()]
        assert shown == [{**row, "settings": None} for row in before]
    assert client.get(f"{HOUR}export/nothing.csv").status_code == 404
    assert signed_in(world, "seojun").get(f"{HOUR}export/people.csv").status_code == 403
