"""`bongsu calling`: shown as a file, replaced whole, and refused by line."""

from pathlib import Path

from tests.kit.command import bongsu


def test_how_people_are_called_is_shown_replaced_and_refused_by_line(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "calling.yaml"
    made = bongsu(home, "init", "--company", "한강", "--name", "도윤", "--email", "d@hangang.example")
    assert made.code == 0
    shown = bongsu(home, "calling")
    assert "개인정보는 보안과 법무" in shown.out
    file.write_text(shown.out.replace("channel_wait_s: 60", "channel_wait_s: soon"), encoding="utf-8")
    refused = bongsu(home, "calling", str(file))
    assert refused.code != 0
    assert f"{file}:2: calling.channel_wait_s" in refused.err
    assert bongsu(home, "calling").out == shown.out
    file.write_text(shown.out.replace("channel_wait_s: 60", "channel_wait_s: 45"), encoding="utf-8")
    assert "channel_wait_s: 45" in bongsu(home, "calling", str(file)).out
