"""
In: the tree of attachments as received. Out: what it says and nothing else of the post does. Pure.

Titles and descriptions of films, pictures and albums, and of whatever has no address. They are
read from the tree whenever somebody asks, and are no part of `Post.content`: so archives made
before have them too, and no version becomes another by them. A description is also the
alternative text of its picture (`Media.alt`), which is content; what Facebook or an editor wrote
as such stands nowhere in these fields and is no caption.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_TEXTS = ("title", "name", "caption", "description")
_INSIDE = ("subattachments", "child_attachments")
_GAP = "\n\n"
# What Facebook calls pictures and albums that nobody gave a name, in the house's languages; dates
# are its names for what a telephone sent.
_ITS_OWN = re.compile(
    r"(?:timeline|mobile|profile|cover|instagram|featured) (?:photos?|pictures?|videos?|uploads?)"
    r"|untitled album|legacy attachment|attachment unavailable|photos? from .+['’]s? post"
    r"|.+['’]s? (?:cover|profile|featured) (?:photo|picture|video)s?"
    r"|(?:this )?(?:content|video|post) isn['’]t available (?:right now|at the moment|anymore)"
    r"|when this happens, it['’]s usually because .*"
    r"|photos? (?:de la publication|du journal|de couverture|(?:de|du) profil)(?: (?:de |d['’]).+)?"
    r"|téléchargements mobiles|album sans titre"
    r"|fotos? (?:de la publicación|de la biografía|de portada|(?:de|del) perfil)(?: de .+)?"
    r"|subidas (?:con|desde) el (?:celular|móvil)|álbum sin título"
    r"|\d{1,2} \w+ \d{4} \d{1,2}:\d{2}(?: [ap]m)?"
    # and what it sees in them
    r"|may be an? [\w -]{0,40}(?:image|photo|illustration|cartoon|graphic|meme)(?: of .+)?"
    r"|image may contain: .+|no (?:photo|image) description available\.?"
    r"|peut être une? [\w -]{0,40}(?:image|photo|illustration|graphique|mème)(?: (?:de |d['’]).+)?"
    r"|l['’]image contient peut-être ?: .+|aucune description de photo disponible\.?"
    r"|puede ser una? [\w -]{0,40}(?:imagen|foto|ilustración|gráfico|meme)(?: de .+)?"
    r"|la imagen puede contener: .+|no hay ninguna descripción de la foto disponible\.?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)


def captions(
    tree: Sequence[Any], message: str | None, told: Sequence[str | None]
) -> tuple[str, ...]:
    """
    The texts of a tree in their order, each once.

    Without those that are the message or its head, as Facebook repeats it, those that are `told`
    elsewhere (by links), and those that Facebook writes by itself.
    """
    new = dict.fromkeys(_texts(tree))
    if not new:
        return ()
    for one in (message, *told):  # as most are: this is quick, where to fold each takes its time
        new.pop((one or "").strip(), None)
    if not new:
        return ()
    found: dict[str, str] = {}
    for text in new:
        found.setdefault(_flat(text), text)
    known = {_flat(one) for one in told if one}
    said = _flat(message or "")
    return tuple(
        text
        for line, text in found.items()
        if not (line in known or _begins(said, line) or _ITS_OWN.fullmatch(line))
    )


def told_by(links: Iterable[Mapping[str, Any]]) -> list[str | None]:
    """What links say by themselves, from their JSON."""
    return [text for link in links for text in (link["title"], link["description"])]


def unsaid(texts: Iterable[str | None], said: Iterable[str | None]) -> list[str]:
    """Those of the texts that are not said already: alternative texts that are no captions."""
    new = [text for text in texts if text]
    if not new:
        return []
    known = {_flat(one) for one in said if one}
    return [text for text in new if _flat(text) not in known]


def text_of(message: str | None, told: Iterable[str]) -> str:
    """All that taggers read of a post, and where offsets count: the message, then its captions."""
    return _GAP.join(filter(None, (message, *told)))


def _texts(tree: Sequence[Any]) -> Iterator[str]:
    """Each text of each attachment, before what lies inside it; without recursion."""
    todo = list(reversed(tree))
    while todo:
        one = todo.pop()
        if not isinstance(one, dict):
            continue
        for key in _TEXTS:
            text = one.get(key)
            if not text or not isinstance(text, str) or not (text := text.strip()):
                continue
            if key != "caption" or not _HOST.fullmatch(text):  # of a link: where it leads
                yield text
        for key in reversed(_INSIDE):
            below = one.get(key)
            if isinstance(below, dict):
                below = below.get("data")
            if below and isinstance(below, list):
                todo += reversed(below)


def _begins(said: str, line: str) -> bool:
    """Whether a text is the message, its first words, or a head of it that was cut."""
    head = line.rstrip("….")
    if not said.startswith(head):
        return False
    return line.endswith(("…", "...")) or not said[len(head) :][:1].isalnum()


def _flat(text: str) -> str:
    return " ".join(text.split())
