"""config.environment: tokens, secrets and addresses that are given outside of config/."""

import os
from pathlib import Path

import pytest

from fb_watch.config.environment import (
    app_id,
    app_secret,
    graph_url,
    open_token_files,
    token_for,
)
from fb_watch.errors import ConfigError

DEFAULT = "https://graph.facebook.com"


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """A file with a token as an editor saves it, readable by its owner alone."""
    path = tmp_path / "token.txt"
    path.write_bytes(b"\xef\xbb\xbffrom-file\r\n")
    path.chmod(0o600)
    return path


def test_nearest_token_wins(token_file: Path, tmp_path: Path) -> None:
    """The page's own goes before the common one, that before the file, that before systemd's."""
    (tmp_path / "fb_token").write_text("from-systemd\n")
    environ = {
        "FB_WATCH_TOKEN_SOUTH_ASIA": "own",
        "FB_WATCH_TOKEN": "common",
        "FB_WATCH_TOKEN_FILE": str(token_file),
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }

    found = []
    for name in list(environ):
        found.append(token_for("south-asia", environ))
        del environ[name]

    assert ["own", "common", "from-file", "from-systemd"] == found
    assert token_for("south-asia", environ) is None


def test_other_pages_token_is_not_taken() -> None:
    """A token for one page is not used for another."""
    assert token_for("lebanon", {"FB_WATCH_TOKEN_EUROPE": "x"}) is None


def test_blank_is_not_given(tmp_path: Path) -> None:
    """An empty variable, and systemd's folder without our file, count as nothing."""
    environ = {
        "FB_WATCH_TOKEN_EUROPE": "",
        "FB_WATCH_TOKEN": " ",
        "FB_WATCH_TOKEN_FILE": "",
        "CREDENTIALS_DIRECTORY": str(tmp_path),
        "FB_WATCH_APP_SECRET": "",
    }

    assert token_for("europe", environ) is None
    assert app_secret(environ) is None
    assert app_id(environ) is None


@pytest.mark.parametrize("token", ["EAAB one two", "EAAB\nX: y", '"EAABquoted"', "EAABé", "EAAB\0"])
def test_what_cannot_be_a_token_is_refused_unseen(token: str, tmp_path: Path) -> None:
    """Spaces, line breaks and quotes are refused, and the message does not hold the token."""
    path = tmp_path / "token.txt"
    path.write_text(token, "utf-8")

    for environ in ({"FB_WATCH_TOKEN": token}, {"FB_WATCH_TOKEN_FILE": str(path)}):
        with pytest.raises(ConfigError) as caught:
            token_for("europe", environ)

        assert "EAAB" not in str(caught.value)
        assert next(iter(environ)) in str(caught.value)


def test_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere, or to no text, is a mistake and not the absence of a token."""
    binary = tmp_path / "picture"
    binary.write_bytes(b"\xff\xd8\xff")

    for path in (tmp_path / "nowhere", tmp_path, binary):
        with pytest.raises(ConfigError) as caught:
            token_for("europe", {"FB_WATCH_TOKEN_FILE": str(path)})

        assert str(path) in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are told otherwise there")
def test_token_file_open_to_others_is_told(token_file: Path) -> None:
    """A file that its group or everybody may read is named."""
    environ = {"FB_WATCH_TOKEN_FILE": str(token_file)}
    modes = {}
    for mode in (0o600, 0o400, 0o640, 0o604):
        token_file.chmod(mode)
        modes[mode] = open_token_files(environ)

    assert {0o600: (), 0o400: (), 0o640: (token_file,), 0o604: (token_file,)} == modes
    assert () == open_token_files({})


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", DEFAULT),
        ("https://example.org/", "https://example.org"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://localhost:8123/", "http://localhost:8123"),
        ("http://[::1]:8123", "http://[::1]:8123"),
    ],
)
def test_address_of_the_graph_api(given: str, used: str) -> None:
    """The variable goes before the default; plain http is fine on this machine."""
    assert used == graph_url({"FB_WATCH_GRAPH_URL": given}, DEFAULT)


@pytest.mark.parametrize(
    "address",
    [
        "http://graph.facebook.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "ftp://localhost",
        "file:///etc/passwd",
        "graph.facebook.com",
        "https://",
        "https://user:word@graph.facebook.com",
        "https://graph.facebook.com?x=1",
        "https://graph.facebook.com/#x",
        "https://graph.facebook.com:port",
        "http://[::1",
        "https://graph.face book.com",
    ],
)
def test_address_that_would_give_the_token_away_is_refused(address: str) -> None:
    """Plain http over the network and anything that is not just a server are mistakes."""
    with pytest.raises(ConfigError) as caught:
        graph_url({"FB_WATCH_GRAPH_URL": address}, DEFAULT)

    assert "FB_WATCH_GRAPH_URL" in str(caught.value)
    assert 3 == caught.value.exit_code
