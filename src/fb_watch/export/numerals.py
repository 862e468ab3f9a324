"""In: a number and a form of Word's. Out: the numeral that Word writes for it. Pure."""

from string import ascii_lowercase

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_SIGNS = "*†‡§"


def numeral(number: int, form: str) -> str:
    """
    The numeral of 1 and more in a form of numbering (ECMA-376, part 1, 17.18.59).

    Forms of other scripts are written as decimal numbers.
    """
    match form:
        case "lowerRoman" | "upperRoman":
            told = _roman(number)
        case "lowerLetter" | "upperLetter":  # a … z, aa, bb …
            told = _repeated(number, ascii_lowercase)
        case "chicago":  # * † ‡ §, ** …
            return _repeated(number, _SIGNS)
        case "decimalZero":
            return f"{number:02}"
        case "numberInDash":
            return f"- {number} -"
        case _:
            return str(number)
    return told.upper() if form.startswith("upper") else told


def _roman(number: int) -> str:
    told = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        told += letters * count
    return told


def _repeated(number: int, signs: str) -> str:
    times, place = divmod(number - 1, len(signs))
    return signs[place] * (times + 1)
