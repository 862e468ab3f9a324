"""In: a table of a TOML file. Out: its values checked against a form, or what is wrong. Pure."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from fb_watch.config import values
from fb_watch.config.durations import read_duration, read_every
from fb_watch.config.files import Document
from fb_watch.config.locate import Key
from fb_watch.config.mistake import MistakeError, meant
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _

Text = Annotated[str, Field(min_length=1)]
Country = Annotated[str, AfterValidator(values.read_country)]
Language = Annotated[str, AfterValidator(values.read_language)]
Texts = Annotated[dict[str, str], AfterValidator(values.read_texts)]
Edges = Annotated[list[Literal["published_posts", "posts", "feed"]], Field(min_length=1)]
Start = Annotated[datetime, BeforeValidator(values.read_start)]


def _from_text(read: Callable[[str], Any]) -> BeforeValidator:
    """Read what is text; leave the rest to the form, which will say that text was due."""
    return BeforeValidator(lambda raw: read(raw) if isinstance(raw, str) else raw)


Duration = Annotated[timedelta, _from_text(read_duration)]
Every = Annotated[timedelta, _from_text(read_every)]
Retention = Annotated[timedelta | None, _from_text(values.read_retention)]


class Form(BaseModel):
    """Nothing is converted, nothing unknown passes."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class SettingsForm(Form):
    """The head of settings.toml; its tables have forms of their own."""

    graph: Any = None
    media: Any = None
    language: Any = None
    regions: list[Text] = []
    start: Start | None = None
    every: Every | None = None
    every_at_least: Duration | None = None
    look_back: Duration | None = None
    again: Retention = None
    mass_share: Annotated[float, Field(gt=0, le=1)] | None = None


class GraphForm(Form):
    """[graph]"""

    version: Annotated[str, AfterValidator(values.read_version)] | None = None
    url: Annotated[str, AfterValidator(values.read_url)] | None = None
    edges: Edges | None = None
    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    connect_timeout: Annotated[float, Field(gt=0, le=600)] | None = None
    read_timeout: Annotated[float, Field(gt=0, le=600)] | None = None
    tries: Annotated[int, Field(ge=1, le=10)] | None = None


class MediaForm(Form):
    """[media]"""

    download: bool | None = None
    videos: bool | None = None
    hosts: list[Annotated[str, AfterValidator(values.read_host)]] | None = None
    max_bytes: Annotated[int, Field(ge=1)] | None = None


class LanguageForm(Form):
    """[language]"""

    engine: Literal["layered", "langdetect"] | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None


class PageForm(Form):
    """[pages.<key>]"""

    id: Annotated[str, AfterValidator(values.read_facebook_id)]
    name: Text
    kind: Literal["page", "group"] = "page"
    region: str = ""
    countries: list[Country] = []
    languages: list[Language] = []
    every: Every | None = None
    look_back: Duration | None = None
    start: Start | None = None
    comments: bool = False
    retention: Retention = None
    timezone: Annotated[str, AfterValidator(values.read_timezone)] = "UTC"
    authors: Literal["keyed", "named"] = "keyed"
    known_as: list[Text] = []


class HeadingForm(Form):
    """[themes.<id>] and [questions.<id>]"""

    label: Texts
    definition: Texts
    counts: Texts | None = None
    excludes: Texts | None = None
    neighbours: list[Text] = []
    crosswalk: dict[str, list[Text]] = {}


F = TypeVar("F", bound=Form)


def fill(
    form: type[F], table: Any, path: Key, document: Document, found: list[ConfigProblem]
) -> F | None:
    """The table that stands at `path` as the form; else None and every mistake in `found`."""
    try:
        return form.model_validate(table)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            keys = tuple(part for part in detail["loc"] if isinstance(part, str))
            known = form.model_fields
            found.append(document.problem((*path, *keys), _wrong(detail, known), _value(detail)))
        return None


def _value(detail: ErrorDetails) -> Any:
    # of a key that is missing pydantic gives the table around it: nobody wrote that
    return "" if detail["type"] == "missing" else detail["input"]


def _wrong(detail: ErrorDetails, known: Any) -> MistakeError:
    """What pydantic found, in words for people who do not program."""
    context = detail.get("ctx", {})
    if isinstance(context.get("error"), MistakeError):
        mistake: MistakeError = context["error"]
        return mistake
    kind = detail["type"]
    match kind:
        case "missing":
            return MistakeError(_("is missing."), _("Add {key} = …").format(key=detail["loc"][-1]))
        case "extra_forbidden":
            return MistakeError(_("is not known here."), meant(str(detail["loc"][-1]), known))
        case "literal_error":
            # pydantic tells them in English: 'page' or 'group'
            words = ", ".join(re.findall("'([^']+)'", context["expected"]))
            return MistakeError(
                _("is not known here."), _("Possible here: {words}.").format(words=words)
            )
        case "string_too_short" | "too_short":
            return MistakeError(_("is empty."), _("Write something there, or take the line out."))
    return _out_of_bounds(kind, context) or _of_wrong_kind(kind)


def _out_of_bounds(kind: str, context: dict[str, Any]) -> MistakeError | None:
    remedies = {
        "greater_than": _("It must be more than {gt}."),
        "greater_than_equal": _("It must be at least {ge}."),
        "less_than_equal": _("It must be at most {le}."),
        "finite_number": _("It must be a number."),
    }
    if kind not in remedies:
        return None
    return MistakeError(_("is not possible here."), remedies[kind].format(**context))


def _of_wrong_kind(kind: str) -> MistakeError:
    remedies = {
        "string_type": _('Write text in straight quotes: "…".'),
        "int_type": _("Write a whole number without quotes."),
        "float_type": _("Write a number without quotes."),
        "bool_type": _("Write true or false without quotes."),
        "list_type": _('Write a list: ["a", "b"].'),
        "dict_type": _("Write a table: [table] above it, or { key = … }."),
        "model_type": _("Write a table: [table] above it, or { key = … }."),
        "time_delta_type": _('Write "30m", "6h" or "7d" in quotes.'),
    }
    return MistakeError(_("is of the wrong kind."), remedies.get(kind, ""))
