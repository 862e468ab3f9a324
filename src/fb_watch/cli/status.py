"""fb-watch status"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from fb_watch.archive.tokens import TokenStatus
from fb_watch.cli.health import Health, PageHealth, health
from fb_watch.cli.home import configured, home_of, reading
from fb_watch.cli.output import paragraph, print_json, table, to_the_minute
from fb_watch.cli.reports import told_once
from fb_watch.i18n import _, decimal, labelled, plural

_PROBLEMS = 3  # of a page, told one by one; `--json` has all


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
            _("With --max-age, also exit 1 while a token has stopped, many posts vanished,"),
            _("or no picture can be written."),
            "",
            _("examples:"),
            "  fb-watch status",
            "  fb-watch status --max-age 26h || mail -s 'fb-watch' coordinator@example.org",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Print where each page stands and what is in the way; exit 1 where that is not well."""
    from fb_watch.config.durations import duration

    max_age = duration(args.max_age, "--max-age") if args.max_age else None
    with reading(args) as archive:
        found = health(archive, configured(args), home_of(args), datetime.now(UTC), max_age)
    if args.json:
        print_json(found)
    else:
        _print(found)
    return 1 if max_age and not found["ok"] else 0


def _print(found: Health) -> None:
    columns = [_("page"), _("last good round"), _("newest post"), _("usual pause"), _("posts")]
    rows = [
        [
            page["page"],
            to_the_minute(page["last_ok_at"]),
            page["newest_at"] and page["newest_at"][:10],
            _stretch(page["usual_pause_hours"]),
            page["posts"],
            _state(page, page["page"] in found["stale"]),
        ]
        for page in found["pages"]
    ]
    table([*columns, _("state")], rows)
    for text, remedy in _remarks(found):
        print()
        paragraph(text)
        if remedy:
            paragraph(f"→ {remedy}", indent=2)
    print()
    for line in _facts(found):
        paragraph(line)


def _state(page: PageHealth, is_stale: bool) -> str:
    """One word a person can act on; a page that could not be looked at never says `ok`."""
    if page["last_round_at"] is None:
        return _("never looked at")
    if page["hold_until"]:
        return _("on hold until {time}").format(time=to_the_minute(page["hold_until"]))
    if page["last_error"]:
        return _("failed")
    if is_stale or page["is_overdue"]:
        return _("too old")
    if page["gaps"]:
        return plural("{number} gap", "{number} gaps", page["gaps"]).format(number=page["gaps"])
    if number := len(page["problems"]):
        return plural("{number} problem", "{number} problems", number).format(number=number)
    if page["is_unusually_silent"]:
        return _("silent for {time}, unusual").format(time=_stretch(page["silent_hours"]))
    return _("ok")


def _remarks(found: Health) -> Iterator[tuple[str, str | None]]:
    """What a person should read, the most pressing first: text and remedy."""
    for alarm in found["alarms"]:
        since = _("since {time}").format(time=to_the_minute(alarm["first_at"]))
        yield f"! {alarm['text']} ({since})", alarm["remedy"]
    if found["disk"]["is_low"]:
        yield (
            "! " + _("{size} GB free").format(size=_gigabytes(found)),
            _("Make room: an archive that cannot grow loses posts."),
        )
    for hold in found["holds"]:
        until = _("on hold until {time}").format(time=to_the_minute(hold["until"]))
        who = _scope(hold["scope"], found["tokens"])
        yield labelled(labelled(who, until), hold["reason"]), None
    failed = [
        (page["page"], error["message"], error["remedy"])
        for page in found["pages"]
        if (error := page["last_error"])
    ]
    for pages, message, remedy in told_once(failed):
        yield labelled(", ".join(pages), message), remedy
    for page in found["pages"]:
        for problem in page["problems"][:_PROBLEMS]:
            yield labelled(page["page"], problem), None
        if (more := len(page["problems"]) - _PROBLEMS) > 0:
            text = plural("{number} more problem", "{number} more problems", more)
            yield labelled(page["page"], text.format(number=more)), None
        if page["refused_fields"]:
            fields = ", ".join(page["refused_fields"])
            text = _("{page}: not known, because Facebook refused it: {fields}")
            yield (
                text.format(page=page["page"], fields=fields),
                _("Make a token with pages_read_user_content; config/token.md, step 2."),
            )


def _facts(found: Health) -> Iterator[str]:
    """Quotas, tokens and the disk, a line each."""
    for quota in found["usage"]:
        yield _("quota of {scope}: {percent} % used").format(
            scope=_scope(quota["scope"], found["tokens"]), percent=round(quota["percent"])
        )
    for token in found["tokens"]:
        who = _scope(f"token:{token['fingerprint']}", found["tokens"])
        yield labelled(who, _token(token))
    yield _("disk: {size} GB free").format(size=_gigabytes(found))


def _token(token: TokenStatus) -> str:
    if token["is_valid"] is None:
        failure = token["failure"]
        return str(failure["message"]) if failure else _("not asked about yet")
    if not token["is_valid"]:
        return _("has stopped")
    own, data = token["days_left"], token["data_access_days_left"]
    return ", ".join(
        (
            _("no end date")
            if own is None
            else plural("ends in {days} day", "ends in {days} days", own).format(days=own),
            _("data access without end date")
            if data is None
            else plural(
                "data access ends in {days} day", "data access ends in {days} days", data
            ).format(days=data),
        )
    )


def _scope(scope: str, tokens: list[TokenStatus]) -> str:
    """Whom a scope means, as a person would say it."""
    kind, _colon, name = scope.partition(":")
    if kind == "app":
        return _("the app")
    if kind == "page":
        return name
    pages = next((t["pages"] for t in tokens if t["fingerprint"] == name), [name])
    few = ", ".join(pages[:3]) + (f" … ({len(pages)})" if len(pages) > 3 else "")
    return _("token of {page}").format(page=few)


def _stretch(hours: float | None) -> str | None:
    """Hours below two days, days above."""
    if hours is None:
        return None
    if hours < 48:
        return _("{number} h").format(number=max(round(hours), 1))
    return _("{number} d").format(number=round(hours / 24))


def _gigabytes(found: Health) -> str:
    return decimal(found["disk"]["free_bytes"] / 1e9, ".1f")
