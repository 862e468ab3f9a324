"""In: config/themes.toml. Out: themes and questions, or what is wrong; reads disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fb_watch.config.files import Document, read_toml
from fb_watch.config.mistake import MistakeError, meant, problem
from fb_watch.config.schema import HeadingForm, fill
from fb_watch.config.values import read_key
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _
from fb_watch.model.settings import Heading, Term

_FILE = "config/themes.toml"
# `--theme none` asks for posts without a theme.
_TAKEN = "none"
QUESTION = "question:"  # stands before the id of a question where themes are written too


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The themes and questions, and all their ids, also of those with a mistake in them."""

    themes: tuple[Heading, ...]
    questions: tuple[Heading, ...]
    theme_ids: frozenset[str]
    question_ids: frozenset[str]
    lines: dict[str, int]  # of each theme in its file

    @cached_property
    def term_values(self) -> frozenset[str]:
        """What may stand under theme in terms/<language>.csv."""
        return self.theme_ids | {QUESTION + question for question in self.question_ids}


def read_headings(home: Path, found: list[ConfigProblem]) -> Headings | None:
    """Themes and questions; None where the file cannot be read at all."""
    document = read_toml(home, _FILE, found)
    if document is None:
        return None
    for key in sorted(document.data.keys() - {"themes", "questions"}):
        mistake = MistakeError(_("is not known here."), meant(key, ("themes", "questions")))
        found.append(document.problem((key,), mistake))
    themes = _tables("themes", document, found)
    questions = _tables("questions", document, found)
    if not themes:
        remedy = _("Write a line such as [themes.education] and its label and definition below.")
        found.append(document.problem(("themes",), MistakeError(_("there is no theme."), remedy)))
    return Headings(
        themes=_headings("themes", themes, document, found),
        questions=_headings("questions", questions, document, found),
        theme_ids=frozenset(themes),
        question_ids=frozenset(questions),
        lines={theme: document.line(("themes", theme)) for theme in themes},
    )


def without_terms(headings: Headings, terms: Iterable[Term]) -> Iterator[ConfigProblem]:
    """The themes that no term says in any language: nothing would ever be found for them."""
    said = {term.value for term in terms if term.strength != "mask"}
    for theme in headings.themes:
        if theme.id not in said:
            mistake = MistakeError(
                _("has no term in any language."),
                _("Write one into a file of config/terms, or delete the theme."),
            )
            yield problem(_FILE, headings.lines[theme.id], f"themes.{theme.id}", "", mistake)


def _tables(group: str, document: Document, found: list[ConfigProblem]) -> dict[str, Any]:
    tables = document.data.get(group, {})
    if isinstance(tables, dict):
        return tables
    remedy = _("Write a table: [table] above it, or { key = … }.")
    found.append(
        document.problem((group,), MistakeError(_("is of the wrong kind."), remedy), tables)
    )
    return {}


def _headings(
    group: str, tables: dict[str, Any], document: Document, found: list[ConfigProblem]
) -> tuple[Heading, ...]:
    headings = []
    for key, table in tables.items():
        path = (group, key)
        try:
            read_key(key, _TAKEN)
        except MistakeError as mistake:
            found.append(document.problem(path, mistake))
        form = fill(HeadingForm, table, path, document, found)
        if form is None:
            continue
        for other in form.neighbours:
            if other not in tables:
                stranger = MistakeError(_("is not one of the themes."), meant(other, tables))
                found.append(document.problem((*path, "neighbours"), stranger, other))
        headings.append(_heading(key, form))
    return tuple(headings)


def _heading(key: str, form: HeadingForm) -> Heading:
    return Heading(
        id=key,
        labels=form.label,
        definitions=form.definition,
        counts=form.counts or {},
        excludes=form.excludes or {},
        neighbours=tuple(form.neighbours),
        crosswalk={name: tuple(words) for name, words in form.crosswalk.items()},
    )
