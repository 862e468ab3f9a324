"""fb-watch review sample, review code"""

import argparse
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from fb_watch.cli.desk import reviewing
from fb_watch.cli.filters import add_filters, query_from
from fb_watch.cli.home import home_of, reading
from fb_watch.cli.meant import codes, heading, values
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural

if TYPE_CHECKING:
    from fb_watch.archive.samples import Sample
    from fb_watch.model.reviewed import Answer, Drawn

SIZE = 150
MOST = 100_000


def parts() -> dict[str, Part]:
    """Samples, and what people say of their posts."""
    return {
        "sample": Part(_("draw posts at random, to be coded by people"), _configure, _sample),
        "code": Part(_("say all that a sampled post is about"), _configure_code, _code),
    }


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("of the sample"))
    parser.add_argument("--size", metavar="N", type=int, default=SIZE, help=_("posts (150)"))
    parser.add_argument("--seed", metavar="N", type=int, help=_("draw the same sample again"))
    add_by(parser)
    add_json(parser)
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("Drawn by language, by the square root of how many posts each has; the seed is"),
            _("kept with the sample. Without NAME: the samples there are."),
            "",
            _("examples:"),
            "  fb-watch review sample autumn --size 200 --since 2020 --by ME",
            "  fb-watch review sample",
        ]
    )


def _sample(args: argparse.Namespace) -> int:
    from fb_watch.archive import samples

    if args.name is None:
        with reading(args) as archive:
            _print_samples(samples.listed(archive), as_json=args.json)
        return 0
    if not 0 < args.size <= MOST:
        raise UsageError(_("--size {n}: give a number of 1 to 100,000.").format(n=args.size))
    drawn = _drawn(args)
    with reading(args) as archive:
        sample = samples.get(archive, args.name)
    if args.json:
        print_json(sample)
        return 0
    counted: dict[str, list[float]] = {}
    for one in drawn:
        counted.setdefault(one.stratum, []).append(one.weight)
    rows = [(code, len(w), round(sum(w))) for code, w in sorted(counted.items())]
    table([_("language"), _("drawn"), _("of")], rows)
    note(_("Seed {seed}.").format(seed=sample["seed"]))
    if len(drawn) < args.size:
        note(plural("There is {n} post.", "There are {n} posts.", len(drawn)).format(n=len(drawn)))
    return 0


def _drawn(args: argparse.Namespace) -> "Sequence[Drawn]":
    import secrets

    from fb_watch import assessing
    from fb_watch.bootstrap import utc_now

    if args.limit is not None or args.offset:
        raise UsageError(_("A sample is drawn from all posts of a filter: --size says how many."))
    query = query_from(args)
    seed = secrets.randbelow(2**31) if args.seed is None else args.seed
    if not -(2**63) <= seed < 2**63:
        raise UsageError(_("--seed {n} is too large.").format(n=seed))
    with reviewing(args) as archive:
        return assessing.sample(archive, args.name, query, args.size, seed, args.by, utc_now())


def _print_samples(found: Sequence["Sample"], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = [
        (
            one["name"],
            one["posts"],
            ", ".join(f"{who} {n}" for who, n in one["coded"].items()) or "–",
            one["settled"],
            one["seed"],
            one["at"][:10],
            one["by"],
        )
        for one in found
    ]
    columns = [_("sample"), _("posts"), _("coded"), _("settled"), _("seed"), _("day"), _("who")]
    table(columns, rows)


def _configure_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the sample"))
    parser.add_argument("ref", metavar="REF", help=_("a reference, id or permalink"))
    for option, metavar, text in (
        ("theme", "T", _("a theme of the post; none: it has no theme")),
        ("country", "CC", _("a country it is about; none: it is about no country")),
    ):
        parser.add_argument(
            f"--{option}", metavar=metavar, action="append", required=True, help=text
        )
    parser.add_argument("--language", metavar="L", required=True, help=_("its language"))
    parser.add_argument("--settle", action="store_true", help=_("what was agreed on in the end"))
    add_by(parser)
    parser.epilog = "\n".join(
        [
            _("All themes and countries of the post: what is not named is denied. Tags do not"),
            _("change by it. --settle: where two people said different things."),
            "",
            _("examples:"),
            "  fb-watch review code autumn fbw:2020-000123 --theme culture \\",
            "      --theme education --country none --language fr --by ME",
        ]
    )


def _code(args: argparse.Namespace) -> int:
    from fb_watch.archive import samples
    from fb_watch.bootstrap import utc_now
    from fb_watch.config.load import load_headings

    themes = load_headings(home_of(args)).themes
    answer = answer_of(
        values("theme", args.theme, lambda typed: heading(typed, themes)),
        codes("country", args.country),
        codes("language", [args.language])[0],
        [theme.id for theme in themes],
    )
    with reviewing(args) as archive:
        samples.code(archive, args.name, args.ref, answer, args.by, utc_now(), settles=args.settle)
        left = samples.to_code(archive, args.name, args.by)
    note(plural("{n} post left to code.", "{n} posts left to code.", len(left)).format(n=len(left)))
    return 0


def answer_of(
    themes: Sequence[str], countries: Sequence[str], language: str, known: Collection[str]
) -> "Answer":
    """What was typed as an Answer; raises UsageError for what does not exist."""
    from fb_watch.config.codes import COUNTRIES, LANGUAGES
    from fb_watch.model.reviewed import Answer

    return Answer(
        themes=frozenset(_checked("theme", themes, known)),
        countries=frozenset(_checked("country", [c.upper() for c in countries], COUNTRIES)),
        language=_checked("language", [language.lower()], {*LANGUAGES, "und", "zxx"})[0],
    )


def _checked(kind: str, typed: Sequence[str], known: Collection[str]) -> list[str]:
    given = [value.strip() for value in typed]
    if kind != "language" and any(value.lower() == "none" for value in given):
        if len(given) > 1:
            raise UsageError(
                _("--{kind} none and {other}: one of the two.").format(
                    kind=kind, other=next(v for v in given if v.lower() != "none")
                )
            )
        return []
    for value in given:
        if value not in known:
            from difflib import get_close_matches

            near = get_close_matches(value, sorted(known), n=1)
            raise UsageError(
                _("--{kind} {value}: there is no such {name}.").format(
                    kind=kind, value=value, name=_(kind)
                ),
                remedy=_("Did you mean {verb}?").format(verb=near[0]) if near else "",
            )
    return given
