"""In: a name that people have too, and where it stands. Out: whether it is a person's. Pure."""

import re
from collections.abc import Container

from fb_watch.enrich.text import fold

# A capital after these begins no surname and ends no first name.
_NO_FIRST_NAME = frozenset(
    (
        *("from", "with", "the", "and", "across", "visit", "help", "hello", "dear", "our", "all"),
        *("in", "to", "at", "for", "of", "via", "north", "south", "east", "west"),
        *("northern", "southern", "eastern", "western", "rural", "central", "thank", "thanks"),
        *("this", "these", "support", "save", "caritas", "oxfam", "world", "plan", "vision"),
        *("au", "aux", "a", "à", "en", "le", "la", "du", "de", "des", "et", "un", "une", "ce"),
        *("cette", "notre", "nous", "el", "nuestra", "este", "esta", "no", "na", "o", "os", "as"),
        *("pour", "dans", "avec", "sur", "vers", "depuis", "les", "nos", "bonjour", "merci"),
        *("auf", "aus", "nach", "von", "ganz", "insel", "republik", "staat"),
        *("desde", "para", "con", "por", "hola", "los", "las", "nuestro", "gracias", "obrigado"),
    )
)
# After these stands a place, whatever follows: "in Jordan Valley", "le Tchad".
_OF_PLACES = frozenset(
    (
        *("in", "at", "across", "near", "inside", "throughout", "the", "north", "south", "east"),
        *("west", "northern", "southern", "eastern", "western", "central", "rural", "mainland"),
        *("au", "aux", "en", "le", "la", "l", "du", "el", "los", "las", "no", "na", "do", "da"),
        *("em", "im", "nach", "aus", "nel", "del", "della", "desde", "dans", "vers", "hacia"),
        *("nchini", "di", "ni", "any", "nan", "sa", "uit", "til"),
    )
)
# What follows the name of a country and is no surname, folded.
_NO_SURNAME = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "today", "tomorrow", "yesterday", "tonight"),
        *("is", "are", "was", "has", "have", "will", "and", "or", "the", "of", "in", "on", "at"),
        *("to", "for", "from", "with", "by", "as", "after", "but", "this", "these", "we", "our"),
        *("i", "it", "he", "she", "they", "you", "no", "not", "now", "near", "under", "against"),
        *("et", "ou", "les", "le", "la", "des", "du", "de", "au", "aux", "en", "pour", "avec"),
        *("nous", "un", "une", "y", "e", "o", "el", "los", "las", "para", "por", "con", "que"),
        *("red", "cross", "crescent", "croix", "croissant", "cruz", "ministry", "ministere"),
        *("minister", "government", "president", "parliament", "embassy", "ambassade", "national"),
        *("police", "army", "team", "office", "bureau", "branch", "mission", "country", "program"),
        *("programme", "project", "projet", "network", "reseau", "red", "association", "council"),
        *("foundation", "fondation", "fundacion", "fund", "trust", "union", "institute", "center"),
        *("centre", "university", "school", "schools", "college", "hospital", "clinic", "church"),
        *("valley", "river", "strip", "coast", "island", "islands", "lake", "border", "city"),
        *("east", "west", "north", "south", "region", "province", "district", "camp", "airport"),
        *("women", "girls", "youth", "children", "people", "refugees", "workers", "teachers"),
        *("femmes", "jeunes", "jeunesse", "enfants", "mujeres", "jovenes", "ninos", "mulheres"),
        *("health", "sante", "salud", "saude", "education", "educacion", "food", "water", "relief"),
        *("response", "emergency", "flood", "floods", "earthquake", "cyclone", "hurricane"),
        *("covid", "coronavirus", "corona", "lockdown", "day", "week", "month", "year", "news"),
        *("update", "live", "tv", "radio", "times", "post", "open", "cup", "league", "airways"),
        *("airlines", "power", "bank", "railways", "army", "navy", "gate", "house", "study"),
        *("grand", "prix", "libre", "finals", "club", "fc", "festival", "summit", "forum"),
        *("solidario", "solidaria", "despierta", "unido", "unida", "ministerio", "gobierno"),
        *("caritas", "oxfam", "unicef", "action", "aid", "help", "vision", "plan", "emergence"),
        *("mayor", "premier", "governor", "senator", "capitals", "station", "air", "county", "co"),
        *("hit", "hits", "leaves", "under", "must", "homes", "icon", "greater", "downtown"),
        *("fights", "against", "needs", "unites", "strong", "first", "prime", "supreme", "high"),
        *("central", "northern", "southern", "eastern", "western", "flag", "map", "tour", "rains"),
    )
)
_NEAR = 40  # characters that a word beside a name may take
_LONGEST_SHORT = 4  # letters and dot of a title: "Mrs."
_BEFORE = re.compile(r"([^\W\d_][\w.-]*) $")  # after an apostrophe another word begins: s'appelle
_AFTER = re.compile(r" ([^\W\d_][\w'’.-]*)")
# No "Miss", which countries send to contests, and no "DR", which is of the Congo; no "don", a gift.
_WRITTEN_OUT = (
    *("madame", "mademoiselle", "monsieur", "señor", "señora", "señorita", "senhor", "senhora"),
    *("signor", "signora", "professor", "professeur", "professeure", "professora", "profesor"),
    *("profesora", "professoressa", "doctor", "docteur", "docteure", "doctora", "doutor"),
    *("doutora", "dottor", "dottoressa", "uncle", "aunt", "auntie", "oncle", "tonton", "tía"),
    *("tío", "tia", "tio", "zia", "zio"),
)
_TITLES = frozenset(
    (
        *("Mme", "Mlle", "M.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Dra"),
        *("Dra.", "Prof", "Prof.", "Sr", "Sr.", "Sra", "Sra.", "Srta", "Bi", "Bi.", "Bwana"),
        *("Mwalimu", "Herr", "Frau", "Onkel", "Tante", "Sig.", "Dott.", "Madan", "Msye"),
        *_WRITTEN_OUT,
        *map(str.capitalize, _WRITTEN_OUT),
    )
)
_LONGEST_TITLE = 14  # letters, with what stands on either side
# What comes before a first name, but for "a country called Chad".
_CALLED = re.compile(
    r"(?:\ban? (?!country|nation|state|city|town|place)\w+ (?:call|nam)ed|\bname(?:['’]s| is)"
    r"|[smt]['’]appel\w+|\bprénommée?|\bse llaman?|\bme llamo|\bchama-se|\bme chamo"
    r"|\bsi chiama|\bmi chiamo|\bdi nome|\bheiß(?:e|t)|\banaitwa|\bjina langu ni|\brele) $",
    re.IGNORECASE,
)
_AGE = re.compile(
    r",? (?:is|has|a|tiene|tem|ha) (?:1?\d|2[0-4]|[^\W\d]+) (?:years? old|ans|años|anos|anni)\b"
    r"(?=\W*(?:$|\n|(?:and|et|y|e)\b)|[.,;:!?)])"
)


def is_titled(text: str, start: int) -> bool:
    """Whether a title stands before a name: "Madame Berlin", "Mr. England"."""
    if text[start - 1 : start] != " ":
        return False
    return not _TITLES.isdisjoint(text[max(0, start - _LONGEST_TITLE) : start].split()[-1:])


def is_person(text: str, start: int, end: int, names: Container[int] = ()) -> bool:
    """
    Whether a first name, a surname, an age or "is called" stands beside it: "Michael Jordan".

    `names`: where other names of places begin and end, which are neither.
    """
    if _AGE.match(text, end) or _CALLED.search(text, max(0, start - _NEAR), start):
        return True  # "Notre amie India a trois ans", "Elle s'appelle India"
    before = _BEFORE.search(text, max(0, start - _NEAR), start)
    if before and before.group(1).endswith(".") and len(before.group(1)) > _LONGEST_SHORT:
        before = None  # "Puerto Rico. Washington must help", but "Mr. Jordan"
    word = before.group(1) if before else ""
    if fold(word) in _OF_PLACES:
        return False
    if word and word[0].isupper() and before and before.end(1) not in names:
        if word.isupper() and len(word) > 1:
            return False  # "UNICEF Jordan"
        if fold(word) not in _NO_FIRST_NAME and _is_surname(word):
            return True
    after = _AFTER.match(text[end : end + _NEAR])
    return after is not None and end + 1 not in names and _is_surname(after.group(1))


def _is_surname(word: str) -> bool:
    """Whether a word looks like one: a capital and small letters, and none that says else."""
    capital = word[0].isupper() and not (word.isupper() and len(word) > 1)
    return capital and fold(word.rstrip(".-'’").partition("-")[0]) not in _NO_SURNAME
