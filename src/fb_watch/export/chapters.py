"""In: posts and the codebook. Out: chapters by question, theme or country. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fb_watch.export.countries import of_its_page
from fb_watch.export.handing_over import Headed
from fb_watch.export.names import country_name, in_order
from fb_watch.i18n import grouped, in_language, plural_in
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported
from fb_watch.model.settings import Codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Posts under one title ("" for none), and those that speak of it but stand in another."""

    title: str
    posts: Sequence[ArchivedPost]
    elsewhere: Sequence[ArchivedPost] = ()
    # of the theme or question, as the codebook has it; of a heading, what a person said of it
    definition: str = ""


def chapters(
    posts: Sequence[ArchivedPost], by: str | None, headings: Mapping[str, Headed], about: Exported
) -> list[Chapter]:
    """By tag where that is asked for, else as a person ordered and headed the posts."""
    if by:
        return _by_tag(posts, by, about.codebook, about.lang)
    found: list[tuple[Headed, list[ArchivedPost]]] = []
    for post in posts:
        if not found or post["ref"] in headings:
            found.append((headings.get(post["ref"], Headed("")), []))
        found[-1][1].append(post)
    if not headings:
        _ = in_language(about.lang)
        return [Chapter(title=_("Posts"), posts=posts)]
    return [Chapter(title=one.title, posts=told, definition=one.note) for one, told in found]


def _by_tag(posts: Sequence[ArchivedPost], by: str, codebook: Codebook, lang: str) -> list[Chapter]:
    """
    A chapter for each value that occurs: questions and themes as the codebook orders them,
    countries by their names. A post stands under its strongest value; the others point to it.
    """
    _ = in_language(lang)
    homes: dict[str, list[ArchivedPost]] = defaultdict(list)
    guests: dict[str, list[ArchivedPost]] = defaultdict(list)
    for post in posts:
        home, *others = _values(post, by) or [""]
        homes[home].append(post)
        for value in others:
            guests[value].append(post)
    titles = _titles(by, codebook, lang, {*homes, *guests} - {""})
    headings = {"question": codebook.questions, "theme": codebook.themes}.get(by, ())
    definitions = {one.id: one.definitions.get(lang, "") for one in headings}
    nothing = {
        "question": _("Answering none of the questions"),
        "theme": _("Without a theme"),
        "country": _("Speaking of no country"),
    }
    chapters = [
        Chapter(
            title=title,
            posts=homes[value],
            elsewhere=_strongest(guests[value], by, value),
            definition=definitions.get(value, ""),
        )
        for value, title in titles.items()
    ]
    if homes[""]:
        told = _by_page(homes[""], lang) if by == "country" else ""
        chapters.append(Chapter(title=nothing[by], posts=homes[""], definition=told))
    return chapters


def _by_page(posts: Sequence[ArchivedPost], lang: str) -> str:
    """How many of these posts a search for a country finds all the same."""
    plural, number = plural_in(lang), sum(bool(of_its_page(post)) for post in posts)
    told = plural(
        "{number} of these posts is found by the country of its page.",
        "{number} of these posts are found by the country of their page.",
        number,
    )
    return told.format(number=grouped(number, lang)) if number else ""


def _values(post: ArchivedPost, by: str) -> list[str]:
    """The values of a post, the strongest first."""
    if by == "question":
        return list(post["questions"])
    if by == "theme":
        themes = sorted(post["themes"], key=lambda tag: -tag["score"])
        return list(dict.fromkeys(tag["theme"] for tag in themes))
    told = [tag for tag in post["countries"] if tag["role"] != "page"]
    told.sort(key=lambda tag: (tag["role"] != "about", -tag["score"]))
    return list(dict.fromkeys(tag["country"] for tag in told))


def _strongest(posts: Sequence[ArchivedPost], by: str, value: str) -> Sequence[ArchivedPost]:
    """Those that speak most of a theme or country first; answers to a question as they are."""

    def score(post: ArchivedPost) -> float:
        if by == "theme":
            return max(tag["score"] for tag in post["themes"] if tag["theme"] == value)
        return max(tag["score"] for tag in post["countries"] if tag["country"] == value)

    return posts if by == "question" else sorted(posts, key=score, reverse=True)


def _titles(by: str, codebook: Codebook, lang: str, found: set[str]) -> dict[str, str]:
    """Value → title, in the order of the chapters."""
    if by == "country":
        named = {code: country_name(code, lang) for code in found}
        return dict(sorted(named.items(), key=lambda item: in_order(item[1])))
    headings = codebook.questions if by == "question" else codebook.themes
    known = {one.id: one.labels.get(lang, one.id) for one in headings if one.id in found}
    return known | {value: value for value in sorted(found - set(known))}
