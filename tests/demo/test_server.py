import http.client
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from demo.client import PAGE, ask, get
from fb_watch.demo.generated import generate_world
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

EDGE = f"/v25.0/{PAGE}/posts"


def test_a_connection_is_kept_alive(server: GraphServer) -> None:
    """Several calls, errors among them, pass over one connection."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    ask(connection, EDGE)
    socket = connection.sock

    statuses = [ask(connection, path).status for path in ("/nobody", EDGE)]

    assert [404, 200] == statuses
    assert socket is connection.sock
    connection.close()


def test_a_closed_server_answers_no_more(world: World) -> None:
    """A connection kept alive ends with the server."""
    with GraphServer(world) as server:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
        ask(connection, EDGE)

    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(connection, EDGE)

    connection.close()


def test_what_was_asked_can_be_looked_at(server: GraphServer) -> None:
    """Version, path, parameters and token of each call are kept, in order."""
    get(server, EDGE, limit=3)
    get(server, "/media/x.jpg", token=None)
    get(server, "/", token="t", ids="1")

    assert [
        ("v25.0", f"/{PAGE}/posts", {"limit": "3"}, 1),
        (None, "/media/x.jpg", {}, 0),
        (None, "/", {"ids": "1"}, 2),
    ] == [(one.version, one.path, dict(one.params), one.number) for one in server.requests]
    assert "t" == server.requests[2].token


def test_the_date_is_the_worlds(server: GraphServer) -> None:
    """The Date header follows the clock of the world."""
    assert "Mon, 23 Nov 2026 12:00:00 GMT" == get(server, EDGE).headers["date"]


def test_generated_posts_are_the_same_every_time() -> None:
    """The same number of posts gives the same posts, spread evenly over the pages."""
    one, other = generate_world(60, pages=3), generate_world(60, pages=3)

    assert 60 == len(one.posts)
    assert {post.key: post.node for post in one.posts.values()} == {
        post.key: post.node for post in other.posts.values()
    }
    assert [20, 20, 20] == [len(page.order) for page in one.pages.values()]


def test_it_runs_in_a_process_of_its_own() -> None:
    """The program prints its URL and serves as many posts as asked."""
    command = [sys.executable, "-m", "fb_watch.demo.server", "--generate", "30"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()

            assert 30 == len(get(url, EDGE, limit=100).ids)
        finally:
            process.terminate()
