import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.dialect.scrub import scrub, scrub_text

TOKEN = "123|a/B-c_d+e="
OTHER = "EAAotherToken"
tokens = st.text(st.characters(min_codepoint=33, max_codepoint=126)).map("EAAtoken".__add__)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"x {TOKEN} y", "x REMOVED y"),
        (f"x {quote(TOKEN, safe='')} y", "x REMOVED y"),
        (f"x {quote(TOKEN, safe='').replace('%7C', '%7c')} y", "x REMOVED y"),
        (f"x {quote(quote(TOKEN, safe=''), safe='')} y", "x REMOVED y"),
        (json.dumps(TOKEN).replace("/", "\\/").replace("|", "\\u007c"), '"REMOVED"'),
        (
            f'{{"next":"https:\\/\\/h\\/p?access_token={OTHER}&limit=2"}}',
            '{"next":"https:\\/\\/h\\/p?access_token=REMOVED&limit=2"}',
        ),
        (
            f'{{"next":"https://h/p?limit=2\\u0026access_token={OTHER}\\u0026after=x"}}',
            '{"next":"https://h/p?limit=2\\u0026access_token=REMOVED\\u0026after=x"}',
        ),
        (f'{{"next":"p?access_token={OTHER}"}}', '{"next":"p?access_token=REMOVED"}'),
        ("access_token=1%7Cb&x", "access_token=REMOVED&x"),
        ("u=p%3Faccess_token%3D1b%26x", "u=p%3Faccess_token%3DREMOVED%26x"),
        (f'{{"access_token" : "{OTHER}"}}', '{"access_token" : "REMOVED"}'),
    ],
)
def test_no_token_is_left_in_a_body(body: str, left: str) -> None:
    """Neither our own, however it is written, nor any other `access_token`."""
    assert left == scrub_text(body, TOKEN)


def test_everything_else_stays_byte_for_byte() -> None:
    """Bytes that are no UTF-8 and words about tokens, too."""
    body = b'{"message":"access_token is a word; \\u00e9 \xff access_tokens=3"}'

    assert body == scrub(body, TOKEN)


@given(tokens, st.text())
def test_a_body_stays_json_and_loses_its_token(token: str, words: str) -> None:
    """The token in a text, in a URL and as a member: gone, and the rest can be read as before."""
    whole = {"m": f"{words}{token}", "n": f"https://h/?a=1&access_token={quote(token)}&b=2"}

    left = scrub(json.dumps(whole).encode(), token)

    assert json.loads(left).keys() == whole.keys()
    assert token not in json.loads(left)["m"]
    assert json.loads(left)["n"].endswith("&b=2")
