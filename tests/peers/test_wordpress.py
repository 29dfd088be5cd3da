"""A blog on a real WordPress: new posts once, an unchanged feed unsent, no drafts, and an edit is no new mention."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bongsu.connectors.rss import RssSource
from bongsu.core.errors import SourceError
from bongsu.core.ports import Polled
from tests.peers import kit

pytestmark = pytest.mark.slow_peers

PACKAGES = ["wordpress", "mariadb-server", "php8.2", "php8.2-cgi", "php8.2-cli", "php8.2-mysql", "micro-httpd"]
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', '127.0.0.1:{database}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $k) {{ define($k.'_KEY', $k); define($k.'_SALT', $k); }}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """<?php
define('WP_INSTALLING', true);
function wp_new_blog_notification() {}
require 'wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('가상 블로그', 'admin', 'a@example.com', true, '', 'pw');
wp_delete_post(1, true); update_option('rss_use_excerpt', 1);
"""
#: Reads a list of posts as JSON; one with an ID is an edit. Prints the numbers.
POST = """<?php
require 'wp-load.php'; kses_remove_filters();
echo json_encode(array_map(fn($p) => isset($p['ID']) ? wp_update_post($p, true) : wp_insert_post($p, true),
    json_decode(stream_get_contents(STDIN), true)));
"""


@dataclass
class Blog:
    url: str
    folder: Path

    def run(self, script: str, told: object = None) -> str:
        (self.folder / "told.php").write_text(script)
        done = subprocess.run(
            ["php", "told.php"], cwd=self.folder, input=json.dumps(told), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def post(self, *posts: dict[str, object]) -> Sequence[int]:
        usual = {"post_status": "publish", "post_author": 1}
        return [int(n) for n in json.loads(self.run(POST, [post if "ID" in post else usual | post for post in posts]))]


@pytest.fixture(scope="module")
def blog() -> Iterator[Blog]:
    if not Path("/usr/share/wordpress").exists() or shutil.which("mariadbd") is None or shutil.which("php") is None:
        env = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        kit.install(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], within_s=240, env=env)
    root = Path(tempfile.mkdtemp(prefix="bongsu-wp-"))  # a socket's path must be short
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, root, ignore_errors=True)
        site, data = root / "site", root / "data"
        # A copy with a configuration of its own: Debian's reads /etc.
        shutil.copytree("/usr/share/wordpress", site, ignore_dangling_symlinks=True)
        database, port = kit.free_port(), kit.free_port()
        url = f"http://127.0.0.1:{port}"
        (site / "wp-config.php").unlink()
        (site / "wp-config.php").write_text(CONFIG.format(database=database, url=url))
        kit.install(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--user=root", "--skip-test-db"],
                    within_s=60)  # fmt: skip
        mariadb = ["mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={root}/sock",
                   "--bind-address=127.0.0.1", f"--port={database}", "--skip-grant-tables", f"--pid-file={root}/pid",
                   "--innodb-buffer-pool-size=16M"]  # fmt: skip
        ending.enter_context(kit.running(mariadb, ready=lambda: kit.listens(database)))
        client = ["mariadb", "--no-defaults", f"--socket={root}/sock", "-e", "CREATE DATABASE wp CHARACTER SET utf8mb4"]
        subprocess.run(client, check=True, timeout=30)
        one = Blog(url, site)
        one.run(INSTALL)
        php = ["php", "-S", f"127.0.0.1:{port}", "-t", str(site)]
        ending.enter_context(kit.running(php, ready=lambda: kit.listens(port)))
        yield one


def poll(blog: Blog, feed: str = "rss2", cursor: Polled | None = None) -> Polled:
    settings = {"url": f"{blog.url}/?feed={feed}", "source": "가상 블로그", "allow_private": "true"}
    return RssSource(timeout_s=20).poll(settings, cursor.cursor if cursor else {}, at=datetime.now(UTC))


def texts(polled: Polled) -> list[str]:
    return [item.text for item in polled.items]


GLASS = {
    "post_title": "배도라지즙에서 <em>유리</em> 조각 & “확인 중”",
    "post_content": "<p>어제 산 <b>배도라지즙</b>에서 똠양꿍만 한 유리 조각이 나왔어요.</p><script>alert(1)</script>",
}


def test_new_posts_are_read_once_and_an_unchanged_feed_is_not_sent_again(blog: Blog) -> None:
    first = poll(blog)
    (number,) = blog.post(GLASS)
    second = poll(blog, cursor=first)
    (item,) = second.items
    assert item.text == (
        "배도라지즙에서 유리 조각 & “확인 중”\n어제 산 배도라지즙에서 똠양꿍만 한 유리 조각이 나왔어요."
    )
    assert (item.id, item.author, item.source) == (f"{blog.url}/?p={number}", "admin", "가상 블로그")
    assert item.url == item.id
    assert abs(item.ts - datetime.now(UTC)) < timedelta(minutes=2)
    assert "etag" not in second.cursor  # WordPress dates a feed to the second: more may come within it
    time.sleep(2.1)
    third = poll(blog, cursor=second)
    assert third.items == ()
    asked = httpx.get(f"{blog.url}/?feed=rss2", headers={"If-None-Match": third.cursor["etag"],
                      "If-Modified-Since": third.cursor["modified"]}, timeout=20)  # fmt: skip
    assert asked.status_code == 304
    assert poll(blog, cursor=third).items == ()
    assert texts(poll(blog, "atom"))[-1] == item.text
    assert poll(blog, "atom").items[-1].id == item.id


def test_drafts_and_posts_of_the_future_are_not_there_and_an_edit_is_no_second_mention(blog: Blog) -> None:
    cursor = poll(blog)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
    shown, *_ = blog.post(
        {"post_title": "보이는 글", "post_content": "본문"},
        {"post_title": "초안", "post_content": "아직", "post_status": "draft"},
        {"post_title": "내일", "post_content": "내일 글", "post_date": tomorrow, "post_date_gmt": tomorrow},
        {"post_title": "비밀", "post_content": "비밀번호가 있어야 보이는 말", "post_password": "x"},
    )
    after = poll(blog, cursor=cursor)
    assert "보이는 글\n본문" in texts(after)
    assert not any(word in text for text in texts(after) for word in ("초안", "내일", "있어야 보이는"))
    blog.post({"ID": shown, "post_content": "고친 본문"})
    assert poll(blog, cursor=after).items == ()


def test_a_feed_shows_ten_posts_and_a_burst_of_them_is_read_whole(blog: Blog) -> None:
    cursor = poll(blog)
    blog.post(*({"post_title": f"폭주 {n}", "post_content": "유리 조각"} for n in range(10)))
    assert {text.split("\n")[0] for text in texts(poll(blog, cursor=cursor))} == {f"폭주 {n}" for n in range(10)}


def test_what_is_no_feed_there_says_so(blog: Blog) -> None:
    settings = {"url": f"{blog.url}/?p=999999", "allow_private": "true"}
    with pytest.raises(SourceError, match=r"HTTP 404"):
        RssSource(timeout_s=20).poll(settings, {}, at=datetime.now(UTC))
    with pytest.raises(SourceError, match=r"not an RSS|broken"):
        RssSource(timeout_s=20).poll({"url": f"{blog.url}/", "allow_private": "true"}, {}, at=datetime.now(UTC))
