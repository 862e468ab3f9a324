"""In: dates. Out: dates as each language and style writes them. Pure."""

from datetime import date

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
_MLA = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec."
_NLM = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def month_name(month: int, lang: str) -> str:
    """The name of a month, 1 to 12."""
    return MONTHS[lang].split()[month - 1]


def month_day(day: date, lang: str) -> str:
    """`March 1`, `1er mars`, `1 de marzo`."""
    month = month_name(day.month, lang)
    if lang == "fr":
        return f"{'1er' if day.day == 1 else day.day} {month}"
    if lang == "es":
        return f"{day.day} de {month}"
    return f"{month} {day.day}"


def long_date(day: date, lang: str) -> str:
    """`March 1, 2020`, `1er mars 2020`, `1 de marzo de 2020`."""
    joint = {"en": ", ", "fr": " ", "es": " de "}[lang]
    return f"{month_day(day, lang)}{joint}{day.year}"


def mla_date(day: date) -> str:
    """`1 Mar. 2020` (MLA Handbook 9)."""
    return f"{day.day} {_MLA.split()[day.month - 1]} {day.year}"


def nlm_date(day: date) -> str:
    """`2020 Mar 1` (Citing Medicine)."""
    return f"{day.year} {_NLM.split()[day.month - 1]} {day.day}"
