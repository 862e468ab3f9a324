"""In: config/settings.toml. Out: Settings, or what is wrong with it; reads disk."""

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from fb_watch.config.durations import AUTO
from fb_watch.config.files import Document, read_toml
from fb_watch.config.home import SETTINGS
from fb_watch.config.schema import Form, GraphForm, LanguageForm, MediaForm, SettingsForm, fill
from fb_watch.errors import ConfigProblem
from fb_watch.model.settings import GraphSettings, LanguageSettings, MediaSettings, Settings

_TABLES = {"graph", "media", "language"}
R = TypeVar("R", GraphSettings, MediaSettings, LanguageSettings)


def read_settings(
    home: Path, found: list[ConfigProblem]
) -> tuple[Settings | None, tuple[str, ...] | None]:
    """
    The settings; None, and every reason in `found`, where something in them is wrong.

    Besides the regions, which pages are held to whatever else is wrong; None where they are.
    """
    document = read_toml(home, SETTINGS, found)
    if document is None:
        return None, None
    settings = _settings(document, found)
    if settings:
        return settings, settings.regions
    told = document.data.get("regions", [])
    is_right = isinstance(told, list) and told and all(isinstance(one, str) for one in told)
    return None, tuple(told) if is_right else None


def _settings(document: Document, found: list[ConfigProblem]) -> Settings | None:
    form = fill(SettingsForm, document.data, (), document, found)
    graph = _part(GraphSettings, GraphForm, "graph", document, found)
    media = _part(MediaSettings, MediaForm, "media", document, found)
    language = _part(LanguageSettings, LanguageForm, "language", document, found)
    if not (form and graph and media and language):
        return None
    settings = Settings(**_given(form), graph=graph, media=media, language=language)
    if settings.every == AUTO:
        return replace(settings, every=settings.every_at_least, rhythm="auto")
    return settings


def _part(
    record: type[R], form: type[Form], name: str, document: Document, found: list[ConfigProblem]
) -> R | None:
    """One table of settings.toml as its record."""
    part = fill(form, document.data.get(name, {}), (name,), document, found)
    return record(**_given(part)) if part else None


def _given(form: Form) -> dict[str, Any]:
    """What the file says; the record has the defaults for the rest."""
    given = form.model_dump(exclude_unset=True, exclude=_TABLES)
    return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
