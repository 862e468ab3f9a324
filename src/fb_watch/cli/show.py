"""fb-watch show"""

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fb_watch.archive.evidence import RoadShape
from fb_watch.archive.history import Version
from fb_watch.cli.difference import difference
from fb_watch.cli.home import reading
from fb_watch.cli.output import (
    MARK,
    UNMARK,
    bare,
    bold,
    link,
    on_terminal,
    paragraph,
    percent,
    print_json,
    printable,
    table,
    to_the_minute,
)
from fb_watch.i18n import _, decimal, state
from fb_watch.model.archived import ArchivedPost, CommentShape, EvidenceShape, versioned
from fb_watch.model.captions import text_of, unsaid

if TYPE_CHECKING:
    from fb_watch.archive.review import Holder, Note


def configure(parser: argparse.ArgumentParser) -> None:
    """Which post, and how deep."""
    parser.add_argument("ref", metavar="REF", help=_("a reference, id or permalink"))
    parser.add_argument("--history", action="store_true", help=_("every version, differences"))
    parser.add_argument("--raw", action="store_true", help=_("the response as it was received"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("examples:"),
            "  fb-watch show fbw:2020-000123",
            "  fb-watch show fbw:2020-000123 --history",
            "  fb-watch show https://www.facebook.com/100000000000001/posts/12 --raw",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Print one post."""
    from fb_watch.archive.discussion import comments
    from fb_watch.archive.evidence import pictures, roads
    from fb_watch.archive.history import history, raw
    from fb_watch.archive.review import holders, notes
    from fb_watch.archive.search import get

    with reading(args) as archive:
        post = get(archive, args.ref)
        if args.raw:
            _print_raw(raw(archive, args.ref))
            return 0
        versions = history(archive, post["ref"]) if args.history else []
        below = comments(archive, post["ref"])
        came, shown = roads(archive, post["ref"]), pictures(archive, post["ref"])
        written = notes(archive, post["ref"])
        holder = holders(archive, [post["ref"]], datetime.now(UTC)).get(post["ref"])
    if args.json:
        whole = {**post, "comments_list": below, "roads": came, "pictures": shown}
        whole |= {"notes_list": written, "assigned": holder}
        print_json({**whole, "versions": versions} if args.history else whole)
        return 0
    print_post(post)
    _print_review(written, holder)
    print_roads(came, shown)
    _print_comments(below)
    if args.history:
        _print_history(versions)
    return 0


def _print_raw(body: bytes) -> None:
    """The bytes as they are; a terminal gets them without what would steer it."""
    if on_terminal():
        print(printable(body.decode("utf-8", "replace")))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(body + b"\n")


def print_post(post: ArchivedPost) -> None:
    """One post as one reads it, with its tags."""
    edited = f" · {_('edited, seen')} {post['edited_at'][:10]}" if post["edited_at"] else ""
    named = versioned(post)
    print(f"{bold(named)} · {_('version')} {post['version']}{edited}")
    kind = _("comment") if post["is_comment"] else post["kind"]
    print(f"{post['page']} · {post['created_at']} · {kind}")
    paragraph(post["page_name"])
    place = (post["place"] or {}).get("name")
    if place:
        paragraph(_("place: {name}").format(name=place))
    if post["permalink"]:
        print(link(post["permalink"]))
    online = post["availability"]
    print(
        _("availability: {availability} · status: {status}").format(
            availability=state(online["state"]), status=state(post["status"])
        )
    )
    print()
    if post["is_comment"] and post["message"]:
        paragraph(post["story"] or "")
    if post["message"] or post["captions"]:
        paragraph(_marked_text(post), marked=True)
    if not post["message"] and (post["story"] or not post["captions"]):
        paragraph(post["story"] or "–")
    print()
    _print_attached(post)
    print_tags(post)


def _print_attached(post: ArchivedPost) -> None:
    """Links, media and counts, where there are any."""
    for linked in post["links"]:
        print(f"  ↗ {link(linked['url'])}")
        for text in filter(None, (linked["title"], linked["description"])):
            paragraph(text, indent=4)
    for media in post["media"]:
        print(f"  ▣ {media['path'] or media['kind']}")
        for text in unsaid([media["alt"]], post["captions"]):
            paragraph(text, indent=4)
    counts = post["counts"]
    told = [
        f"{_(k)} {v}" for k in ("reactions", "comments", "shares") if (v := counts[k]) is not None
    ]
    if told:
        print("  " + " · ".join(told))
    if told or post["links"] or post["media"]:
        print()


def _print_review(written: "list[Note]", holder: "Holder | None") -> None:
    """Who has the post checked out, and what people wrote to it."""
    if holder or written:
        print()
    if holder:
        until = to_the_minute(holder["until"]) or ""
        paragraph(_("{name} until {until}").format(name=holder["name"], until=until))
    for one in written:
        paragraph(f"✎ {one['at'][:10]} {one['name']}: {one['text']}", hang=2)


def print_roads(came: list[RoadShape], shown: list[str]) -> None:
    """By which roads the post came, where that was not by Facebook alone."""
    if not shown and all(road["source"] == "graph" for road in came):
        return
    print()
    table(
        [_("road"), _("when"), _("where"), _("says")],
        [
            [
                road["source"],
                road["at"],
                " ".join(filter(None, (road["request"], road["where"]))),
                _("other words: {text}").format(text=road["message"])
                if road["message"]
                else f"@{road['hash'][:8]}",
            ]
            for road in came
        ],
    )
    for path in shown:
        print(f"  ▣ {path}")


def _marked_text(post: ArchivedPost) -> str:
    """The message, then the captions, with every word marked that earned a tag."""
    tags = (*post["themes"], *post["countries"], *post["question_tags"])
    evidence = [e for tag in tags for e in tag["evidence"]]
    return mark(text_of(post["message"], post["captions"]), evidence)


def mark(text: str, evidence: list[EvidenceShape]) -> str:
    """The text with marks around the stretches named; of overlapping ones the first and longest."""
    pieces: list[str] = []
    at = 0
    stretches = {(e["start"], e["end"]) for e in evidence if e["end"] > e["start"]}
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if start < at:
            continue
        pieces += [bare(text[at:start]), MARK, bare(text[start:end]), UNMARK]
        at = end
    return "".join([*pieces, bare(text[at:])])


def print_tags(post: ArchivedPost) -> None:
    """Language, themes, countries, questions, each with the words that earned it."""
    language = post["language"]
    shares = ", ".join(f"{s['code']} {percent(s['share'])}" for s in language["all"])
    rows: list[list[object]] = [
        [_("language"), language["code"], decimal(language["confidence"], ".2f"), shares]
    ]
    rows += [
        [_("theme"), theme["theme"], theme["score"], _words(theme["evidence"])]
        for theme in post["themes"]
    ]
    rows += [
        [
            _("country"),
            f"{country['country']} ({_(country['role'])})",
            country["score"],
            _words(country["evidence"]),
        ]
        for country in post["countries"]
    ]
    rows += [
        [_("country"), f"{' '.join(found['candidates'])} (?)", "", _words(found["evidence"])]
        for found in post["unresolved"]
    ]
    rows += [
        [_("question"), question["question"], question["score"], _words(question["evidence"])]
        for question in post["question_tags"]
    ]
    table([_("tag"), _("value"), _("score"), _("because of")], rows)


def _words(evidence: list[EvidenceShape]) -> str:
    return ", ".join(
        _("“{surface}” ← {term}").format(surface=e["surface"], term=e["term"])
        if e["surface"]
        else _("place {name}").format(name=e["term"])
        for e in evidence
    )


def _print_comments(comments: list[CommentShape]) -> None:
    """What was written below the post, replies further in; no names are there to be printed."""
    depth: dict[str | None, int] = {}
    for comment in comments:
        depth[comment["id"]] = level = depth.get(comment["parent"], 0) + 1
        told = [comment["created_at"], f"#{comment['author'][:8]}" if comment["author"] else "#–"]
        if comment["edited_at"]:
            told.append(f"{_('edited, seen')} {comment['edited_at'][:10]}")
        if comment["availability"] != "online":
            told.append(f"{state(comment['availability'])} {comment['availability_since'][:10]}")
        print()
        print("    " * level + " · ".join(told))
        attachment = comment["attachment"] or {}
        for text in filter(None, (comment["message"], attachment.get("url"))):
            paragraph(text, indent=4 * level)
        if not comment["message"] and attachment:
            print("    " * level + printable(f"[{attachment['type']}]"))


def _print_history(versions: list[Version]) -> None:
    """Every version; from the second on what the edit did, beside the message only where it did."""
    before: Version | None = None
    for version in versions:
        print()
        seen = version["captured_at"]
        named = bold(f"@{version['hash'][:8]}")
        print(f"{named} · {_('version')} {version['version']} · {_('seen')} {seen}")
        text, old = (text_of(v["message"], v["captions"]) if v else "" for v in (version, before))
        paragraph((difference(old, text) if before else text) or "–")
        was = _beside(before or version)
        for name, told in _beside(version).items():
            if told != was[name]:
                paragraph(f"{name}: {difference(was[name], told)}", indent=2)
        before = version


def _beside(version: Version) -> dict[str, str]:
    """What an editor can change beside the message and the captions, each as a text."""
    said = version["captions"]
    links = [
        " ".join(filter(None, (link["url"], link["title"], link["description"])))
        for link in version["links"]
    ]
    media = [
        " ".join(filter(None, (medium["kind"], medium["id"], *unsaid([medium["alt"]], said))))
        for medium in version["media"]
    ]
    return {
        _("kind"): version["kind"],
        _("place"): version["place"] or "",
        _("links"): "\n".join(links),
        _("media"): "\n".join(media),
    }
