"""In: posts. Out: the pictures that a dossier begins with, of one page together. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from fb_watch.export.charts import heat_map, timeline
from fb_watch.export.countries import of_its_page, spoken_of
from fb_watch.export.document import Picture
from fb_watch.export.names import country_name
from fb_watch.export.png import png
from fb_watch.export.readme import in_words
from fb_watch.export.svg import Frame
from fb_watch.export.world import world_map
from fb_watch.i18n import grouped, in_language, plural_in
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported

_ROWS = 10  # of the heat map: the overview is one page
_DESCRIPTION = "{http://www.w3.org/2000/svg}desc"


def pictures(posts: Sequence[ArchivedPost], about: Exported) -> Iterator[Picture]:
    """Posts by month, themes by country, the map; none where there is nothing to see."""
    lang = about.lang
    _ = in_language(lang)
    labels = {theme.id: in_words(theme.labels, lang) for theme in about.codebook.themes}
    months = Counter((post["created_at"][:7], _("Posts")) for post in posts)
    fields: Counter[tuple[str, str]] = Counter()
    where: Counter[str] = Counter()
    told: Counter[str] = Counter()  # posts of a theme that speak of any country
    for post in posts:
        countries = spoken_of(post)
        where.update(countries)
        themes = {labels.get(tag["theme"], tag["theme"]) for tag in post["themes"]}
        told.update(themes if countries else ())
        for theme in themes:
            fields.update((code, theme) for code in countries)
    alone = _by_page(sum(not spoken_of(post) and bool(of_its_page(post)) for post in posts), lang)
    if months:
        yield _picture(timeline(months, Frame(title=_("Posts by month"), lang=lang)))
    if fields:
        shown = [code for code, _n in where.most_common(_ROWS)]
        left = _("The {number} countries with most posts; the others stand in the counts.")
        note = left.format(number=_ROWS) if len(where) > _ROWS else ""
        named = {
            (country_name(code, lang), theme): n
            for (code, theme), n in fields.items()
            if code in shown
        }
        by_name = {country_name(code, lang): where[code] for code in shown}
        note = f"{note} {alone}".strip()
        frame = Frame(title=_("Posts by country and theme"), lang=lang, note=note)
        yield _picture(heat_map(named, (by_name, told), frame))
    if where:
        frame = Frame(title=_("Countries spoken of"), lang=lang, note=alone)
        yield _picture(world_map(where, frame))


def _by_page(number: int, lang: str) -> str:
    """How many posts are left out of a chart of countries, which a search finds."""
    plural = plural_in(lang)
    text = plural(
        "Not in it: {number} post that is found only by the country of its page.",
        "Not in it: {number} posts that are found only by the country of their page.",
        number,
    )
    return text.format(number=grouped(number, lang)) if number else ""


def _picture(svg: str) -> Picture:
    """The chart with the words that it carries itself; its title is inside."""
    alt = ElementTree.fromstring(svg).findtext(_DESCRIPTION) or ""  # noqa: S314 - we drew it
    return Picture(svg=svg, png=png(svg), alt=alt, caption="")
