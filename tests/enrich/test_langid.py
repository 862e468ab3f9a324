"""The model of py3langid with its two slow steps done otherwise."""

import numpy
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from fb_watch.enrich import langid

PLAIN = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
FAST = langid.load()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "\ud800",
        "Les écoles de Goma restent fermées",
        "Wash your hands with soap and water. " * 40,
        "स्कूल बंद हैं",
        "المدارس مغلقة",
        "Школы закрыты",
        "学校关闭",
        "x" * 10_000,
    ],
)
def test_the_scores_are_those_of_py3langid(text: str) -> None:
    """To the last bit: no confidence and no verdict changes by it."""
    assert numpy.array_equal(PLAIN._decide(text), FAST._decide(text))


def test_a_table_of_other_numbers_is_left_to_py3langid() -> None:
    """A model whose table is not of negative half-precision numbers is read as it always was."""
    odd = langid.load()
    odd._is_of_halves = False

    assert numpy.array_equal(FAST._decide("Mambo vipi"), odd._decide("Mambo vipi"))
