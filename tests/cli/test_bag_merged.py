"""A bag of posts of which a person made one: what was cited of either is proven by it."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli.test_bag_of_files import bag_of, proof
from cli.test_import import NAME, NOW
from cli.typed import Typed, process
from flow.exports import entry, page_export

TEXT = "Les volontaires portent des livres à 340 familles d’Antananarivo cette semaine."


@pytest.fixture
def cited(fresh: Path, tmp_path: Path, typed: Typed) -> list[str]:
    """Two posts at their versions, the second in a dossier; then the first came to stand for it."""
    assert fresh
    for n, text in enumerate((TEXT, f"{TEXT} Merci !")):
        told = [entry(NOW + timedelta(hours=2 * n), f"{NAME} a publié.", text)]
        file = page_export(tmp_path / f"{n}.json", told)
        assert 0 == typed("import", str(file), "--page", "madagascar").code
    refs = sorted(typed.refs())
    assert 0 == typed("dossier", "create", "q", "--title", "Q", "--by", "Anna").code
    assert 0 == typed("dossier", "add", "q", refs[1], "--by", "Anna").code
    posts = typed("search", "--json").json
    versions = [f"{one['ref']}@{one['hash'][:8]}" for one in posts]
    assert 0 == typed("import", "--review", "--merge", *refs).code
    return sorted(versions)


def _of_its_archive(typed: Typed, bag: Path, home: Path) -> list[str]:
    """The posts that a search in the archive of a bag finds; the archive is sound."""
    (home / "archive").mkdir(parents=True)
    (home / "archive" / "archive.db").write_bytes((bag / "data" / "archive.db").read_bytes())
    assert 0 == typed("verify", "--home", str(home)).code
    return typed("search", "--format", "refs", "--home", str(home)).lines


def test_a_dossier_keeps_the_version_that_it_holds(
    cited: list[str], typed: Typed, tmp_path: Path
) -> None:
    """The post that stands for it by now is not in the bag, and nothing there leads to it."""
    bag = bag_of(typed, tmp_path / "bag", "--dossier", "q")

    told = proof(typed, bag)

    assert (1, []) == (told["versions"], told["findings"])
    assert [cited[1].partition("@")[0]] == _of_its_archive(typed, bag, tmp_path / "copy")


@pytest.mark.parametrize("chosen", [[0], [1], [0, 1], [1, 0]])
def test_versions_of_both_can_be_asked_for(
    cited: list[str], typed: Typed, tmp_path: Path, chosen: list[int]
) -> None:
    """One stands by itself where the other is not in the bag; both are one post there too."""
    wanted = [cited[place] for place in chosen]
    bag = tmp_path / "bag"

    line = ("export", "--format", "bag", "-o", str(bag), "-")
    made = process(*line, given="\n".join(wanted))

    assert 0 == made.code, made.err
    assert 0 == typed("verify", "--bag", str(bag), *wanted).code
    refs = [ref.partition("@")[0] for ref in sorted(wanted)]
    assert refs[:1] == _of_its_archive(typed, bag, tmp_path / "copy")
