import pytest

from fb_watch.archive.judged import Judged
from fb_watch.model.settings import Codebook, Heading, Strength, Term
from fb_watch.proposing import Proposal, Seen, chosen, propose

CODEBOOK = Codebook(
    themes=(Heading(id="education", labels={}, definitions={}),),
    questions=(),
    terms=(
        Term(kind="theme", value="education", language="fr", text="écol*"),
        Term(kind="theme", value="education", language="fr", text="cours"),
        Term(kind="theme", value="health", language="fr", text="clinique"),
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


def told(posts: list[Seen], *names: str) -> list[tuple[str, str, str, int, int]]:
    """The proposals in short."""
    found = propose(posts, CODEBOOK, names)
    return [(p.why, p.term, p.strength, p.right, p.wrong) for p in found]


def terms(posts: list[Seen], *names: str) -> list[str]:
    """The terms proposed, with many posts besides that nobody has read."""
    return [term for _why, term, *_counts in told([*posts, *UNREAD], *names)]


UNREAD = [
    seen(f"marché du village numéro {n}", None, page=("lebanon", "madagascar")[n % 2])
    for n in range(120)
]


def missed(*texts: str) -> list[Seen]:
    """Posts that people had to tag by hand, of two pages in turn."""
    return [seen(text, YES, page=("lebanon", "madagascar")[n % 2]) for n, text in enumerate(texts)]


def test_the_word_of_missed_posts_is_proposed() -> None:
    """A word of the posts that people had to tag by hand, and of no others, is to be added."""
    posts = missed("internat rouvert", "hier un grand internat", "notre internat déborde")

    assert [("missed", "internat", "strong", 3, 0)] == told([*posts, *UNREAD])


def test_a_phrase_goes_before_its_words() -> None:
    """Where a word stands in hardly any other company, the phrase is proposed, and once."""
    posts = missed(
        "un foyer d'étudiants : tables basses ici", "des tables basses", "nos tables basses rouges"
    )
    held = missed("soutien de nuit vert", "du soutien de nuit", "le soutien de nuit rouge")

    assert ["tables basses"] == terms(posts)
    assert ["soutien de nuit"] == terms(held)


def test_words_of_every_text_are_not_proposed() -> None:
    """What a language is held together by tells nothing, however often it stands there."""
    posts = missed("les uns dans les autres", "pour les uns avec", "dans tous les cas pour avec")

    assert [] == terms(posts)


def test_what_one_page_says_is_its_own_way() -> None:
    """Three posts of one page teach nothing where others post too; nor one text posted thrice."""
    posts = missed("internat rouvert", "hier un grand internat", "notre internat déborde")
    of_one = [seen(one.text, YES, page="lebanon") for one in posts]

    assert [] == terms(of_one)
    assert [] == terms(missed(*["un internat rouvert"] * 4))
    assert ["internat"] == [
        one[1] for one in told([*of_one, *(p for p in UNREAD if p.page == "lebanon")])
    ]


def test_names_of_pages_and_terms_of_today_are_not_proposed() -> None:
    """Neither a word of a page's name, nor one the codebook has, in whatever form or theme."""
    posts = missed("Réseau Solidaire uni", "le réseau solidaire", "treize au réseau solidaire")
    known = missed("mon écolier vif", "l' écolier gai", "un écolier", "grand écolier")
    other = missed("la clinique neuve", "une clinique", "notre clinique loin")

    assert ["réseau solidaire"] == terms(posts)
    assert [] == terms(posts, "Réseau Solidaire – Liban")
    assert [] == terms(known)
    assert [] == terms(other)


def test_a_word_that_is_often_wrong_is_not_proposed() -> None:
    """Where people deny the theme of half as many posts with the word, it tells nothing."""
    posts = missed(*(f"internat {n}" for n in ("rouvert", "plein", "neuf", "loin")))
    denied = [seen(f"internat {n}", NO) for n in ("fou", "gai", "vif")]

    assert [] == terms([*posts, *denied])
    assert ["internat"] == terms([*posts, denied[0]])


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


@pytest.mark.parametrize(
    ("weak", "strong", "expected"),
    [
        ((2, 5), (3, 5), ["weak"]),
        ((0, 5), (3, 5), ["strong"]),
        ((0, 0), (3, 0), ["strong"]),
        ((0, 2), (0, 5), ["weak"]),
        ((0, 0), (0, 5), ["strong"]),
        ((0, 0), (0, 0), []),
    ],
)
def test_a_term_is_strong_where_weak_it_would_do_nothing(
    weak: tuple[int, int], strong: tuple[int, int], expected: list[str]
) -> None:
    """Of posts gained and settled by either way: a row that changes nothing is not proposed."""
    ways: list[tuple[Strength, tuple[int, int]]] = [("weak", weak), ("strong", strong)]
    both = [
        Proposal(
            why="missed",
            theme="education",
            language="fr",
            term="ruche",
            strength=strength,
            right=5,
            wrong=0,
            gained=gained,
            settled=settled,
        )
        for strength, (gained, settled) in ways
    ]

    assert expected == [one.strength for one in chosen(both)]
