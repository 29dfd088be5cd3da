"""The feeds that feedparser's own authors collected, broken ones among them, through our reader: none may stop it."""

import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest

from bongsu.connectors.rss.feed import read_feed
from bongsu.core.errors import SourceError

pytestmark = pytest.mark.slow_peers

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> list[Path]:
    """Downloaded when asked for and never kept: it holds what people wrote."""
    folder = tmp_path_factory.mktemp("feeds")
    wanted = f"feedparser=={feedparser.__version__}"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
    done = subprocess.run([*pip, "-d", str(folder), wanted], capture_output=True, text=True, timeout=300, check=False)
    archives = list(folder.glob("*.tar.gz"))
    if not archives:
        pytest.skip(f"the sdist cannot be had: {done.stderr.strip()[-200:]}")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return sorted(
        path for path in folder.rglob("*") if path.suffix in (".xml", ".z", ".gz", ".json") and path.is_file()
    )


def test_no_feed_of_the_corpus_stops_the_reader(corpus):
    assert len(corpus) > 1500
    read = refused = 0
    for path in corpus:
        for whole in (True, False):
            try:
                feed = read_feed(
                    path.read_bytes(),
                    whole=whole,
                    content_type="application/xml",
                    url="http://corpus.example/feed",
                    source="corpus",
                    zone=ZoneInfo("Asia/Seoul"),
                    at=NOW,
                )
            except SourceError:
                refused += 1
                continue
            read += 1
            for item in feed.items:
                assert item.text
                assert len(item.id) <= 120
                assert item.id.isprintable()
                assert item.ts.tzinfo is not None
                (item.id + item.text + (item.author or "") + (item.url or "")).encode()
    assert read > 2 * refused  # many of the corpus hold no entry at all
