"""In: what an export says of itself, and its posts. Out: how they were found and counted. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from fb_watch.export.bidi import apart
from fb_watch.export.countries import of_its_page, spoken_of
from fb_watch.export.dates import long_date
from fb_watch.export.document import Block, Heading, Paragraph, Points, Table
from fb_watch.export.names import country_name, in_order, language_name
from fb_watch.export.readme import quality
from fb_watch.i18n import grouped, in_language
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.covered import Imported, PageCoverage, why
from fb_watch.model.exported import Exported
from fb_watch.model.settings import Heading as Tagged

_TOOLS = {
    "4cat": "4CAT",
    "business-suite": "Meta Business Suite",
    "content-library": "Meta Content Library",
    "crowdtangle": "CrowdTangle",
    "facepager": "Facepager",
    "zeeschuimer": "Zeeschuimer",
}


def key_figures(about: Exported, posts: Sequence[ArchivedPost]) -> Points:
    """What a reader wants to know first."""
    _ = in_language(about.lang)
    pages = {post["page"] for post in posts}
    countries = {code for post in posts for code in spoken_of(post)}
    languages = {post["language"]["code"] for post in posts} - {"und", "zxx"}
    offline = sum(post["availability"]["state"] in ("gone", "restricted") for post in posts)
    lines = [
        _("Posts: {number}").format(number=grouped(len(posts), about.lang)),
        _("Pages and groups: {number}").format(number=grouped(len(pages), about.lang)),
        _("Countries spoken of: {number}").format(number=grouped(len(countries), about.lang)),
        _("Languages: {number}").format(number=grouped(len(languages), about.lang)),
    ]
    if posts:
        days = sorted(post["created_at"] for post in posts)
        told = _("Published between {first} and {last}")
        lines.append(
            told.format(first=_date(days[0], about.lang), last=_date(days[-1], about.lang))
        )
    if offline:
        lines.append(_("No longer online: {number}").format(number=grouped(offline, about.lang)))
    return Points(items=tuple(lines))


def method(
    about: Exported,
    posts: Sequence[ArchivedPost],
    reviewers: Sequence[str],
) -> Iterator[Block]:
    """Sources, what of their time is complete and what is not, codebook, quality, reviewers."""
    _ = in_language(about.lang)
    yield Heading(level=1, text=_("Method"))
    if posts:
        yield Paragraph(text=" ".join(_came({post["source"] for post in posts}, _)))
    yield Paragraph(
        text=_(
            "Language, themes and countries were found by the dictionary of the codebook, edition"
            " {codebook}; each tag names the words that earned it, and what a person said beats the"
            " machine."
        ).format(codebook=about.codebook.hash)
    )
    if about.not_found:
        refs = ", ".join(about.not_found)
        yield Paragraph(text=_("Asked for and not found: {refs}.").format(refs=refs))
    yield Paragraph(text=_("Days are those of Coordinated Universal Time (UTC)."))
    roads = Counter(post["source"] for post in posts)
    if roads:
        told = ", ".join(
            f"{_road(code, _)} ({grouped(number, about.lang)})"
            for code, number in sorted(roads.items())
        )
        yield Paragraph(text=_("Roads the posts came by: {roads}.").format(roads=told))
    if about.coverage:
        yield _coverage(about)
    yield Points(items=quality(about, about.lang))
    names = ", ".join(map(apart, reviewers))
    yield Paragraph(
        text=_("Reviewed by: {names}.").format(names=names)
        if names
        else _("No post of this selection has been reviewed by a person.")
    )
    yield Paragraph(
        text=_(
            "Each post is cited by the reference of the archived version: the first eight digits"
            " behind the @ are those of the SHA-256 over what its editor wrote."
        )
    )


def counted(about: Exported, posts: Sequence[ArchivedPost]) -> Iterator[Block]:
    """How many posts by question, theme, country, language and page."""
    if not posts:
        return
    lang = about.lang
    _ = in_language(lang)
    yield Heading(level=1, text=_("Counts"))
    yield Paragraph(text=_("A post with several values counts under each of them."))
    if any(map(of_its_page, posts)):
        yield Paragraph(
            text=_(
                "A search for a country finds the posts that speak of it, and those that name no"
                " country on its pages: both columns of the countries together."
            )
        )
    number = _("Posts")
    for table in (
        _table(_("Posts by question"), (_("Question"), number), _questions(about, posts), lang),
        _table(_("Posts by theme"), (_("Theme"), number), _themes(about, posts), lang),
        _by_country(posts, lang),
        _table(
            _("Posts by language"),
            (_("Language"), number),
            (language_name(post["language"]["code"], lang) for post in posts),
            lang,
        ),
        _table(
            _("Posts by page"),
            (_("Page"), number),
            (post["page_name"] or post["page"] for post in posts),
            lang,
        ),
    ):
        if table.rows:
            yield table


def _table(title: str, head: tuple[str, str], named: Iterable[str], lang: str) -> Table:
    counts = sorted(Counter(named).items(), key=lambda item: (-item[1], in_order(item[0])))
    rows = tuple((name, grouped(number, lang)) for name, number in counts)
    return Table(caption=title, head=head, rows=rows)


def _by_country(posts: Sequence[ArchivedPost], lang: str) -> Table:
    """
    Those that speak of a country, beside those that a search finds by their page alone.

    The sum of both is what `search --country` and `stats` count.
    """
    _ = in_language(lang)
    title, head = _("Posts by country"), _("Country")
    speak = Counter(country_name(code, lang) for post in posts for code in spoken_of(post))
    alone = Counter(country_name(code, lang) for post in posts for code in of_its_page(post))
    if not alone:
        return _table(title, (head, _("Posts")), speak.elements(), lang)
    names = sorted({*speak, *alone}, key=lambda name: (-speak[name], -alone[name], in_order(name)))
    return Table(
        caption=title,
        head=(head, _("Speak of it"), _("Only by their page")),
        rows=tuple(
            (name, grouped(speak[name], lang), grouped(alone[name], lang)) for name in names
        ),
    )


def _questions(about: Exported, posts: Sequence[ArchivedPost]) -> Iterator[str]:
    labels = _labels(about.codebook.questions, about.lang)
    return (labels.get(value, value) for post in posts for value in post["questions"])


def _themes(about: Exported, posts: Sequence[ArchivedPost]) -> Iterator[str]:
    labels = _labels(about.codebook.themes, about.lang)
    values = ({tag["theme"] for tag in post["themes"]} for post in posts)
    return (labels.get(value, value) for found in values for value in found)


def _labels(headings: Sequence[Tagged], lang: str) -> dict[str, str]:
    return {one.id: one.labels.get(lang, one.id) for one in headings}


def _coverage(about: Exported) -> Table:
    """Page by page; what came from files has a column where there is any."""
    _ = in_language(about.lang)
    columns = {
        _("Page"): [about.page_names.get(one["page"], one["page"]) for one in about.coverage],
        _("Complete"): [_complete(one, about.lang) for one in about.coverage],
        _("From files"): [_from_files(one, about.lang) for one in about.coverage],
        _("Not complete"): [_gaps(one, about.lang) for one in about.coverage],
    }
    if not any(columns[_("From files")]):
        del columns[_("From files")]
    rows = zip(*columns.values(), strict=True)
    return Table(
        caption=_("What was gone through, page by page"),
        head=tuple(columns),
        rows=tuple(tuple(cell or "–" for cell in row) for row in rows),
    )


def _complete(page: PageCoverage, lang: str) -> str:
    return "\n".join(_stretch(one["since"], one["until"], lang) for one in page["complete"])


def _from_files(page: PageCoverage, lang: str) -> str:
    return "\n".join(
        f"{_stretch(one['since'], one['until'], lang)} ({_file(one, lang)})"
        for one in page["imports"]
    )


def _gaps(page: PageCoverage, lang: str) -> str:
    return "\n".join(
        f"{_stretch(gap['since'], gap['until'], lang)} ({why(gap['reason'], lang)})"
        for gap in page["gaps"]
    )


def _file(told: Imported, lang: str) -> str:
    _ = in_language(lang)
    return _("by hand") if told["format"] == "hand" else told["file"].rpartition("/")[2]


def _came(roads: set[str], _: Callable[[str], str]) -> Iterator[str]:
    """How these posts came, a sentence for each kind of road."""
    if "graph" in roads:
        yield _("Posts were collected from the public pages named below.")
    if roads - {"graph", "hand"}:
        yield _("Posts were read from files that left Facebook by other roads.")
    if "hand" in roads:
        yield _("Posts were added by hand.")


def _road(code: str, _: Callable[[str], str]) -> str:
    """What a road is called; those of other tools go by the tools' names."""
    own = {
        "graph": _("Facebook’s Graph API"),
        "dyi": _("copy of a person’s or page’s own data"),
        "dyi-page": _("copy of a page’s own data"),
        "table": _("tables"),
        "hand": _("by hand"),
    }
    return own.get(code) or _TOOLS.get(code, code)


def _stretch(since: str | None, until: str, lang: str) -> str:
    _ = in_language(lang)
    first = _date(since, lang) if since else _("the beginning")
    return f"{first} – {_date(until, lang)}"


def _date(time: str, lang: str) -> str:
    day: date = datetime.fromisoformat(time).date()
    return long_date(day, lang)
