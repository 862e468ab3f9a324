"""
Write the names of countries and languages in the languages of documents, from Unicode CLDR.

In: Babel's copy of CLDR. Out: src/fb_watch/export/data/names.tsv. Run where Babel is new.
"""

from pathlib import Path

from babel import Locale
from babel.core import get_global

OUT = Path(__file__).parent.parent / "src" / "fb_watch" / "export" / "data" / "names.tsv"
LANGUAGES = ("en", "fr", "es")
HEAD = "# Made by scripts/make_names.py from Unicode CLDR by Babel; see LICENSE-unicode.txt."
# CLDR's short forms, which Babel leaves out; and codes of territories that are none
SHORT = {
    "HK": ("Hong Kong", "Hong Kong", "Hong Kong"),
    "MO": ("Macao", "Macao", "Macao"),
    "PS": ("Palestine", "Palestine", "Palestina"),
}
NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def main() -> None:
    """Write the file anew."""
    locales = [Locale.parse(lang) for lang in LANGUAGES]
    lines = [HEAD, "\t".join(("kind", "code", *LANGUAGES))]
    for kind in ("country", "language"):
        tables = [loc.territories if kind == "country" else loc.languages for loc in locales]
        for code in sorted(set.intersection(*map(set, tables))):
            if not _is_wanted(kind, code):
                continue
            names = SHORT.get(code) if kind == "country" else None
            names = names or tuple(table[code] for table in tables)
            lines.append("\t".join((kind, code, *names)))
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


def _is_wanted(kind: str, code: str) -> bool:
    if kind == "language":
        return 2 <= len(code) <= 3 and code.isalpha()
    retired = code in get_global("territory_aliases")
    return len(code) == 2 and code.isalpha() and code not in NO_COUNTRY and not retired


if __name__ == "__main__":
    main()
