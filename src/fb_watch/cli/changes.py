"""In: a field and a value as `changes` has them. Out: the same in the user's language."""

from fb_watch.i18n import _, state


def field_told(field: str) -> str:
    """What was changed; a theme or country as one types it to tag."""
    kind, _colon, rest = field.removeprefix("tag:").partition(":")
    return f"{kind}:{rest}" if kind in ("theme", "country") else _(kind)


def value_told(field: str, value: str) -> str:
    """What stands there, before or after."""
    if field == "status":
        return state(value)
    return _(value) if value in ("yes", "no", "none") else value
