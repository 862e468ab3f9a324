import json

from hypothesis import given
from hypothesis import strategies as st

from demo.client import NOW, PAGE, get, walk
from fb_watch.demo import paging
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

EDGE = f"/v25.0/{PAGE}/published_posts"
ALL = [f"{PAGE}_{number}" for number in range(7, 0, -1)]


@given(st.sets(st.tuples(st.integers(0, 50), st.text("ab1_", max_size=3))), st.integers(1, 7))
def test_a_walk_sees_every_key_once(keys: set[paging.Key], limit: int) -> None:
    """Following `after` from the beginning gives the whole list, newest first."""
    order = sorted(keys)
    seen: list[paging.Key] = []
    after = None
    while True:
        part = paging.cut(order, after=after, before=None, limit=limit, wanted=lambda _key: True)
        seen += part.keys
        if not part.older:
            break
        after = paging.encode_cursor(part.keys[-1])

    assert order[::-1] == seen


def test_pages_follow_each_other_to_the_end(server: GraphServer) -> None:
    """A walk gives all posts once, newest first; the last page has cursors and no `next`."""
    pages = list(walk(server, EDGE, limit=3))

    assert [3, 3, 1] == [len(page.ids) for page in pages]
    assert ALL == [post for page in pages for post in page.ids]
    assert {"cursors", "previous"} == set(pages[-1].json["paging"])
    assert {"before", "after"} == set(pages[-1].json["paging"]["cursors"])


def test_next_has_the_real_host_and_the_token_in_clear(server: GraphServer) -> None:
    """`next` leads to graph.facebook.com and carries the token, as the real one does."""
    link = get(server, EDGE, limit=3).json["paging"]["next"]

    assert link.startswith(f"https://graph.facebook.com{EDGE}?access_token={DEMO_TOKEN}&")


def test_before_leads_back(server: GraphServer) -> None:
    """The page before a cursor holds its nearest newer neighbours."""
    last = list(walk(server, EDGE, limit=3))[-1]

    back = get(server, EDGE, limit=2, before=last.json["paging"]["cursors"]["before"])

    assert ALL[4:6] == back.ids


def test_since_and_until_filter(server: GraphServer) -> None:
    """Unix seconds and ISO 8601 both bound `created_time`."""
    day = 86400
    unix = int(NOW.timestamp())

    seconds = get(server, EDGE, since=unix - 4 * day, until=unix - 2 * day)
    iso = get(server, EDGE, since="2026-11-19T12:00:00Z", until="2026-11-21T12:00:00")

    assert ALL[1:4] == seconds.ids == iso.ids


def test_a_window_keeps_its_bounds_from_page_to_page(server: GraphServer) -> None:
    """`since` goes on into `next`."""
    pages = list(walk(server, EDGE, limit=1, since="2026-11-20"))

    assert ALL[:3] == [post for page in pages for post in page.ids]


def test_the_limit_is_25_unless_said_and_100_at_most(world: World, server: GraphServer) -> None:
    """Without a limit 25 posts come; above 100 is an error."""
    for number in range(8, 40):
        world.add_post(PAGE, f"Post {number}", at=NOW)

    assert 25 == len(get(server, EDGE).ids)
    assert 39 == len(get(server, EDGE, limit=100).ids)
    assert (
        "(#100) The 'limit' parameter should not exceed 100"
        == (get(server, EDGE, limit=101).error["message"])
    )


def test_a_made_up_cursor_is_refused(server: GraphServer) -> None:
    """A cursor that was not given out is error 2642."""
    assert 2642 == get(server, EDGE, after="nonsense").error["code"]


def test_hidden_posts_leave_a_page_empty_with_a_next(world: World, server: GraphServer) -> None:
    """Filtering comes after the limit: a page may be empty and yet lead on."""
    for post in ALL[2:4]:
        world.hide(post)

    pages = list(walk(server, EDGE, limit=2))

    assert [ALL[:2], [], ALL[4:6], ALL[6:]] == [page.ids for page in pages]


def test_a_post_that_arrives_during_a_walk_moves_nothing(world: World, server: GraphServer) -> None:
    """Cursors stand on a post and not on a number."""
    walking = walk(server, EDGE, limit=3)
    first = next(walking)

    world.add_post(PAGE, "new", at=NOW)

    assert ALL == first.ids + [post for page in walking for post in page.ids]


def test_a_ranked_page_is_complete_and_out_of_order(server: GraphServer, world: World) -> None:
    """A ranked list holds every post once and is not in the order of time."""
    world.add_page("2", "Ranked", ranked=True)
    for number in range(30):
        world.add_post("2", at=NOW.replace(day=1 + number // 2, hour=number % 2))

    times = [
        post["created_time"]
        for page in walk(server, "/2/posts", limit=7)
        for post in page.json["data"]
    ]
    bounded = get(server, "/2/posts", since="2026-11-05", until="2026-11-09", limit=100)

    assert 30 == len(times)
    assert sorted(times, reverse=True) != times
    assert 9 == len(bounded.ids)  # both ends belong to it


def test_replayed_pages_keep_their_bytes(world: World, server: GraphServer) -> None:
    """Of a recorded page only the value of `paging` is rewritten, and a walk passes through all."""
    posts = b'[ {"id": "9_1","message":"caf\\u00e9 \\/ \xc3\xa9","created_time":"2021-01-01"}]'
    first = b'{"data":' + posts + b',"paging":{"previous":"x","next":"https:\\/\\/old"}}'
    second = b'{"data":[{"id":"9_0"}],"paging":{"cursors":{"before":"a","after":"b"}}}'
    world.replay("9/feed", [first, second])

    pages = list(walk(server, "/v25.0/9/feed", limit=5))

    assert [["9_1"], ["9_0"]] == [page.ids for page in pages]
    assert pages[0].body.startswith(b'{"data":' + posts + b',"paging":{')
    assert {"before": "a", "after": "b"} == pages[1].json["paging"]["cursors"]


def test_a_replayed_node_is_served_byte_for_byte(world: World, server: GraphServer) -> None:
    """A recorded body without paging, JSON or not, is given back as it is."""
    node, broken = b'{ "id":"9_1",\n "story":"\\ud83c" }', b'{"data":[{"id'
    world.replay("9_1", [node])
    world.replay("9/feed", [broken])

    assert (node, broken) == (get(server, "/9_1").body, get(server, "/9/feed").body)


def test_a_replay_for_an_edge_serves_any_page(world: World, server: GraphServer) -> None:
    """Recorded bodies may be given for an edge alone."""
    world.replay("visitor_posts", [json.dumps({"data": []}).encode()])

    assert {"data": []} == get(server, "/v25.0/12345/visitor_posts").json
