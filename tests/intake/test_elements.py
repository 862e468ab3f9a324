import io
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.intake.elements import Element, elements, lines, read_json, words_around
from fb_watch.model.collected import Problem

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


class Slow(io.BytesIO):
    """A stream that gives only a few bytes at once."""

    step = 1

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `step` bytes."""
        return super().read(min(self.step, size) if size is not None and size > 0 else self.step)


def all_of(data: bytes, wanted: tuple[str, ...] = ("",), most: int = 1000) -> list[Any]:
    """The elements as JSON, a Problem as it is."""
    found = elements(io.BytesIO(data), wanted, most)
    return [read_json(one.raw) if isinstance(one, Element) else one for one in found]


@settings(max_examples=40, deadline=None)
@given(st.lists(values, max_size=5), st.sampled_from([None, 1]), st.integers(1, 9))
def test_elements_are_those_of_the_document(
    document: list[Any], indent: int | None, step: int
) -> None:
    """However it is set, and wherever the stream is broken into blocks."""
    data = json.dumps(document, indent=indent).encode()
    stream = Slow(data)
    stream.step = step

    found = list(elements(stream, ("",), 10**6))

    assert document == [read_json(one.raw) for one in found if isinstance(one, Element)]
    assert [f"[{place}]" for place in range(len(document))] == [one.where for one in found]


@settings(max_examples=40, deadline=None)
@given(st.lists(values, max_size=3), values)
def test_only_the_wanted_arrays_are_read(posts: list[Any], other: Any) -> None:
    """By the path of their keys; lists inside of posts are theirs."""
    document = {"x": other, "result": {"posts": posts, "pages": [1, [2]]}, "y": [other]}

    assert posts == all_of(json.dumps(document).encode(), ("result.posts",), 10**6)


def test_raw_bytes_are_kept() -> None:
    """Blanks, escapes and the order of keys are evidence."""
    data = b'\xef\xbb\xbf [ {"b" : "\\u00e9",\n "a":1.50} , 2 ]'

    assert [b'{"b" : "\\u00e9",\n "a":1.50}', b"2"] == [
        one.raw for one in elements(io.BytesIO(data), ("",), 100) if isinstance(one, Element)
    ]


def test_large_ids_are_not_rounded() -> None:
    """A number of any length is the number that stands there."""
    data = b'{"id": 123456789012345678901, "other": "123456789012345678901"}'

    assert {"id": 123456789012345678901, "other": "123456789012345678901"} == read_json(data)


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b'[{"a": [1}, {"b": 2}]', [{"b": 2}]),
        (b'[{"a": 1], {"b": 2}]', []),
        (b'[{"a": "x\n}, {"b": 2}, {"c": 3}]', [{"b": 2}, {"c": 3}]),
        (b'[{"a": 1}, {"b": 2', [{"a": 1}]),
        (b'[{"a": 1}, "b', [{"a": 1}]),
        (b'[{"a": 1}}, {"b": 2}]', [{"a": 1}, {"b": 2}]),
        (b"[1 2]", [1, 2]),
        (b"[[[[", []),
        (b"]]]}}}", []),
    ],
)
def test_damage_costs_as_little_as_can_be(data: bytes, read: list[Any]) -> None:
    """What stands whole behind a damaged element is read."""
    found = [one for one in elements(io.BytesIO(data), ("",), 100) if isinstance(one, Element)]

    good = []
    for one in found:
        try:
            good.append(read_json(one.raw))
        except ValueError:
            continue
    assert read == good


@pytest.mark.parametrize(
    "long",
    [
        b'"' + b"x" * 600_000 + b'"',
        b'{"a": "' + b"x" * 599_990 + b'\\\\\\"]}", "b": [{"c": "' + b"y" * 600_000 + b'"}]}',
        b"[" + b"[1], " * 300_000 + b"[1]]",
        b"1" * 900_000,
    ],
)
@pytest.mark.parametrize("step", [2**18, 2**18 - 1, 1000])
def test_an_element_that_is_too_long_costs_no_other(long: bytes, step: int) -> None:
    """It is not held in memory; a Problem stands for it, and those behind it are read."""
    stream = Slow(b'{"x": "' + b"z" * 600_000 + b'", "y": [1, ' + long + b", 2, {}]}")
    stream.step = step

    found = list(elements(stream, ("y",), 50))

    passed = Problem(where="y[1]", reason="is longer than 0 MB and passed over")
    rest = [Element(where="y[2]", raw=b"2"), Element(where="y[3]", raw=b"{}")]
    assert [Element(where="y[0]", raw=b"1"), passed, *rest] == found


@pytest.mark.parametrize(
    "deep",
    [
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b"[" * 200_000 + b"}" * 200_000 + b"]" * 200_000,
    ],
)
@pytest.mark.parametrize("wanted", ["posts", "x"])
def test_brackets_within_brackets_take_no_longer(deep: bytes, wanted: str) -> None:
    """The time goes with the size, wherever they stand; each key has its path all the same."""
    data = b'{"x": [' + deep + b'], "posts": [7]}'
    begun = time.process_time()

    found = list(elements(io.BytesIO(data), (wanted,), 10**7))
    words_around(io.BytesIO(data), ("name",), 10**7)

    assert 5 > time.process_time() - begun
    if wanted == "posts":
        assert [Element(where="posts[0]", raw=b"7")] == found


def test_a_long_text_that_a_line_break_cuts_off_costs_no_other() -> None:
    """Nothing of it is an element, and the one behind it is read."""
    found = all_of(b'[1, "' + b"x" * 600_000 + b"\n, 2]", most=50)

    assert [1, 2] == [one for one in found if isinstance(one, int)]


def test_brackets_without_end_are_said() -> None:
    """More of them than anybody writes are not held in memory; that nothing follows is told."""
    found = all_of(b"[1, " + b"[" * 2_000_000, most=50)

    assert 1 == found[0]
    assert "[1]" == found[-1].where
    assert "are not read further" in found[-1].reason


def test_lines_one_by_one() -> None:
    """Empty ones are none; one that is too long is passed, whatever its length."""
    data = b'\xef\xbb\xbf{"a": 1}\r\n\n' + b"x" * 500 + b'\n{"b": 2}'

    found = list(lines(io.BytesIO(data), 50))

    assert [
        Element(where="line 1", raw=b'{"a": 1}'),
        Problem(where="line 3", reason="is longer than 0 MB and passed over"),
        Element(where="line 4", raw=b'{"b": 2}'),
    ] == found


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_are_a_crash(data: bytes) -> None:
    """Elements and Problems, and the end."""
    for one in (*elements(io.BytesIO(data), ("", "a"), 30), *lines(io.BytesIO(data), 30)):
        assert isinstance(one, Element | Problem)


@given(st.text('[]{},:"\\a1 \n'))
def test_no_json_like_text_is_a_crash(text: str) -> None:
    """Brackets and quotes in any order."""
    for one in elements(io.BytesIO(text.encode()), ("", "a"), 30):
        assert isinstance(one, Element | Problem)
