"""fb-watch review agreement, review quality"""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from fb_watch.cli.home import reading
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.parts import Part, add_json
from fb_watch.i18n import _, decimal, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fb_watch.assessing import Assessed, Compared
    from fb_watch.measure.agreement import Agreement
    from fb_watch.measure.quality import Quality
    from fb_watch.model.reviewed import Interval

FEW = 5  # posts that a value stands in, below which it is not worth a line


def parts() -> dict[str, Part]:
    """What samples tell."""
    return {
        "agreement": Part(_("how far two people agree, and on what not"), _agree, _agreement),
        "quality": Part(_("how right the machine's tags are, by language"), _judge, _quality),
    }


def _agree(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the sample"))
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("Two people or more code a sample without seeing the tags or one another:"),
            _("  fb-watch review sample, review next --sample, review code"),
            _("Intervals are of 95 %: Wilson's of what is agreed; of kappa and alpha by 1000"),
            _("resamples, and no surer than that. ! marks one wider than 0.2. The lower bound"),
            _("of alpha counts: from 0.8 on firm, from 0.667 on tentative, else the codebook"),
            _("is not clear enough (weak) or the sample too small (unsure)."),
            _("Sets of themes are compared by MASI. Agreed on in the end: review code --settle."),
            "",
            _("examples:"),
            "  fb-watch review agreement autumn",
            "  fb-watch review agreement autumn --json",
        ]
    )


def _agreement(args: argparse.Namespace) -> int:
    from fb_watch.assessing import agreement

    with reading(args) as archive:
        found = agreement(archive, args.name)
    if args.json:
        print_json(_agreement_shape(found))
        return 0
    if not found.both:
        note(_("No post of the sample has been coded by two people yet."))
        return 0
    figures = [f"{name} 95 %" for name in (_("agreed"), "kappa", "alpha")]
    shown = [one for one in found.figures if not one.value or one.named >= FEW]
    table([_("tag"), _("named"), *figures, ""], [_agreement_row(one) for one in shown])
    _say_what_is_not_shown(len(found.figures) - len(shown))
    if found.disagreements:
        print()
        table(
            [_("post"), _("tag"), _("who says what")],
            [
                (
                    one.ref,
                    _(one.kind),
                    "; ".join(f"{who}: {', '.join(said) or '–'}" for who, said in one.said.items()),
                )
                for one in found.disagreements
            ],
        )
    text = plural("{n} post coded by two or more.", "{n} posts coded by two or more.", found.both)
    note(text.format(n=found.both))
    _say_what_is_small(shown)
    return 0


def _agreement_row(one: "Agreement") -> list[object]:
    return [
        _of(one.kind, one.value),
        one.named,
        _spanned(one.percent),
        _spanned(one.kappa),
        _spanned(one.alpha),
        _firmness(one.alpha),
    ]


def _firmness(alpha: "Interval | None") -> str:
    from fb_watch.measure.agreement import FIRM, TENTATIVE

    if alpha is None:
        return ""
    if alpha.low >= FIRM:
        return _("firm")
    if alpha.low >= TENTATIVE:
        return _("tentative")
    return _("unsure") if alpha.value >= TENTATIVE else _("weak")


def _agreement_shape(found: "Compared") -> dict[str, object]:
    return {
        "sample": found.sample,
        "coded_by_two": found.both,
        "figures": _figures_shape(found.figures),
        "disagreements": [asdict(one) for one in found.disagreements],
    }


def _judge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the sample"))
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("Precision: of what the machine says, how much is right. Recall: of what is so,"),
            _("how much it says. Intervals are Wilson's of 95 %; ! marks a figure whose"),
            _("interval is wider than 0.2: the sample is too small for it. Measured are the"),
            _("machine's tags of today: after a retag the same answers judge the new ones."),
            "",
            _("examples:"),
            "  fb-watch review sample autumn --size 200 --by ME",
            "  fb-watch review next --sample autumn --by ME",
            "  fb-watch review quality autumn",
        ]
    )


def _quality(args: argparse.Namespace) -> int:
    from fb_watch.assessing import quality

    with reading(args) as archive:
        found = quality(archive, args.name)
    if args.json:
        print_json(_quality_shape(found))
        return 0
    if not found.judged:
        note(_("No post of the sample has an answer yet."))
        return 0
    columns = [_("tag"), "+", _("wrong"), _("missed")]
    wanted = [one for one in found.figures if not (one.value and one.language)]
    shown = [one for one in wanted if not one.value or one.hits + one.wrong + one.missed >= FEW]
    figures = [f"{name} 95 %" for name in (_("precision"), _("recall"))]
    table([*columns, *figures], [_quality_row(one) for one in shown])
    _say_what_is_not_shown(len(wanted) - len(shown))
    _say_what_it_rests_on(found)
    return 0


def _say_what_is_not_shown(number: int) -> None:
    if number:
        text = plural(
            "{n} value of fewer than 5 posts: see --json.",
            "{n} values of fewer than 5 posts: see --json.",
            number,
        )
        note(text.format(n=number))


def _say_what_it_rests_on(found: "Assessed") -> None:
    sample = found.sample
    text = plural(
        "{n} of {posts} post judged, seed {seed}, codebook {codebooks}.",
        "{n} of {posts} posts judged, seed {seed}, codebook {codebooks}.",
        sample["posts"],
    )
    note(
        text.format(
            n=found.judged,
            posts=sample["posts"],
            seed=sample["seed"],
            codebooks=", ".join(found.codebooks) or "–",
        )
    )
    if found.open:
        text = plural(
            "On {n} post people disagree: what is not settled is left out.",
            "On {n} posts people disagree: what is not settled is left out.",
            found.open,
        )
        note(text.format(n=found.open))
    _say_what_is_small(found.figures)


def _say_what_is_small(figures: "Sequence[Agreement | Quality]") -> None:
    if small := sum(one.is_small for one in figures):
        text = plural(
            "{n} figure rests on too few posts (!): draw a larger sample.",
            "{n} figures rest on too few posts (!): draw a larger sample.",
            small,
        )
        note(text.format(n=small))


def _quality_row(one: "Quality") -> list[object]:
    return [
        _of(one.kind, one.value or one.language),
        one.hits,
        one.wrong,
        one.missed,
        _spanned(one.precision),
        _spanned(one.recall),
    ]


def _quality_shape(found: "Assessed") -> dict[str, object]:
    return {
        "sample": found.sample,
        "judged": found.judged,
        "open": found.open,
        "codebooks": found.codebooks,
        "figures": _figures_shape(found.figures),
    }


def _figures_shape(figures: "Sequence[Agreement | Quality]") -> list[dict[str, object]]:
    return [{**asdict(one), "is_small": one.is_small} for one in figures]


def _of(kind: str, value: str) -> str:
    """What a row is of: a kind of tag, and one of its values or a language of its posts."""
    return f"{_(kind)} {value or _('all')}"


def _spanned(interval: "Interval | None") -> str | None:
    """An estimate and its bounds, marked where they are too far apart."""
    from fb_watch.measure.intervals import is_wide

    if interval is None:
        return None
    sign = "!" if is_wide(interval) else ""
    value, low, high = (decimal(n, ".2f") for n in (interval.value, interval.low, interval.high))
    return f"{value}{sign} {low}–{high}"
