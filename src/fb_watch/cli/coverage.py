"""fb-watch coverage"""

import argparse
from datetime import UTC, datetime

from fb_watch.cli.calendar import NOTHING, PARTLY, WHOLE, bar, sentence
from fb_watch.cli.home import reading, sources
from fb_watch.cli.output import paragraph, print_json, table, to_the_minute
from fb_watch.errors import UsageError
from fb_watch.i18n import _, labelled, language, plural
from fb_watch.model.covered import Gap, Imported, PageCoverage, why


def configure(parser: argparse.ArgumentParser) -> None:
    """Which pages."""
    parser.add_argument("--page", action="append", default=[], metavar="KEY", help=_("only this"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("A window is complete only when the paging of its answers ended."),
            _("One sign a month: {whole} complete, {partly} in part, {nothing} not.").format(
                whole=WHOLE, partly=PARTLY, nothing=NOTHING
            ),
            "",
            _("examples:"),
            "  fb-watch coverage",
            "  fb-watch coverage --page madagascar --json",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Print what each page is complete for, month by month, and its gaps with their reasons."""
    from fb_watch.archive.coverage import coverage

    known = sources(args)
    groups = {page.key for page in known if page.kind == "group"}
    wanted = {page.key: page.start for page in known if page.key not in groups}
    with reading(args) as archive:
        pages = coverage(archive, (), wanted, datetime.now(UTC))
    there = [page["page"] for page in pages]
    for page in known:  # a group is not asked: of it nothing is missing that is known of
        if page.key not in there:
            pages.append({"page": page.key, "complete": [], "gaps": [], "imports": []})
            there.append(page.key)
    if unknown := [key for key in args.page if key not in there]:
        raise UsageError(
            _("There is no page {key} in config/pages.toml.").format(key=unknown[0]),
            remedy=_("Known: {keys}").format(keys=", ".join(there)),
        )
    pages = [page for page in pages if page["page"] in args.page or not args.page]
    if args.json:
        print_json([{**page, "gaps": [_in_english(gap) for gap in page["gaps"]]} for page in pages])
        return 0
    columns = [_("page"), _("from"), _("until"), _("state"), _("posts"), _("why")]
    nothing = _("nothing imported"), _("never looked at")
    rows = [row for page in pages for row in _rows(page, nothing[page["page"] not in groups])]
    table(columns, rows)
    for told in pages:
        print()
        paragraph(labelled(told["page"], sentence(told)), hang=4)
        if months := bar(told):
            paragraph(months, indent=4)
    return 0


def _in_english(gap: Gap) -> Gap:
    """For programs: our reasons in one language, whatever that of the collector."""
    return {**gap, "reason": why(gap["reason"], "en")}


def _rows(page: PageCoverage, nothing: str) -> list[list[object]]:
    rows: list[list[object]] = [
        [page["page"], _day(c["since"]), _day(c["until"]), _("complete"), c["posts"], ""]
        for c in page["complete"]
    ]
    for gap in page["gaps"]:
        since, until = _day(gap["since"]), _day(gap["until"])
        reason = why(gap["reason"], language())
        rows.append([page["page"], since, until, _("gap"), gap["received"], reason])
    rows += [
        [page["page"], _day(i["since"]), _day(i["until"]), _("from a file"), i["posts"], _file(i)]
        for i in page["imports"]
    ]
    return rows or [[page["page"], "–", "–", nothing, 0, ""]]


def _file(told: Imported) -> str:
    name = _("by hand") if told["format"] == "hand" else told["file"].rpartition("/")[2]
    if not told["skipped"]:
        return name
    text = plural(
        "{file}, {number} line passed over", "{file}, {number} lines passed over", told["skipped"]
    )
    return text.format(file=name, number=told["skipped"])


def _day(time: str | None) -> str:
    if time is None:
        return _("the beginning")
    return time[:10] if time.endswith("T00:00:00Z") else to_the_minute(time) or ""
