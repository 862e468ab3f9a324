from typing import Any

import pytest

from dialect.captures import post


def test_nothing_that_moves_by_itself_is_an_edit() -> None:
    """Media addresses, l.php's h, permalink, counts, times and story change; the hash does not."""

    def read(turn: int) -> str:
        return post(
            message="Schools",
            permalink_url=f"https://www.facebook.com/{turn}/posts/2",
            updated_time=f"2020-06-0{turn + 1}T00:00:00+0000",
            story=f"{turn} people shared a link.",
            full_picture=f"https://scontent.fbcdn.net/a_n.jpg?oe={turn}",
            shares={"count": turn},
            reactions={"summary": {"total_count": turn}},
            attachments={
                "data": [
                    {
                        "type": "photo",
                        "target": {"id": "7", "url": f"https://www.facebook.com/{turn}/photos/7"},
                        "url": f"https://www.facebook.com/{turn}/photos/7",
                        "media": {
                            "image": {"src": f"https://s-{turn}.fbcdn.net/a_n.jpg?oe={turn}"}
                        },
                    },
                    {
                        "type": "share",
                        "title": "Report",
                        "url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2Fx"
                        f"%3Ffbclid%3DIwAR{turn}&h=AT{turn}&s=1",
                        "media": {"image": {"src": f"https://external-{turn}.fbcdn.net/{turn}"}},
                    },
                ]
            },
        ).hash

    assert read(1) == read(2)


@pytest.mark.parametrize(
    "change",
    [
        {"message": "Schools are open"},
        {"place": {"id": "5", "name": "Dhaka"}},
        {"attachments": {"data": [{"type": "photo", "target": {"id": "8"}}]}},
        {"attachments": {"data": [{"type": "share", "unshimmed_url": "https://b.org"}]}},
    ],
)
def test_what_an_editor_changes_is_an_edit(change: dict[str, Any]) -> None:
    """Words, place, pictures and links make another hash."""
    assert post(message="Schools").hash != post(**{"message": "Schools", **change}).hash


def test_an_empty_message_is_no_message() -> None:
    """Facebook leaves the key out; an empty text is the same post."""
    assert post().hash == post(message="").hash
    assert post(message="").message is None
