"""
In: the demo's sample pages and what their writers say of each post. Out: how right the tags are.

The posts come over HTTP from the stand-in and through the parser, each with its page of the
default configuration: what `fb-watch demo` archives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing

from bench.figures import Figure, print_table
from bench.scoring import Score, default, share
from bench.tags_sentences import HEALTH

from fb_watch.bootstrap import utc_now
from fb_watch.collect.graph import GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.sample import load_truth, load_world
from fb_watch.demo.server import GraphServer
from fb_watch.dialect.parse import parse_capture
from fb_watch.enrich.tagger import Tagger
from fb_watch.model.collected import Page, Post, Window
from fb_watch.model.settings import Config, GraphSettings
from fb_watch.model.tagged import TaggedPost


def posts(config: Config) -> Iterator[tuple[Page, Post]]:
    """Every sample post, as collected, with its page."""
    with (
        GraphServer(load_world()) as server,
        closing(GraphSession(server.url, "v25.0", DEMO_TOKEN, pause=lambda _s: None)) as session,
    ):
        source = GraphSource(lambda _page: session, GraphSettings(url=server.url), utc_now)
        window = Window(since=None, until=utc_now())
        for page in config.pages:
            for capture in source.walk(page, window):
                yield from ((page, post) for post in parse_capture(capture).posts)


def measure(config: Config, tagging: Tagger) -> list[Figure]:
    """Language, countries and themes of the sample posts; details are printed on the way."""
    truth = load_truth()
    themes: defaultdict[str, Score] = defaultdict(Score)
    every_theme, said, all_countries = Score(), Score(), Score()
    total = exact = main = 0
    wrong: Counter[str] = Counter()
    for page, post in posts(config):
        true, seen = truth[post.id], tagging.tag(post, page)
        told = set(true.language.split("+"))
        total += 1
        main += seen.language.code in told
        exact += languages(seen) == told
        if languages(seen) != told:
            wrong[f"{true.language}→{'+'.join(sorted(languages(seen)))}"] += 1
        found = values(seen, "theme")
        every_theme.add(found, frozenset(true.themes))
        for theme in found | frozenset(true.themes):
            themes[theme].add(found & {theme}, frozenset(true.themes) & {theme})
        all_countries.add(values(seen, "country"), frozenset(true.countries))
        said.add(values(seen, "country", but="page"), frozenset(true.countries))
    print(f"\nsample posts: {total}")
    for theme, score in sorted(themes.items()):
        print(f"  {theme:26} {score}")
    print(f"  {'all themes':26} {every_theme}")
    print(f"  {'countries':26} {all_countries}")
    print(f"  {'countries, page left out':26} {said}")
    print("  languages:", ", ".join(f"{what} {n}" for what, n in wrong.most_common(12)))
    return [
        share("sample: main language", main / total, 0.98),
        share("  all languages, exactly", exact / total),
        share("sample: countries, precision", said.precision, 0.97),
        share("sample: countries, recall", said.recall, 0.90),
        share("  precision, with those by page alone", all_countries.precision),
        share("sample: health, F1", themes[HEALTH].f1),
        share("sample: all themes, F1", every_theme.f1),
        share("  precision", every_theme.precision),
        share("  recall", every_theme.recall),
    ]


def languages(seen: TaggedPost) -> set[str]:
    """The languages of a post, as a set; where no share is told, the main one."""
    return {code for code, _share in seen.language.shares} or {seen.language.code}


def values(seen: TaggedPost, kind: str, but: str | None = None) -> frozenset[str]:
    """The values of the tags of one kind, those of one role left out."""
    return frozenset(
        tag.value for tag in seen.tags if tag.kind == kind and (but is None or tag.role != but)
    )


def main() -> None:
    """The sample alone."""
    print_table(measure(*default()))


if __name__ == "__main__":
    main()
