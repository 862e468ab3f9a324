"""In: a post and the words asked for. Out: what the reader shows of it, in colours. Pure."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from fb_watch.archive.snippet import places
from fb_watch.cli.output import (
    MARK,
    UNMARK,
    bare,
    clickable,
    has_links,
    isolated,
    printable,
    to_the_minute,
)
from fb_watch.i18n import _, plural, state
from fb_watch.model.archived import ArchivedPost, EvidenceShape, Hit, versioned
from fb_watch.model.captions import text_of, unsaid

if TYPE_CHECKING:
    from fb_watch.archive.review import Holder, Note
    from fb_watch.archive.words import Needle

_SIGNS = {"new": "·", "relevant": "+", "set-aside": "−", "verified": "✓"}
_ASKED = Style(bold=True, reverse=True)
_THEME, _COUNTRY = Style(color="cyan", underline=True), Style(color="green", underline=True)
_BEFORE = 24  # characters before the first word found
_HEAD, _DIM = Style(bold=True), Style(dim=True)


def line(hit: Hit, width: int, holder: "Holder | None" = None) -> Text:
    """A post in the list: what was decided, when and where, who has it, then what it says."""
    post = hit["post"]
    where = " ".join(c["country"] for c in post["countries"]) or isolated(post["page"])
    alike = f"+{hit['alike']} " if hit["alike"] else ""
    head = Text(f"{_SIGNS.get(post['status'], '?')} {post['created_at'][:10]} {alike}{where}")
    head.stylize(_HEAD if post["status"] == "new" else _DIM)
    head.truncate(width, overflow="ellipsis")
    if holder:
        has = Text(has_it(holder, holder["until"][:10]))
        has.truncate(width, overflow="ellipsis")
        head.append("\n").append_text(has)
    said = _stretch(hit["snippet"]) or Text(f"[{post['kind']}]")
    said.truncate(2 * width - 8, overflow="ellipsis")  # a word less: lines break between words
    return head.append("\n").append_text(said)


def _stretch(snippet: str) -> Text:
    """A snippet in colours, cut to begin shortly before the first word found."""
    said = " ".join(printable(snippet).split())
    first = said.find(MARK)
    if first > _BEFORE:
        said = "… " + said[said.find(" ", first - _BEFORE) + 1 :]
    told = Text()
    for place, piece in enumerate(said.replace(UNMARK, MARK).split(MARK)):
        told.append(piece, style=_ASKED if place % 2 else "")
    return told


def has_it(holder: "Holder", until: str) -> str:
    """Who has a post checked out and until when, or who reads it just now."""
    from fb_watch.archive.queue import is_reading

    if is_reading(holder):
        since = f"{holder['at'][11:16]}Z"
        return _("{name} reads it since {time}").format(name=_shown(holder["name"]), time=since)
    return _("{name} until {until}").format(name=_shown(holder["name"]), until=until)


def whole(
    post: ArchivedPost,
    notes: Sequence["Note"],
    needles: Sequence["Needle"],
    holder: "Holder | None" = None,
) -> Text:
    """A post as one reads it: text with its words marked, links, tags and what earned them."""
    told = Text()
    since = "" if post["version"] == post["newest_version"] else f" · {_('edited since')}"
    told.append(f"{versioned(post)} · {state(post['status'])}{since}\n", style=_HEAD)
    told.append(f"{post['created_at']} · {_shown(post['page_name'])}\n")
    if holder:
        told.append(has_it(holder, to_the_minute(holder["until"]) or "") + "\n")
    if post["permalink"]:
        told.append_text(_link(post["permalink"])).append("\n")
    for note in notes:
        told.append(f"✎ {note['at'][:10]} {_shown(note['name'])}: {_shown(note['text'])}\n")
    told.append("\n")
    told.append_text(message(post, needles))
    told.append("\n\n")
    for link in post["links"]:
        told.append("↗ ", style=_DIM).append_text(_link(link["url"])).append("\n")
        for text in filter(None, (link["title"], link["description"])):
            told.append_text(_marked(text, needles)).append("\n")
    for text in unsaid([medium["alt"] for medium in post["media"]], post["captions"]):
        told.append("▣ ").append_text(_marked(text, needles)).append("\n")
    _append_tags(told, post)
    return told


def message(post: ArchivedPost, needles: Sequence["Needle"]) -> Text:
    """What the post says: words asked for reversed, words that earned a tag underlined."""
    text = text_of(post["message"], post["captions"])
    shown = "\n\n".join(filter(None, (text, None if post["message"] else post["story"])))
    told = _marked(shown or f"[{post['kind']}]", needles)
    if text:
        for style, tags in ((_THEME, post["themes"]), (_COUNTRY, post["countries"])):
            for found in (e for tag in tags for e in tag["evidence"]):
                told.stylize(style, found["start"], found["end"])
    return told


def title(shown: int, found: int, words: str) -> str:
    """What stands above the list."""
    text = plural("{n} post", "{n} posts", found).format(n=found)
    part = "" if shown == found else f" ({shown})"
    asked, leave, keys_of = _shown(words) or _("all"), _("quit"), _("keys")
    return f"{asked} · {text}{part} · q {leave} · ? {keys_of}"


def keys() -> str:
    """What each key does."""
    further = _("and to the next")
    told = (
        ("j  ↓", _("the next post")),
        ("k  ↑", _("the post before")),
        (_("space"), _("a screen of the text further")),
        ("b", _("a screen back")),
        ("r", f"{state('relevant')} · {further}"),
        ("s", f"{state('set-aside')} · {further}"),
        ("v", f"{state('verified')} · {further}"),
        ("t", _("tags by hand")),
        ("n", _("a note")),
        ("d", _("into a dossier")),
        ("c", _("the reference, to be copied")),
        ("u", _("take back what you did last")),
        ("q", _("quit")),
    )
    return "\n".join(f"  {key:<8} {text}" for key, text in told)


def _append_tags(told: Text, post: ArchivedPost) -> None:
    language = post["language"]
    rows = [(_("language"), language["code"], "", "", Style())]
    rows += [
        (_("theme"), tag["theme"], tag["by"], _because(tag["evidence"]), _THEME)
        for tag in post["themes"]
    ]
    rows += [
        (_("country"), tag["country"], tag["by"], _because(tag["evidence"]), _COUNTRY)
        for tag in post["countries"]
    ]
    rows += [(_("question"), one, "", "", Style()) for one in post["questions"]]
    for kind, value, by, because, style in rows:
        told.append(f"{kind} ", style=_DIM).append(_shown(value), style=style)
        by_hand = f" ({_('by hand')})" if by == "hand" else ""
        told.append(f"{by_hand} {because}".rstrip() + "\n", style=_DIM)


def _because(evidence: Iterable[EvidenceShape]) -> str:
    return ", ".join(dict.fromkeys(_shown(e["surface"] or e["term"]) for e in evidence))


def _marked(text: str, needles: Sequence["Needle"]) -> Text:
    """A text from outside, character for character, words asked for reversed."""
    told = Text("".join(_same_length(char) for char in text))
    for start, stop in places(text, needles):
        told.stylize(_ASKED, start, stop)
    return told


def _same_length(char: str) -> str:
    """One character as a terminal may have it; what is dropped leaves something without width."""
    return bare(printable(char))[:1] or "\u200b"


def _link(address: str) -> Text:
    """An address, to be clicked where the terminal can."""
    leads = Style(link=clickable(address)) if has_links() else Style()
    return Text(_shown(address), style=_DIM + leads)


def _shown(text: str) -> str:
    """A short text from outside, on one line, that leaves its neighbours in their places."""
    return isolated(bare(printable(text)).replace("\n", " "))
