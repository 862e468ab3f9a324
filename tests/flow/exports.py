"""Files as other roads write them: Facebook's own export, CrowdTangle's table."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def broken(value: Any) -> Any:
    """As Facebook's JSON says it: each byte of the UTF-8 as a letter of Latin-1."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [broken(one) for one in value]
    if isinstance(value, dict):
        return {key: broken(one) for key, one in value.items()}
    return value


def entry(at: datetime, title: str, text: str, picture: str = "") -> dict[str, Any]:
    """A post of an export."""
    attachments = [{"data": [{"media": {"uri": picture}}]}] if picture else []
    return {
        "timestamp": int(at.timestamp()),
        "title": title,
        "data": [{"post": text}],
        "attachments": attachments,
    }


def group_export(path: Path, entries: Sequence[dict[str, Any]], picture: str = "") -> Path:
    """The zip that a member of a group downloads."""
    name = "your_facebook_activity/groups/group_posts_and_comments.json"
    with ZipFile(path, "w") as zipped:
        zipped.writestr(name, json.dumps({"group_posts_v2": broken(list(entries))}))
        if picture:
            zipped.writestr(picture, PNG)
    return path


def page_export(path: Path, entries: Sequence[dict[str, Any]]) -> Path:
    """The posts of a Page, as those who run it download them."""
    path.write_text(json.dumps(broken(list(entries))), "utf-8")
    return path


def crowdtangle(path: Path, page: str, rows: Sequence[tuple[datetime, str, str]]) -> Path:
    """A CrowdTangle table: time, text and address of each post."""
    columns = ("Page Name", "Facebook Id", "Post Created", "Message", "URL", "Type", "Likes")
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([*columns, "Overperforming Score"])
    for at, text, url in rows:
        owner = url.split("/")[3]
        when = at.strftime("%Y-%m-%d %H:%M:%S UTC")
        table.writerow([page, owner, when, text, url, "Status", "5", "0.5"])
    path.write_text(out.getvalue(), "utf-8")
    return path
