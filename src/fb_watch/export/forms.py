"""In: the name of a form. Out: what writes it; its libraries are loaded when it is asked for."""

from collections.abc import Callable

from fb_watch.export.handing_over import Form, PathForm, TextForm


def _csv() -> Form:
    from fb_watch.export.tables import write_csv

    return TextForm(write=write_csv, says_query=False)


def _hxl() -> Form:
    from fb_watch.export.tables import write_hxl

    return TextForm(write=write_hxl, says_query=False)


def _jsonl() -> Form:
    from fb_watch.export.tables import write_jsonl

    return TextForm(write=write_jsonl, says_query=False, has_comments=True)


def _xlsx() -> Form:
    from fb_watch.export.xlsx import write_xlsx

    return PathForm(write=write_xlsx, has_comments=True)


def _docx() -> Form:
    from fb_watch.export.dossier_forms import write_word

    return PathForm(write=write_word)


def _pdf() -> Form:
    from fb_watch.export.dossier_forms import write_printed

    return PathForm(write=write_printed)


def _html() -> Form:
    from fb_watch.export.dossier_forms import write_webpage

    return TextForm(write=write_webpage)


def _md() -> Form:
    from fb_watch.export.dossier_forms import write_markdown

    return TextForm(write=write_markdown)


def _bag() -> Form:
    from fb_watch.export.bag import write_bag

    return PathForm(write=write_bag, has_comments=True)


def _ris() -> Form:
    from fb_watch.export.managers import write_ris

    return TextForm(write=write_ris, says_query=False)


def _biblatex() -> Form:
    from fb_watch.export.managers import write_biblatex

    return TextForm(write=write_biblatex)


def _csl_json() -> Form:
    from fb_watch.export.managers import write_csl_json

    return TextForm(write=write_csl_json, says_query=False)


def _parquet() -> Form:
    from fb_watch.export.parquet import write_parquet

    return PathForm(write=write_parquet)


DOCUMENTS = ("docx", "pdf", "html", "md")  # these have chapters, references, a title
FORMS: dict[str, Callable[[], Form]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "hxl": _hxl,
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "md": _md,
    "bag": _bag,
    "ris": _ris,
    "biblatex": _biblatex,
    "csl-json": _csl_json,
    "parquet": _parquet,
}
