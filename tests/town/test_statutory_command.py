"""`bongsu statutory`: shown, replaced whole, and refused by row."""

from pathlib import Path

from tests.kit.command import bongsu

GOOD = """statutory:
  - {id: x, name: 신고, asks: 의심, duty: 신고, source: 법, hours: 24, confirmed: true,
     from: "2026-01-01T00:00:00+09:00"}
"""


def test_the_laws_clocks_are_shown_replaced_and_refused_by_row(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "laws.yaml"
    made = bongsu(home, "init", "--company", "한강", "--name", "도윤", "--email", "d@hangang.example")
    assert made.code == 0
    shown = bongsu(home, "statutory")
    assert shown.out.count("NOT CONFIRMED BY LEGAL") == 3
    file.write_text(GOOD.replace("hours: 24", "hours: soon"), encoding="utf-8")
    refused = bongsu(home, "statutory", str(file))
    assert refused.code != 0
    assert "statutory[0].hours" in refused.err
    assert bongsu(home, "statutory").out == shown.out
    for broken in ("", "[1]", "statutory: 3", "a: [", "statutory:\n  - 1"):
        file.write_text(broken, encoding="utf-8")
        assert bongsu(home, "statutory", str(file)).code != 0
    assert bongsu(home, "statutory", str(tmp_path / "nowhere.yaml")).code != 0
    file.write_text(GOOD, encoding="utf-8")
    assert bongsu(home, "statutory", str(file)).out == "x: 신고, 24 h, 2025-12-31 to open, confirmed\n"
