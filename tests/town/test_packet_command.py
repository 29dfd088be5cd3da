"""`bongsu packet`: a new file that only its owner's passphrase opens, or the reason why there is none."""

import io
import stat
from pathlib import Path

import pytest
from tests.kit.command import bongsu, townsfolk

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


def test_a_packet_is_written_once_for_who_has_a_passphrase_and_opens_with_it(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "packet.pdf"
    made = bongsu(home, "init", "--company", "한강", "--name", "도윤", "--email", "d@hangang.example")
    assert made.code == 0
    nobody = bongsu(home, "packet", "--person", "nobody", "--out", str(out))
    assert nobody.code != 0
    none = bongsu(home, "packet", "--person", "operator", "--out", str(out))
    assert none.code != 0
    assert "has no passphrase yet" in none.err
    told = townsfolk(home, "packet_phrase")
    got = bongsu(home, "packet", "--person", "d@hangang.example", "--out", str(out))
    assert got.code == 0, got.err
    assert told["phrase"] not in got.out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    content = out.read_bytes()
    assert not pypdf.PdfReader(io.BytesIO(content)).decrypt("wrong")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.decrypt(told["phrase"])
    assert "도윤" in "".join(page.extract_text() for page in reader.pages)
    again = bongsu(home, "packet", "--person", "operator", "--out", str(out))
    assert again.code != 0
    assert "is there already" in again.err
    assert out.read_bytes() == content
