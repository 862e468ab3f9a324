"""In: posts. Out: the pictures that a dossier begins with: when, what where, and where. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from fb_watch.export.charts import heat_map, timeline
from fb_watch.export.document import Picture
from fb_watch.export.names import country_name
from fb_watch.export.png import png
from fb_watch.export.readme import in_words
from fb_watch.export.svg import Frame
from fb_watch.export.world import world_map
from fb_watch.i18n import in_language
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported

_DESCRIPTION = "{http://www.w3.org/2000/svg}desc"


def pictures(posts: Sequence[ArchivedPost], about: Exported) -> Iterator[Picture]:
    """Months by theme, themes by country, the map; none where there is nothing to see."""
    lang = about.lang
    _ = in_language(lang)
    labels = {theme.id: in_words(theme.labels, lang) for theme in about.codebook.themes}
    months: Counter[tuple[str, str]] = Counter()
    fields: Counter[tuple[str, str]] = Counter()
    where: Counter[str] = Counter()
    for post in posts:
        themes = {labels.get(tag["theme"], tag["theme"]) for tag in post["themes"]}
        countries = {tag["country"] for tag in post["countries"] if tag["role"] != "page"}
        where.update(countries)
        for theme in themes:
            months[post["created_at"][:7], theme] += 1
            fields.update((country_name(code, lang), theme) for code in countries)
    if months:
        yield _picture(timeline(months, Frame(title=_("Posts by month and theme"), lang=lang)))
    if fields:
        yield _picture(heat_map(fields, Frame(title=_("Posts by country and theme"), lang=lang)))
    if where:
        yield _picture(world_map(where, Frame(title=_("Countries spoken of"), lang=lang)))


def _picture(svg: str) -> Picture:
    """The chart with the words that it carries itself; its title is inside."""
    alt = ElementTree.fromstring(svg).findtext(_DESCRIPTION) or ""  # noqa: S314 - we drew it
    return Picture(svg=svg, png=png(svg), alt=alt, caption="")
