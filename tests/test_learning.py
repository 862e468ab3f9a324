from fb_watch.archive.judged import Judged
from fb_watch.learning import Proposal, Seen, propose
from fb_watch.model.settings import Codebook, Heading, Term

CODEBOOK = Codebook(
    themes=(Heading(id="education", labels={}, definitions={}),),
    questions=(),
    terms=(
        Term(kind="theme", value="education", language="fr", text="école*"),
        Term(kind="theme", value="education", language="fr", text="cours"),
    ),
)
YES = Judged(frozenset({"education"}), frozenset(), whole=False)
NO = Judged(frozenset(), frozenset({"education"}), whole=False)


def seen(text: str, judged: Judged | None, *terms: str, page: str = "madagascar") -> Seen:
    """A French post with the terms that earned it the theme."""
    by_machine = {"education": terms} if terms else {}
    return Seen(
        ref=text[:9], page=page, language="fr", text=text, by_machine=by_machine, judged=judged
    )


def told(posts: list[Seen]) -> list[tuple[str, str, str, int, int]]:
    """The proposals in short."""
    return [(p.why, p.term, p.strength, p.right, p.wrong) for p in propose(posts, CODEBOOK)]


UNREAD = [seen(f"marché du village numéro {n}", None) for n in range(60)]


def test_the_word_of_missed_posts_is_proposed() -> None:
    """A word of the posts that people had to tag by hand, and of no others, is to be added."""
    missed = [seen(f"internat rouvert {n}", YES) for n in ("hier", "demain", "lundi")]

    found = told([*missed, *UNREAD])

    assert {("missed", "strong", 3, 0)} == {(why, s, r, w) for why, _t, s, r, w in found}
    assert {"internat", "rouvert"} == {term for _w, term, *_counts in found}


def test_one_missed_post_teaches_nothing() -> None:
    """What stands in a single post may be chance."""
    assert [] == told([seen("internat rouvert", YES), *UNREAD])


def test_a_term_that_is_mostly_wrong_is_to_be_weak_or_hidden() -> None:
    """`cours` in `cours d eau` is to be weak, and the phrase of the wrong posts hides it."""
    wrong = [seen(f"le cours d eau {n} déborde", NO, "cours") for n in ("ici", "là", "plus bas")]
    right = [seen("les cours de langue", YES, "cours")]

    found = told([*wrong, *right])

    assert ("wrong", "cours", "weak", 1, 3) in found
    (mask,) = [one for one in found if one[2] == "mask"]
    assert "cours" in mask[1]
    assert mask[1] in "le cours d eau"


def test_a_term_that_is_mostly_right_stays() -> None:
    """One wrong post among many right ones is no reason to touch a term."""
    right = [seen(f"l école numéro {n}", YES, "école*") for n in range(4)]
    wrong = [seen(f"l école de pensée {n}", NO, "école*") for n in range(2)]

    assert [] == told([*right, *wrong])


def test_a_term_never_right_is_to_go() -> None:
    """Where every post with the term was denied, the row is to be deleted."""
    wrong = [seen(f"{word} cours {word}", NO, "cours") for word in ("un", "deux", "trois")]

    found = propose(wrong, CODEBOOK)

    assert [("cours", "delete")] == [(one.term, one.strength) for one in found]
    assert isinstance(found[0], Proposal)
    assert 3 == len(found[0].refs)
