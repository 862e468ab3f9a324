"""In: any table. Out: the text of a first mapping of it, from its headers and a sample. Pure."""

import json
import re
from collections.abc import Sequence
from itertools import islice

from fb_watch.dialect.links import is_facebook
from fb_watch.dialect.refs import named
from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.amounts import amount
from fb_watch.intake.member import Member
from fb_watch.intake.moments import day_first, read_moment
from fb_watch.intake.rows import Row, plain
from fb_watch.intake.tables import any_columns, any_rows, sheets_of

_SAMPLE = 200  # rows looked at
# Words of headers in English, French, Spanish; the more telling ones first.
_WORDS = {
    "id": "post id|facebook id|post_id|platformid|object_id|identifiant|id",
    "permalink": (
        "permalink|permalien|post url|post_url|posturl|url|lien permanent|enlace permanente"
    ),
    "created_at": (
        "created_time|created at|created_at|post created|creation_time|publish time|published"
        "|timestamp|datetime|date et heure|fecha y hora|publié le|publicado|created|date|fecha|jour"
    ),
    "time": "time|heure|hora",
    "updated_at": "updated_time|updated_at|updated|modified|mis à jour|actualizado",
    "message": (
        "message|post text|post_text|full_text|text|texte|texto|body|content|contenu|contenido"
        "|caption|légende|title|titre|título|description|descripción"
    ),
    "author": (
        "author|author name|auteur|autor|from.name|author.name|user.name|owner.name|user name"
        "|username|posted by|publié par"
    ),
    "author_id": "author id|author_id|from.id|user id|user_id",
    "source_name": (
        "page name|page_name|group name|group_name|page|groupe|grupo|group|página|source"
    ),
    "source_id": "page id|page_id|group id|group_id",
    "kind": "post type|type|kind|tipo",
    "link": "link|lien|enlace|final link",
    "picture": "image|picture|photo|full_picture|image_url|imagen|foto",
    "film": "video|vidéo|video_url",
    "place": "place|lieu|lugar|location",
    "reactions": "reactions|réactions|reacciones|reaction_count|total reactions",
    "comments": "comments|commentaires|comentarios|comment_count",
    "shares": "shares|partages|compartidos|share_count|veces compartido",
    "like": "likes|like|j’aime|j'aime|me gusta",
    **{kind: kind for kind in ("love", "wow", "haha", "sad", "angry", "care")},
}
_DATES = ("created_at", "updated_at")
_NUMBERS = (
    "reactions",
    "comments",
    "shares",
    "like",
    "love",
    "wow",
    "haha",
    "sad",
    "angry",
    "care",
)
_ADDRESSES = ("permalink", "link", "picture", "film")
# Parts of a path behind which ids, names and counts are not those of the post.
_OTHERS = frozenset(
    ("user", "author", "auteur", "autor", "from", "owner", "profile", "account", "page", "group")
)
_ID = re.compile(r"\d+_\d+|\d{9,}")  # a table may number its rows
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)|1[0-9]{9}(?:\d{3})?(?:\.\d*)?$")
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}(:\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)


def suggest(member: Member) -> str:
    """
    A mapping in TOML; the first values of each column stand beside it as remarks.

    A column is taken for what its name says, where its values agree, or for what its values can
    only be; columns that nothing is made of are listed, to be moved by whoever knows better. Of a
    workbook it is that of the first sheet that is a table.
    """
    sheets = sheets_of(member)
    tables = [one for one in sheets if one.is_table]
    chosen = (tables or sheets)[:1]
    columns = chosen[0].columns if chosen else any_columns(member)
    found = any_rows(member, [one.name for one in chosen])
    rows = [row for row in islice(found, _SAMPLE) if isinstance(row, Row)]
    if not columns or not rows:
        raise IntakeError(
            _("{file} has no rows.").format(file=member.name),
            remedy=_("A mapping is written from a file with a header and some rows."),
        )
    values = {name: [cell for row in rows if (cell := row.first(plain(name)))] for name in columns}
    taken = _taken(columns, values)
    if taken.get("created_at") and "time" in taken and _has_clock(values[taken["created_at"]]):
        del taken["time"]  # the time of day is told twice
    lines = [*_opening(member), *_lines(taken, values)]
    if len(sheets) > 1 and len(tables) == 1:  # a note on it is no table to be missed
        lines.append(f"sheet = {_text(tables[0].name)}")
    return "\n".join([*lines, *_rest(columns, taken, values)])


def _taken(columns: Sequence[str], values: dict[str, list[str]]) -> dict[str, str]:
    """
    What is taken for what: each column once, the most telling words first.

    Then by the end of a path (stats.likes), at last by values that can be nothing else.
    """
    taken: dict[str, str] = {}
    for spelt in (_whole, _end):
        for field, words in _WORDS.items():
            free = [n for n in columns if n and n not in taken.values() and values[n]]
            fitting = [
                name
                for word in words.split("|")
                for name in free
                if spelt(name) == _whole(word) and _fits(field, values[name])
            ]
            if spelt is _whole and field == "permalink":
                posts = [name for name in (*fitting, *free) if _are_posts(values[name])]
                fitting = posts or fitting
            if fitting and field not in taken:
                taken[field] = fitting[0]
    for field, most in (("created_at", _are_times), ("message", _length)):
        free = [n for n in columns if n and n not in taken.values() and values[n]]
        best = max(free, key=lambda name: most(values[name]), default="")
        if best and field not in taken and most(values[best]):
            taken[field] = best
    return {field: taken[field] for field in _WORDS if field in taken}


def _whole(name: str) -> str:
    return plain(name).replace("_", " ")


def _end(name: str) -> str:
    """The last part of a path, where it is not of somebody else."""
    *above, last = _whole(name).split(".")
    return "" if _OTHERS.intersection(above) else last


def _are_posts(values: Sequence[str]) -> bool:
    """Whether most are addresses of posts on Facebook."""
    return sum(is_facebook(value) and bool(named(value)) for value in values) * 2 > len(values)


def _are_times(values: Sequence[str]) -> bool:
    """Whether most are times as programs write them: ISO 8601, or seconds since 1970."""
    return sum(_TIME.match(value) is not None for value in values) * 2 > len(values)


def _length(values: Sequence[str]) -> int:
    """How long most texts are; 0 where they are no sentences."""
    middle = sorted(values, key=len)[len(values) // 2]
    return len(middle) if len(middle.split()) > 2 else 0


def _fits(field: str, values: Sequence[str]) -> bool:
    """Whether most of the values can be what the name of their column says."""
    if field in _DATES:
        good = sum(read_moment(value, "UTC") is not None for value in values)
    elif field == "time":
        good = sum(_CLOCK.fullmatch(value.strip()) is not None for value in values)
    elif field in _NUMBERS:
        good = sum(amount(value) is not None for value in values)
    elif field == "id":
        good = sum(_ID.fullmatch(value) is not None for value in values)
    elif field in _ADDRESSES:
        good = sum(value.lower().startswith(("http:", "https:")) for value in values)
    else:
        return True
    return good * 2 > len(values)


def _has_clock(values: Sequence[str]) -> bool:
    return sum(":" in value or value.isdecimal() for value in values) * 2 > len(values)


def _opening(member: Member) -> list[str]:
    what = _("Which column of {file} is what of a post.").format(file=_remark(member.name))
    how = _("A list of columns means: the first that says something.")
    return [f"# {what}", f"# {how}", "", "[columns]"]


def _lines(taken: dict[str, str], values: dict[str, list[str]]) -> list[str]:
    """The lines of what was found, date apart from time where the table has it so."""
    told = {("date" if "time" in taken and f == "created_at" else f): n for f, n in taken.items()}
    lines = [f"{field} = {_text(name)}  # {_sample(values[name])}" for field, name in told.items()]
    if not told.keys() & {"created_at", "date"}:
        lines.append(_idle("created_at", "…", _("is needed: when it was posted")))
    lines += ["", "[table]"]
    lines.append(_idle("zone", "Africa/Abidjan", _("of times without zone; else that of the page")))
    order = day_first(values[taken["created_at"]]) if "created_at" in taken else None
    if order:
        lines.append(f'order = "{order}"')
    else:
        lines.append(_idle("order", "mdy", _("where the month stands before the day")))
    if not taken.keys() & {"source_name", "source_id"}:
        why = _("name of the page or group, where no column and no address tells it")
        lines.append(_idle("source", "…", why))
    return lines


def _idle(key: str, value: str, why: str) -> str:
    """A line that does nothing until somebody takes its # away."""
    return f'# {key} = "{value}"  # {why}'


def _rest(columns: Sequence[str], taken: dict[str, str], values: dict[str, list[str]]) -> list[str]:
    left = [name for name in columns if name not in taken.values()]
    if not left:
        return [""]
    heading = _("Columns that nothing is made of:")
    return ["", f"# {heading}", *(f"# {_text(name)}  {_sample(values[name])}" for name in left), ""]


def _text(name: str) -> str:
    """The name as a text of TOML, which JSON's are too."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _sample(values: Sequence[str]) -> str:
    return _remark(" · ".join(dict.fromkeys(value[:30] for value in values[:3])))


def _remark(text: str) -> str:
    """A text that can stand in a remark: in one line, without control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
