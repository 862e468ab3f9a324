"""In: the sentences of Facebook's exports in English, French, Spanish. Out: what they say. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from fb_watch.intake.moments import Moment, Order, in_words, read_moment

# What somebody did. Their name stands before it, the group behind it.
_DID = {
    "en": (
        r"(?:posted|shared|added|created|asked|uploaded|published|updated|wrote|commented"
        r"|replied(?: to .+?(?= in |\.?$))?|(?:was|is|went) live|(?:is|was) feeling)",
        r"(?:in|to) (?!the album|his |her |their |your )(?:the group:? )?",
    ),
    "fr": (
        r"(?:a|as|ont|avez) (?:publié|partagé|ajouté|créé|posé|téléchargé|écrit|commenté|répondu"
        r"|mis à jour|modifié)|(?:était|est|a été) en direct|se sent",
        r"dans (?!l[’']album|son |sa |leur )(?:le groupe ?:? )?",
    ),
    "es": (
        r"(?:ha |han )?(?:publicó|publicado|compartió|compartido|agregó|agregado|añadió|añadido"
        r"|creó|creado|subió|subido|escribió|escrito|comentó|comentado|respondió|respondido"
        r"|actualizó|actualizado)|(?:estuvo|estaba|está) en vivo|transmitió en vivo|se siente",
        r"en (?!el álbum|su |la |una |el comentario|un )(?:el grupo:? )?",
    ),
}
_SENTENCES = {
    lang: re.compile(
        rf"(?P<author>.+?) (?:{did})(?!\w)(?:.*? {where}(?P<group>.+?)|.*?)\.?", re.DOTALL
    )
    for lang, (did, where) in _DID.items()
}
_BEFORE_GROUP = {lang: re.compile(rf"(?:^| ){where}$") for lang, (_did, where) in _DID.items()}
# Whoever made the export, as Facebook speaks to them; Spanish has it in the verb.
_IT_IS_YOU = (
    "you vous tu tú vos usted has publicaste compartiste agregaste añadiste creaste subiste "
    "escribiste comentaste respondiste actualizaste estuviste"
)
_YOU = frozenset(_IT_IS_YOU.split())
_WITHIN = (
    "al bin da de del della den der di do dos du el la le van von y"  # names, in small letters
)
_PARTICLES = frozenset(_WITHIN.split())
_COMMENT = re.compile(
    r"(?:^| )(?:commented|replied|(?:a|as|avez) (?:commenté|répondu)"
    r"|(?:ha )?(?:comentó|comentado|respondió|respondido)|comentaste|respondiste)\b",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r" (?:likes?|liked|reacted|(?:a |avez )?(?:aimé|réagi)|aime|indiqué|reaccionó|reaccionado"
    r"|le gusta|indicó)\b"
)
_LABELS = {
    "place": ("place", "lieu", "lugar"),
    "address": ("address", "adresse", "dirección"),
    "group": ("group", "groupe", "grupo"),
    "updated": (
        *("updated", "mis à jour", "mise à jour", "mis à jour le", "mise à jour le"),
        *("modifié", "modifié le", "actualizado", "actualizado el", "actualización", "editado"),
    ),
}
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the sentence over an entry says."""

    author: str = ""  # "" also where Facebook calls them "you"
    group: str = ""
    is_comment: bool = False
    is_reaction: bool = False
    language: str = field(default="", compare=False)  # of the sentence: "en", "fr", "es", or ""
    unread: str = field(default="", compare=False)  # what says who wrote, and is not understood

    def writer(self, owner: str, *, in_group: bool) -> str:
        """
        Who wrote, in the export of `owner`.

        What was posted in a group names somebody, whatever the language: the name is told as the
        sentence writes it, so that it can be taken out of it.
        """
        if self.author or not in_group:
            return self.author or owner
        first = " ".join(self.unread.split()[: len(owner.split())])
        if owner and first.casefold() == " ".join(owner.split()).casefold():
            return first
        return _not_you(_leading(self.unread)) or owner

    def withheld(self, writer: str) -> str:
        """What names who wrote, nobody knows with which of its words; "" where it is `writer`."""
        first = self.unread.partition(" ")[0]
        is_told = writer and self.unread.startswith(writer)
        return "" if is_told or not _not_you(first) else self.unread


def read_title(title: str, groups: Iterable[str]) -> Title:
    """
    Who posted or commented, and in which group; `groups` are names that are known.

    A known name at the end of the sentence is the group, whatever words stand before it; not
    where the sentence is understood, and it is the end of another group's name.
    """
    text = " ".join(title.split())
    is_comment = _COMMENT.search(text) is not None
    author = group = language = ""
    unread = text
    for lang, sentence in _SENTENCES.items():
        if found := sentence.fullmatch(text):
            language = lang
            author, group, unread = found["author"], found["group"] or "", ""
            break
    told = text.rstrip(".").casefold()
    for name in groups:
        before = " ".join(text.split()[: -len(name.split())])
        is_last = told.endswith(" " + " ".join(name.split()).rstrip(".").casefold())
        if is_last and (not group or _BEFORE_GROUP[language].search(f"{before} ")):
            group = name
            unread = unread and before
            break
    is_reaction = not is_comment and not author and _REACTION.search(text) is not None
    return Title(
        author=_not_you(author),
        group=group,
        is_comment=is_comment,
        is_reaction=is_reaction,
        language=language,
        unread=unread,
    )


def _not_you(name: str) -> str:
    return "" if name.casefold() in _YOU else name


def _leading(text: str) -> str:
    """
    The name that a sentence begins with: up to a word in small letters; else all of it.

    "" where the sentence does not begin with a capital: nobody knows where a name would end.
    """
    words = text.split()
    if not text[:1].isupper():
        return ""
    name: list[str] = []
    for word in words:
        if word[0].islower() and word not in _PARTICLES:
            break
        name.append(word)
    while name and name[-1] in _PARTICLES:
        name.pop()
    return " ".join(name)


def read_label(line: str) -> tuple[str, str] | None:
    """("place", "Goma") of "Lieu : Goma"; "updated" may stand without a colon."""
    head, colon, rest = (part.strip() for part in line.partition(":"))
    for label, words in _LABELS.items():
        if label != "updated" and colon and head.casefold() in words:
            return label, rest
    text = line.strip()
    for word in sorted(_LABELS["updated"], key=len, reverse=True):
        if text.casefold().startswith(word) and text[len(word) : len(word) + 1] in (
            " ",
            ":",
            "\xa0",
        ):
            return "updated", text[len(word) :].lstrip(" :\xa0")
    return None


def order_of(text: str, language: str) -> Order | None:
    """
    What comes first in a date of figures, 05/06/2020; None where that cannot be told.

    French and Spanish have the day first; English the month where the clock has AM and PM, which
    is how it is set in the United States. A number above twelve says it in any language.
    """
    found = _NUMBERS.match(text.strip())
    if found and int(found[2]) > 12:
        return "mdy"
    if (found and int(found[1]) > 12) or language in ("fr", "es"):
        return "dmy"
    if found and found[1] == found[2]:
        return "dmy"
    is_american = language == "en" and re.search(r"\d\s?[ap]m\b", text, re.IGNORECASE)
    return "mdy" if is_american else None


def is_ambiguous(text: str, language: str) -> bool:
    """Whether a date of figures could be one of two days."""
    return _NUMBERS.match(text.strip()) is not None and order_of(text, language) is None


def read_date(text: str, zone: str, language: str = "") -> Moment | None:
    """
    A time as the exports print it: "30 mai 2020 à 13:33", "May 30, 2020 1:33:05 pm".

    None where anything else stands in the text: a sentence with a date in it is no date. The
    clock is that of `zone` (IANA), unless UTC with an offset stands behind it. Dates of figures
    are read by the `language` of the file, where that tells what comes first.
    """
    left = unicodedata.normalize("NFKC", text).casefold().strip()
    if not left or len(left) > 80:
        return None
    if _NUMBERS.match(left):
        order = order_of(left, language)
        return read_moment(left, zone, order) if order else None
    return in_words(left, zone)
