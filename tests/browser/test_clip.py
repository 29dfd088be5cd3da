"""Three ways in for a post that may be deleted: shared from a phone, pasted as a picture, by the bookmark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, People
from tests.kit.server import Answer, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: A picture as a screenshot is one: an amber square.
DRAWN = """
const drawn = async (name) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "orange";
  pen.fillRect(0, 0, 40, 40);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const held = new DataTransfer();
  held.items.add(new File([blob], name, { type: "image/png" }));
  return held;
};
"""
#: What a phone does with a share: a form is posted to where the manifest says, under the names it says.
SHARE = f"""
async (said) => {{
  {DRAWN}
  await navigator.serviceWorker.ready;
  const {{ share_target: target }} = await (await fetch("/manifest.webmanifest")).json();
  const form = Object.assign(document.createElement("form"), {{ action: target.action, method: target.method }});
  form.enctype = target.enctype;
  for (const [what, words] of Object.entries(said))
    form.append(Object.assign(document.createElement("textarea"), {{ name: target.params[what], value: words }}));
  const [taken] = target.params.files;
  const file = Object.assign(document.createElement("input"), {{ type: "file", name: taken.name }});
  file.files = (await drawn("shared.png")).files;
  if (!taken.accept.includes(file.files[0].type)) throw new Error("pictures are not taken");
  form.append(file);
  document.body.append(form);
  form.submit();
}}
"""
PASTE = f"""
async () => {{
  {DRAWN}
  const held = await drawn("pasted.png");
  document.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: held, bubbles: true, cancelable: true }}));
}}
"""
POST = """<!doctype html><meta charset="utf-8"><title>(합성 예시) 어느 게시판</title>
<p id="post">한담 배도라지즙에서 &lt;유리&gt; 조각 &amp; “사진”이 나왔어요. (합성 예시 글)</p>"""


def kept(page: Page, pictures: int) -> None:
    """Press the button; what was kept is shown with its pictures, and proven."""
    page.locator("form[data-clip] button.go").click()
    page.wait_for_url(re.compile(r"/clips/\d+/$"))
    shown = page.locator(".shots img")
    expect(shown).to_have_count(pictures)
    for picture in shown.all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("(img) => img.complete && img.naturalWidth === 40", arg=picture.element_handle())
    page.locator("a[href$='/proof/']").click()
    expect(page.locator("h1.ok")).to_be_visible()


def test_a_post_is_kept_by_sharing_by_pasting_and_by_the_bookmark(people: People) -> None:
    phone = people.open("practitioner", size=PHONE)
    phone.goto("/clip/")
    phone.wait_for_function("() => navigator.serviceWorker.controller")
    said = {"title": "(합성 예시) 공유한 글", "text": "한담 배도라지즙 유리 https://talk.example/7 (합성)", "url": ""}
    phone.evaluate(SHARE, said)
    phone.wait_for_url("**/clip/?shared=1")
    form = phone.locator("form[data-clip]")
    expect(form.locator("[data-pictures] li")).to_have_count(1)
    expect(form.locator("[name=url]")).to_have_value("https://talk.example/7")
    expect(form.locator("[name=title]")).to_have_value(said["title"])
    kept(phone, 1)
    phone.goto("/clip/?shared=1")  # what was shared is not kept on the phone
    expect(phone.locator("[data-pictures] li")).to_have_count(0)

    desk = people.open("practitioner", size=DESK)
    page = Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=POST.encode())
    with serving(page) as board:
        desk.goto("/clip/how/")
        bookmark = desk.locator("a.drag").get_attribute("href") or ""
        desk.goto(board.url + "/post?no=7&x=한")
        desk.evaluate("getSelection().selectAllChildren(document.getElementById('post'))")
        with desk.context.expect_page() as opened:
            desk.evaluate(bookmark.removeprefix("javascript:"))
        tab = opened.value
        tab.wait_for_load_state()
        expect(tab.locator("[name=url]")).to_have_value(re.compile(r"^http://127\.0\.0\.1:\d+/post\?no=7&x=%ED%95%9C$"))
        expect(tab.locator("[name=title]")).to_have_value("(합성 예시) 어느 게시판")
        words = "한담 배도라지즙에서 <유리> 조각 & “사진”이 나왔어요. (합성 예시 글)"
        expect(tab.locator("[name=text]")).to_have_value(words)
    for n in (1, 2):
        tab.evaluate(PASTE)
        expect(tab.locator("[data-pictures] li")).to_have_count(n)
    kept(tab, 2)
