"""config.locate: the line on which each table and key of a TOML text stands."""

from hypothesis import given
from hypothesis import strategies as st

from fb_watch.config.locate import Key, locate

TEXT = '''\
# remark with = and [brackets]
a = 1
b.c = "x = y # no remark"

[t]
list = [
  "one", # [
  "k = 2",
]
d = """
fake = 1
[fake]
\\""" ""
"""
e = { inner = 1 }

["quoted.key".'it''s' ]
f = 2020-03-01
'''


def test_lines_of_tables_and_keys() -> None:
    """Texts, lists and remarks over several lines hold no keys, whatever stands in them."""
    text = TEXT.replace("'it''s'", '"\\u00e9"')

    assert {
        ("a",): 2,
        ("b",): 3,
        ("b", "c"): 3,
        ("t",): 5,
        ("t", "list"): 6,
        ("t", "d"): 10,
        ("t", "e"): 15,
        ("quoted.key",): 17,
        ("quoted.key", "é"): 17,
        ("quoted.key", "é", "f"): 18,
    } == locate(text)


KEYS = {"a": "a", "b-1": "b-1", '"c d"': "c d", "'e#='": "e#=", '"\\u00e9"': "é", "1": "1"}
VALUES = [
    "1",
    '"#="',
    "'[x]'",
    '[\n1, # "\n]',
    '"""\nz = 1\n"""',
    "'''\n[z]'''",
    "[[1],\n[2]]",
    "1.5",
]


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=3),
            st.sampled_from(VALUES),
        )
    )
)
def test_every_key_has_its_line(statements: list[tuple[bool, list[str], str]]) -> None:
    """Headings and keys are found on the line they begin on, whatever values stand between."""
    text = ""
    expected: dict[Key, int] = {}
    table: Key = ()
    for is_heading, keys, value in statements:
        line = text.count("\n") + 1
        names = tuple(KEYS[key] for key in keys)
        path = names if is_heading else table + names
        table = path if is_heading else table
        text += f"[ {'.'.join(keys)} ]\n" if is_heading else f"{' . '.join(keys)} = {value} # =\n"
        for depth in range(1, len(path) + 1):
            expected.setdefault(path[:depth], line)

    found = locate(text)

    assert expected == found
