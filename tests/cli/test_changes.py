import pytest

from fb_watch.cli.changes import field_told, value_told


@pytest.mark.parametrize(
    ("field", "before", "told"),
    [
        ("status", "set-aside", ("état", "écartée")),
        ("tag:theme:education", "none", ("theme:education", "aucun")),
        ("country:KE", "KE", ("country:KE", "KE")),
        ("tag:language", "fr", ("langue", "fr")),
        ("note:6f1e", "{}", ("note", "{}")),
    ],
)
def test_changes_are_told_in_the_users_language(
    monkeypatch: pytest.MonkeyPatch, field: str, before: str, told: tuple[str, str]
) -> None:
    """Fields and states are words of the user's language; what one types to tag stays as it is."""
    monkeypatch.setenv("FB_WATCH_LANG", "fr")

    assert told == (field_told(field), value_told(field, before))
