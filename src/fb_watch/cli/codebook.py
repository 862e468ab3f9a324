"""fb-watch codebook"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.cli.home import home_of
from fb_watch.cli.output import bold, note, paragraph, print_json, table
from fb_watch.errors import UsageError
from fb_watch.i18n import _, labelled, language

if TYPE_CHECKING:
    from fb_watch.enrich.collisions import Collision, Labelled
    from fb_watch.model.settings import Codebook, Heading

_SHOWN = 20  # of the milder warnings on a terminal; --json has them all


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do with it."""
    parser.add_argument("what", choices=("check", "show"), help=_("what to do"))
    parser.add_argument(
        "heading", nargs="?", metavar="THEME", help=_("show: one theme or question, with its terms")
    )
    parser.add_argument(
        "--texts", metavar="FILE.tsv", type=Path, help=_("check: more texts; columns lang, text")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("check reads the codebook, and the sample pages with it; it warns of terms that"),
            _("stand in texts of other themes or languages, of the same stem in two themes, of"),
            _("weak terms that are alone, of terms in names of places. The code is 1 where"),
            _("one is severe: a strong term that is wrong in more than four fifths of its"),
            _("texts, five at least, or a term that is, or begins, the name of a country."),
            "",
            _("examples:"),
            "  fb-watch codebook check",
            "  fb-watch codebook check --texts sentences.tsv --json",
            "  fb-watch codebook show education",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Check or show."""
    from fb_watch.config.load import load_codebook

    codebook = load_codebook(home_of(args))
    if args.what == "show":
        _show(codebook, args.heading, as_json=args.json)
        return 0
    if args.heading:
        raise UsageError(_("{name} goes with codebook show.").format(name=args.heading))
    return _check(codebook, args.texts, as_json=args.json)


def _check(codebook: "Codebook", file: Path | None, *, as_json: bool) -> int:
    from fb_watch.enrich import gazetteer
    from fb_watch.enrich.collisions import collisions, loaded

    texts = [*_sample(), *(_sentences(file) if file else ())]
    found = collisions(codebook, texts, gazetteer.load().patterns)
    counted = loaded(codebook)
    severe = sum(collision.is_severe for collision in found)
    if as_json:
        warnings = [_shape(collision) for collision in found]
        print_json({"ok": not severe, "texts": len(texts), "terms": counted, "warnings": warnings})
    else:
        _print_counts(counted)
        _print_warnings(found, severe, len(texts))
    return 1 if severe else 0


def _sample() -> "Iterator[Labelled]":
    """The posts of the sample pages, with what their writers say they are about."""
    from fb_watch.demo.sample import load_texts
    from fb_watch.enrich.collisions import Labelled

    for text, truth in load_texts():
        languages = tuple(truth.language.split("+"))
        yield Labelled(text=text, languages=languages, themes=truth.themes)


def _sentences(file: Path) -> "Iterator[Labelled]":
    """The lines of a table with columns lang and text; raises UsageError where it has none."""
    from fb_watch.enrich.collisions import Labelled

    csv.field_size_limit(sys.maxsize)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"lang", "text"} <= set(rows.fieldnames or ()):
            raise UsageError(
                _("{file} has no columns lang and text.").format(file=file),
                remedy=_("The first line names them, with a tab in between."),
            )
        for row in rows:
            if row["lang"] and row["text"]:
                code = row["lang"].split("-")[0].split("_")[0].lower()
                yield Labelled(text=row["text"], languages=(code,))


def _shape(collision: "Collision") -> dict[str, Any]:
    term = collision.term
    return {
        "kind": collision.kind,
        "severe": collision.is_severe,
        "file": term.file,
        "line": term.line,
        "theme": term.value,
        "language": term.language,
        "term": term.text,
        "wrong": collision.texts,
        "of": collision.of,
        "others": list(collision.others),
        "example": collision.example,
    }


def _print_counts(counted: Mapping[str, Mapping[str, int]]) -> None:
    """Themes down, languages across; a gap where there is no term."""
    languages = list(next(iter(counted.values()), {}))
    rows = [[name, *(per[code] or "·" for code in languages)] for name, per in counted.items()]
    table([_("terms"), *languages], rows)
    print()


def _print_warnings(found: "Sequence[Collision]", severe: int, texts: int) -> None:
    shown = found[: severe + _SHOWN]
    for collision in shown:
        sign = "✗" if collision.is_severe else "!"
        term = collision.term
        place = f"{term.file}:{term.line} {term.value} {term.text}"
        paragraph(labelled(f"{sign} {place}", _words(collision)), hang=4)
        if collision.example:
            text = collision.example
            paragraph(text if len(text) <= 120 else text[:119] + "…", indent=4)
    if len(found) > len(shown):
        note(_("{n} more warnings: see --json.").format(n=len(found) - len(shown)))
    print(
        _("{severe} severe and {mild} other warnings, by {texts} texts.").format(
            severe=severe, mild=len(found) - severe, texts=texts
        )
    )


def _words(collision: "Collision") -> str:
    """What is wrong, as a sentence."""
    return {
        "other-theme": _("{texts} of {of} texts with it are about something else ({others})."),
        "other-language": _("{texts} of {of} texts with it are in other languages ({others})."),
        "place": _("{texts} names of places have it in them ({others}): hide them with masks."),
        "two-themes": _("the same stem stands for {others} too."),
        "too-weak": _("one weak term alone never suffices: add another, or make it strong."),
    }[collision.kind].format(
        texts=collision.texts, of=collision.of, others=", ".join(collision.others) or "–"
    )


def _show(codebook: "Codebook", name: str | None, *, as_json: bool) -> None:
    from fb_watch.enrich.collisions import loaded

    if name is None:
        counted = loaded(codebook)
        if as_json:
            print_json({"codebook": codebook.hash, "terms": counted})
        else:
            _print_counts(counted)
        return
    headings = {h.id: h for h in (*codebook.themes, *codebook.questions)}
    if name not in headings:
        raise UsageError(
            _("There is no theme or question {name}.").format(name=name),
            remedy=_("Known: {keys}").format(keys=", ".join(headings)),
        )
    terms: dict[str, list[str]] = {}
    for term in codebook.terms:
        if term.value == name:
            sign = {"strong": "", "weak": "~", "mask": "-"}[term.strength]
            terms.setdefault(term.language, []).append(sign + term.text)
    if as_json:
        print_json(_heading_shape(headings[name], terms))
    else:
        _print_heading(headings[name], terms)


def _heading_shape(heading: "Heading", terms: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "id": heading.id,
        "labels": heading.labels,
        "definitions": heading.definitions,
        "counts": heading.counts,
        "excludes": heading.excludes,
        "neighbours": list(heading.neighbours),
        "crosswalk": {name: list(ids) for name, ids in heading.crosswalk.items()},
        "terms": terms,
    }


def _print_heading(heading: "Heading", terms: Mapping[str, Sequence[str]]) -> None:
    """The heading in the user's language, then its terms; ~ is weak, - is a mask."""

    def said(texts: Mapping[str, str]) -> str:
        return texts.get(language()) or texts.get("en") or next(iter(texts.values()), "–")

    print(bold(f"{heading.id} · {said(heading.labels)}"))
    paragraph(said(heading.definitions))
    for name, texts in ((_("counts"), heading.counts), (_("does not"), heading.excludes)):
        if texts:
            paragraph(labelled(name, said(texts)), hang=4)
    if heading.neighbours:
        paragraph(labelled(_("neighbours"), ", ".join(heading.neighbours)))
    for name, ids in heading.crosswalk.items():
        paragraph(labelled(name, ", ".join(ids)))
    print()
    for code, words in sorted(terms.items()):
        paragraph(labelled(f"{code} ({len(words)})", ", ".join(words)), hang=4)
    print(_("~ weak: it takes two; - mask: it hides"))
