"""
In: a name that begins a sentence. Out: whether something beside it says it is a country. Pure.

Every first word has a capital: "Turkey is on the menu", "Polish the floor", «Того, кто помогает».
"Turkey closes its schools", "Polish nurses", "China, Italy and Spain" are countries.
"""

import re
from collections.abc import Container

_ENDS = frozenset(".!?…:;؟۔।॥。！？")
_LINES = frozenset("\n\r\u2028\u2029")
# "China's", and in Turkish "Mısır'da"
_NEXT = re.compile(r"([’'ʼ]\w|\s*[:：(]|\s+[–—-]\s)|\s+(?:(not|also|still|now|ya|já)\s+)?(\w+)")
_THEN = re.compile(r"\s+(\w+)")
_LISTED = re.compile(r"(?:\s*[,/&،、]\s*|\s+)(?:(?:and|or|et|ou|y|e|o|и|или)\s+)?")
_ALONE = re.compile(r"\s*(?:[.!?…\n\r]|$)")

# What a country does in a first sentence; of English verbs the stem before -s, -es, -ed.
_DOES = re.compile(
    r"(?:account|aim|announc|approv|ask|bann?|battl|bann|boost|call|celebrat|clos|confirm|declar|"
    r"deploy|donat|eas|evacuat|expel|extend|fac|fear|grant|halt|help|host|impos|introduc|join|"
    r"launch|lift|mark|mov|need|offer|open|order|pass|plan|pledg|postpon|prepar|promis|quarantin|"
    r"receiv|record|refus|register|reimpos|relax|remain|reopen|report|request|rescu|respond|"
    r"restrict|resum|return|sign|start|strengthen|suffer|support|suspend|tighten|turn|urg|"
    r"vaccinat|vot|want|warn|welcom|work)(?:s|es|ed)"
    r"|(?:begin|becom|bring|build|fall|find|fight|giv|hav|hold|keep|lead|los|mak|put|say|see|send|"
    r"set|shut|spend|struggl|tak|win)e?s|bans|puts|cuts|goes|tries|denies|"
    r"began|became|brought|built|fell|found|gave|had|has|held|kept|led|lost|made|said|saw|sent|"
    r"took|went|won|will|would|can|cannot|could|may|might|must|should|did|does"
)  # fmt: skip
_IS = frozenset(("is", "was", "are", "set"))
_ON_A_TABLE = (
    "baked|carved|cooked|dressed|fried|grilled|roasted|seasoned|served|smoked|stuffed|used"
)
_BEING = re.compile(rf"\w{{3,}}ing|(?!(?:{_ON_A_TABLE})$)\w{{4,}}ed|home|under|among|still|now|up")
_DOES_ELSEWHERE = frozenset(
    (
        # Spanish
        *("abre", "afronta", "alcanza", "anuncia", "aprueba", "autoriza", "busca", "celebra"),
        *(
            "cierra",
            "comienza",
            "conmemora",
            "confirma",
            "decreta",
            "declara",
            "despide",
            "enfrenta",
        ),
        *("entra", "envía", "está", "exige", "extiende", "fue", "ha", "había", "inicia", "lanza"),
        *("levanta", "lucha", "mantiene", "necesita", "pide", "prohíbe", "prepara", "puede"),
        *("reabre", "recibe", "registra", "reporta", "será", "sigue", "sufre", "supera", "suma"),
        *("suspende", "tiene", "tendrá", "va", "vive", "vota", "vuelve", "despertó", "cambió"),
        # Portuguese
        *("acolhe", "aprova", "ajuda", "começa", "comemora", "continua", "decreta", "envia"),
        *("fecha", "foi", "lança", "mantém", "obriga", "ordena", "pede", "pode", "precisa"),
        *("proíbe", "recebe", "recebeu", "sofre", "tem", "vai", "volta", "vota"),
        # French
        *("accueille", "annonce", "ferme", "interdit", "lance", "ouvre", "rouvre", "reçoit"),
        *("doit", "peut", "reste", "prolonge", "déclare", "confirme", "vote"),
        # Russian
        *("закрывает", "открывает", "объявляет", "сообщает", "получает", "вводит", "закрыло"),
    )
)
_PAST = re.compile(r"\w{3,}(?:ó|ou|ло|ла)")  # anunció, anunciou, закрыло
# After an adjective comes its noun: "Polish the floor" has none.
_NO_NOUN = frozenset(
    (
        *("a", "an", "the", "all", "any", "some", "each", "every", "both", "my", "your", "his"),
        *("her", "its", "our", "their", "it", "them", "this", "that", "these", "those", "up"),
        *("off", "with", "and", "or", "until", "till", "on", "in", "for", "by", "to", "only"),
    )
)


def is_first(text: str, start: int) -> bool:
    """Whether nothing but signs stands between a word and the beginning of its sentence or line."""
    at = start - 1
    while at >= 0 and not text[at].isalnum():
        if text[at] in _ENDS or text[at] in _LINES:
            return True
        at -= 1
    return at < 0


def is_country(text: str, end: int, names: Container[int], *, is_demonym: bool) -> bool:
    """
    Whether what follows a first word makes it a country's.

    A verb that countries are the subject of, a colon, the next name of a list (`names`: where
    others begin), or nothing at all; after a demonym a noun.
    """
    if _ALONE.match(text, end):
        return True
    listed = _LISTED.match(text, end)
    if listed and listed.end() > end + 1 and listed.end() in names:
        return True
    following = _NEXT.match(text, end)
    if following is None:
        return False
    sign, _adverb, word = following.groups()
    if sign:
        return True
    if is_demonym:
        return word.casefold() not in _NO_NOUN
    return _is_verb(text, word.casefold(), following.end())


def _is_verb(text: str, word: str, end: int) -> bool:
    if _DOES.fullmatch(word) or word in _DOES_ELSEWHERE or _PAST.fullmatch(word):
        return True
    then = _THEN.match(text, end) if word in _IS else None
    return then is not None and _BEING.fullmatch(then.group(1).casefold()) is not None
