"""What is not written down does not exist: a setting, an event or a command without its line in the reference fails."""

import re
from pathlib import Path

import pytest

from bongsu.boot.cli import COMMANDS
from bongsu.core.events import EVENTS, personal_fields

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
SOURCES = [*(ROOT / "src").rglob("*.py"), ROOT / "Makefile", *(ROOT / "bench").rglob("*.py")]


def rows(page: str) -> dict[str, str]:
    """First cell → whole row of every table on a reference page."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return {m[1]: m[0] for m in re.finditer(r"^\| `([^`]+)`.*$", text, re.MULTILINE)}


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    used = {name for path in SOURCES for name in re.findall(r"BONGSU_[A-Z_]+", path.read_text(encoding="utf-8"))}
    internal = {"BONGSU_PARENT"}
    assert set(rows("settings.md")) == used - internal


def test_every_command_is_documented() -> None:
    assert {name.split()[1] for name in rows("commands.md")} == set(COMMANDS)


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_is_documented_with_its_personal_values(name: str) -> None:
    row = rows("events.md")[name]
    for field in personal_fields(EVENTS[name]):
        assert f"*{field}*" in row, f"{field} of {name} is personal: write it in italics"


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"


def test_the_two_readmes_name_the_same_commands() -> None:
    korean, english = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md"))
    commands = re.compile(r"(?:^|`|bin/)((?:make|bongsu) [a-z-]+)", re.MULTILINE)
    assert set(commands.findall(korean)) == set(commands.findall(english))


def test_both_readmes_lead_to_every_page() -> None:
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")}
    pages = {page for page in pages if not page.startswith("docs/decisions/")}
    for readme in ("README.md", "README.en.md"):
        assert pages <= set(re.findall(r"\]\(([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8")))
