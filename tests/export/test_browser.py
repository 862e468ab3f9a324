"""The dossier as a browser shows it: nothing refused, nothing fetched, whatever posts say."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from export.documents import HOSTILE, document, everything, quoted
from export.test_docx import png
from fb_watch.export.document import Photo
from fb_watch.export.webpage import as_html

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
ELSEWHERE = "https://pictures.example/a.png"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a browser made of a page."""

    dom: str
    complaints: list[str]
    asked: set[str]  # hosts


def shown(page: str, folder: Path) -> Shown:
    """Open a page in a browser without a window and without a network."""
    (folder / "page.html").write_text(page, "utf-8")
    log = folder / "net.json"
    ended = subprocess.run(
        [
            *(str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr"),
            *("--dump-dom", (folder / "page.html").as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = json.loads(log.read_text("utf-8"))
    urls = [one.get("params", {}).get("url", "") for one in told["events"]]
    return Shown(
        dom=ended.stdout,
        complaints=[line for line in ended.stderr.splitlines() if "CONSOLE" in line],
        asked={found[1] for url in urls if (found := re.match(r"https?://([^/:]+)", url))},
    )


def test_a_browser_shows_it_and_asks_nobody(tmp_path: Path) -> None:
    """Title, quotation, picture; no complaint, and no host that stands in the page is asked."""
    photo = tmp_path / "a.png"
    photo.write_bytes(png())
    told = document(
        quoted(f"École {ELSEWHERE}", photo=Photo(path=photo, type="image/png", alt="Une école")),
        title="Dossier « écoles »",
    )

    page = shown(as_html(told), tmp_path)

    assert "<title>Dossier « écoles »</title>" in page.dom
    assert 'src="data:image/png;base64,' in page.dom
    assert [] == page.complaints
    assert set() == {"pictures.example", "www.facebook.com"} & page.asked


def test_what_a_post_says_is_shown_and_never_run(tmp_path: Path) -> None:
    """Markup within a text is text to a browser too."""
    evil = f'<img src="{ELSEWHERE}" onerror="document.title=1"><script>document.title=2</script>'

    page = shown(as_html(everything(evil + HOSTILE)), tmp_path)

    assert "<script" not in page.dom
    assert "&lt;script&gt;" in page.dom
    assert [] == page.complaints
    assert "pictures.example" not in page.asked


def test_were_there_a_picture_of_elsewhere_it_would_be_refused(tmp_path: Path) -> None:
    """The policy in the page holds; and these tests would see it broken."""
    page = as_html(document(quoted())).replace("<main>", f'<main><img src="{ELSEWHERE}">')

    told = shown(page, tmp_path)
    open_ = shown(page.replace("Content-Security-Policy", "x"), tmp_path)

    assert "Content Security Policy" in told.complaints[0]
    assert ("pictures.example" in told.asked, "pictures.example" in open_.asked) == (False, True)
