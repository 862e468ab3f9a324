"""In: a mapping file. Out: Mapping: which column of a table is what of a post; reads disk."""

import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from fb_watch.errors import ConfigError, ConfigProblem, IntakeError
from fb_watch.i18n import _
from fb_watch.intake.member import unreadable
from fb_watch.intake.moments import Order

# What a column can be. `date` and `time` are the halves of `created_at`.
FIELDS = (
    *("id", "permalink", "alias", "created_at", "date", "time", "updated_at"),
    *("message", "story", "kind", "author", "author_id", "source_name", "source_id", "parent_id"),
    *("link", "link_title", "link_description", "picture", "film", "alt"),
    *("place", "address", "city", "country", "latitude", "longitude"),
    *("reactions", "comments", "shares"),
    *("like", "love", "wow", "haha", "sad", "angry", "care", "thankful", "pride"),
)
_WHEN = ("created_at", "date")
_WHAT = ("message", "permalink", "id", "picture", "film", "link")
_TABLE = ("zone", "order", "sheet", "source")
_ORDERS = get_args(Order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which columns (of JSON: paths) say what of a post; the first that says something counts."""

    columns: dict[str, tuple[str, ...]]
    zone: str = ""  # IANA name: of times without zone; "" that of the source
    order: Order = "dmy"
    sheet: str = ""  # of a workbook; "" all that have the columns
    source: str = ""  # name or id of the page or group, where no column tells it


def load(path: Path) -> Mapping:
    """The mapping in a TOML file; ConfigError with every mistake in it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise IntakeError(
            _("{file} is not UTF-8.").format(file=path), remedy=_("Save it as UTF-8.")
        ) from error
    except tomllib.TOMLDecodeError as error:
        remedy = _('Write a line as in: message = "Text"')
        raise ConfigError((_problem(path, "", "", str(error), remedy),)) from error
    found = [
        _problem(path, key, value, message, remedy)
        for key, value, message, remedy in _mistakes(document)
    ]
    if found:
        raise ConfigError(tuple(found))
    table = document.get("table", {})
    return Mapping(
        columns={field: _names(told) for field, told in document["columns"].items()},
        zone=table.get("zone", ""),
        order=table.get("order", "dmy"),
        sheet=table.get("sheet", ""),
        source=table.get("source", ""),
    )


def from_facts(kept: Mapping_[str, Any]) -> Mapping:
    """The mapping as it was kept, in JSON, beside rows that were read by it."""
    columns = {field: tuple(told) for field, told in kept["columns"].items()}
    return Mapping(**{**kept, "columns": columns})


def _names(told: str | list[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


def _problem(path: Path, key: str, value: str, message: str, remedy: str) -> ConfigProblem:
    return ConfigProblem(
        file=str(path), line=0, key=key, value=value, message=message, remedy=remedy
    )


def _mistakes(document: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Key, value, what is wrong, what would be right."""
    for key in document.keys() - {"columns", "table"}:
        yield key, "", _("is not known here."), _("Tables are [columns] and [table].")
    columns = document.get("columns")
    if not isinstance(columns, dict) or not columns:
        remedy = _('Write [columns] and below it lines as in: message = "Text"')
        yield "columns", "", _("there are no columns."), remedy
        columns = {}
    elif not columns.keys() & set(_WHEN):
        yield "columns", "", _("no column says when."), " / ".join(_WHEN)
    elif not columns.keys() & set(_WHAT):
        yield "columns", "", _("no column says what."), " / ".join(_WHAT)
    for field, told in columns.items():
        if field not in FIELDS:
            yield f"columns.{field}", str(told), _("is not known here."), ", ".join(FIELDS)
        elif not _is_names(told):
            remedy = _("Give the name of a column, or a list of names.")
            yield f"columns.{field}", str(told), _("is no name of a column."), remedy
    yield from _table_mistakes(document.get("table", {}))


def _is_names(told: object) -> bool:
    names = told if isinstance(told, list) else [told]
    return bool(names) and all(isinstance(name, str) and name for name in names)


def _table_mistakes(table: Any) -> Iterator[tuple[str, str, str, str]]:
    if not isinstance(table, dict):
        yield "table", str(table), _("is no table."), '[table] zone = "Africa/Abidjan"'
        return
    for key, told in table.items():
        name = f"table.{key}"
        if key not in _TABLE:
            yield name, str(told), _("is not known here."), ", ".join(_TABLE)
        elif not isinstance(told, str):
            yield name, str(told), _("is not a text."), f'{key} = "…"'
        elif key == "order" and told not in _ORDERS:
            yield name, told, _("is not known here."), ", ".join(_ORDERS)
        elif key == "zone" and not _is_zone(told):
            remedy = _("Write a name as Africa/Abidjan or Europe/Paris.")
            yield name, told, _("is no time zone."), remedy


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
