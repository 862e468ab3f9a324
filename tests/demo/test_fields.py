import pytest

from fb_watch.demo.fields import Field, check_fields, parse_fields
from fb_watch.demo.wire import RefusedError


def test_nested_fields_with_arguments_are_read() -> None:
    """Names, arguments before or after the braces, and children of children are all found."""
    fields = parse_fields("a,b{c,d.limit(5){e}}.order(x), reactions.limit(0).as(love)")

    assert (
        Field(name="a"),
        Field(
            name="b",
            arguments=(("order", "x"),),
            children=(
                Field(name="c"),
                Field(name="d", arguments=(("limit", "5"),), children=(Field(name="e"),)),
            ),
        ),
        Field(name="reactions", arguments=(("limit", "0"), ("as", "love"))),
    ) == fields


def test_the_alias_is_the_key() -> None:
    """`.as(love)` decides under which key a field is answered."""
    (field,) = parse_fields("reactions.type(LOVE).as(love)")

    assert ("reactions", "love", "LOVE") == (field.name, field.key, field.argument("type"))


@pytest.mark.parametrize("text", ["a,", "a{b", "a}", "a.limit", "a..limit(1)", ",a", "a b"])
def test_a_broken_text_is_error_2500(text: str) -> None:
    """What cannot be read is refused with the code of a syntax error."""
    with pytest.raises(RefusedError) as refused:
        parse_fields(text)

    assert 2500 == refused.value.body["error"]["code"]


@pytest.mark.parametrize("text", ["id,nothing", "id,attachments{nothing}", "comments{x}"])
def test_an_unknown_field_is_error_100(text: str) -> None:
    """A field that the kind of node does not have is refused at any depth."""
    with pytest.raises(RefusedError) as refused:
        check_fields(parse_fields(text), "PagePost")

    error = refused.value.body["error"]
    assert (100, True) == (
        error["code"],
        error["message"].startswith("(#100) Tried accessing nonexisting field ("),
    )
