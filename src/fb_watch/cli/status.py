"""fb-watch status"""

import argparse
from datetime import UTC, datetime, timedelta

from fb_watch.archive.status import PageStatus
from fb_watch.cli.home import configured, reading
from fb_watch.cli.output import paragraph, print_json, table, to_the_minute
from fb_watch.i18n import _
from fb_watch.model.collected import Page


def configure(parser: argparse.ArgumentParser) -> None:
    """How old a good round may be."""
    parser.add_argument(
        "--max-age",
        metavar="26h",
        help=_("exit 1 when a page had no good round for so long (30m, 26h, 7d)"),
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("examples:"),
            "  fb-watch status",
            "  fb-watch status --max-age 26h || mail -s 'fb-watch' coordinator@example.org",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Print where each page stands; exit 1 where one is too old or failed."""
    from fb_watch.archive.status import status
    from fb_watch.config.durations import duration

    max_age = duration(args.max_age, "--max-age") if args.max_age else None
    now = datetime.now(UTC)
    with reading(args) as archive:
        pages = status(archive, now)
    pages += [never_looked_at(page) for page in configured(args) if page.key not in _keys(pages)]
    stale = [page["page"] for page in pages if max_age and _too_old(page, now, max_age)]
    if args.json:
        print_json({"pages": pages, "stale": stale, "ok": not stale, "at": _stamp(now)})
    else:
        _print(pages, stale)
    return 1 if stale else 0


def _keys(pages: list[PageStatus]) -> set[str]:
    return {page["page"] for page in pages}


def never_looked_at(page: Page) -> PageStatus:
    """A page of the configuration that the archive does not know yet."""
    return {
        "page": page.key,
        "name": page.name,
        "last_round_at": None,
        "last_ok_at": None,
        "newest_at": None,
        "complete_until": None,
        "posts": 0,
        "gaps": 0,
        "hold_until": None,
        "hold_reason": None,
        "last_error": None,
    }


def _too_old(page: PageStatus, now: datetime, max_age: timedelta) -> bool:
    last = page["last_ok_at"]
    return last is None or now - datetime.fromisoformat(last) > max_age


def _print(pages: list[PageStatus], stale: list[str]) -> None:
    columns = [_("page"), _("last good round"), _("newest post"), _("posts"), _("state")]
    rows = [
        [
            p["page"],
            to_the_minute(p["last_ok_at"]),
            to_the_minute(p["newest_at"]),
            p["posts"],
            _state(p, p["page"] in stale),
        ]
        for p in pages
    ]
    table(columns, rows)
    for page in pages:
        error = page["last_error"]
        if error:
            print()
            paragraph(f"{page['page']}: {error['message']}")
            if error["remedy"]:
                paragraph(f"→ {error['remedy']}", indent=2)


def _state(page: PageStatus, is_stale: bool) -> str:
    """One word a person can act on; a page that could not be looked at never says `ok`."""
    if page["last_round_at"] is None:
        return _("never looked at")
    if page["hold_until"]:
        return _("on hold until {time}").format(time=to_the_minute(page["hold_until"]))
    if page["last_error"]:
        return _("failed")
    if is_stale:
        return _("too old")
    return _("{number} gaps").format(number=page["gaps"]) if page["gaps"] else _("ok")


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
