"""How moments, references and keys are written. Pure."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

NUMBER_BITS = 20
_NUMBERS = (1 << NUMBER_BITS) - 1
_MINUTE = 60 << NUMBER_BITS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=1024)
def stamp(moment: datetime) -> str:
    """An aware time as the archive writes it: 2020-05-30T13:33:00Z."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


def moment(text: str) -> datetime:
    """What `stamp` wrote; a day or a time without zone is meant in UTC."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def ref(year: int, number: int) -> str:
    """The reference of a post: fbw:2020-000123."""
    return f"fbw:{year:04d}-{number:06d}"


def first_key(at: datetime) -> int:
    """No post of this second or later has a key below this one."""
    return ((at - _EPOCH) // _SECOND) << NUMBER_BITS


def minute_of(at: datetime) -> tuple[int, int]:
    """Keys of posts of the same minute: from the first, below the second."""
    first = first_key(at)
    first -= first % _MINUTE
    return first, first + _MINUTE


def moment_of(key: int) -> datetime:
    """The second of a post."""
    return _EPOCH + timedelta(seconds=key >> NUMBER_BITS)


def month_after(at: datetime) -> datetime:
    """The first moment of the next month; of the last there is, its end."""
    if (at.year, at.month) == (9999, 12):
        return datetime.max.replace(tzinfo=UTC)
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC)


def key(created_at: datetime, number: int) -> int:
    """The key of a post: keys lie in the order of time; the number tells one second's apart."""
    return first_key(created_at) | number & _NUMBERS


def next_key(taken: int) -> int:
    """Another key of the same second."""
    return taken & ~_NUMBERS | (taken + 1) & _NUMBERS


def media_name(medium_id: str | None, place: int, *, poster: bool = False) -> str:
    """What a picture is called within its post: Facebook's id, else its place."""
    name = medium_id or f"#{place}"
    return f"{name} still" if poster else name


def evidence_name(version_hash: str, place: int) -> str:
    """What a picture is called that is kept beside a post, as what shows it."""
    return f"evidence {version_hash[:8]} {place}"
