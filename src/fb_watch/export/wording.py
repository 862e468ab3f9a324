"""The words of references in French, English and Spanish; independent of the user's language."""

from dataclasses import dataclass

NNBSP = "\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a reference says around the post, in one language."""

    kinds: dict[str, str]  # kind of post → what it is called in brackets
    attached: dict[str, str]  # kind of post → what hangs on a text
    untitled: str
    untitled_comment: str
    shown: dict[str, str]  # kind of post → what it shows where it has no text: {title}
    participant: str  # a person who is not named
    within: str  # {name} of the page or group that such a person wrote in
    archived: str  # {date}, {ref}
    version: str  # {number}, {date} when the edit was seen
    edited: str  # {number}, {date} of the edit, where the source told it
    newer: str  # {number} of the newest version
    offline: str  # {date}

    def described(self, kind: str, title: str) -> str:
        """What a post without text is: what it shows, as far as that has a title."""
        if not title:
            return self.untitled_comment if kind == "comment" else self.untitled
        return self.shown.get(kind, self.shown["link"]).format(title=title)


ENGLISH = Wording(
    kinds={
        "status": "Status update",
        "photo": "Photo",
        "video": "Video",
        "album": "Photo album",
        "event": "Event",
        "comment": "Comment",
    },
    attached={
        "photo": "Image attached",
        "video": "Video attached",
        "album": "Images attached",
        "link": "Link attached",
        "share": "Post shared",
        "event": "Event shared",
    },
    untitled="Post without text",
    untitled_comment="Comment without text",
    shown={
        "link": "Shared link: {title}",
        "share": "Shared post: {title}",
        "event": "Event: {title}",
        "photo": "Photo: {title}",
        "video": "Video: {title}",
        "album": "Photo album: {title}",
    },
    participant="[Participant]",
    within="In {name}",
    archived="Archived {date}, at fb-watch, {ref}.",
    version="Version {number}, edit seen on {date}.",
    edited="Version {number}, edited {date}.",
    newer="A newer version, {number}, is archived.",
    offline="No longer online on {date}.",
)
FRENCH = Wording(
    kinds={
        "status": "Publication",
        "photo": "Photographie",
        "video": "Vidéo",
        "album": "Album de photographies",
        "event": "Événement",
        "comment": "Commentaire",
    },
    attached={
        "photo": "Image jointe",
        "video": "Vidéo jointe",
        "album": "Images jointes",
        "link": "Lien joint",
        "share": "Publication partagée",
        "event": "Événement partagé",
    },
    untitled="Publication sans texte",
    untitled_comment="Commentaire sans texte",
    shown={
        "link": f"Lien partagé{NNBSP}: {{title}}",
        "share": f"Publication partagée{NNBSP}: {{title}}",
        "event": f"Événement{NNBSP}: {{title}}",
        "photo": f"Photographie{NNBSP}: {{title}}",
        "video": f"Vidéo{NNBSP}: {{title}}",
        "album": f"Album de photographies{NNBSP}: {{title}}",
    },
    participant="[Participant·e]",
    within="Dans {name}",
    archived=f"Copie archivée{NNBSP}: fb-watch, {{ref}}, {{date}}.",
    version="Version {number}, modification constatée le {date}.",
    edited="Version {number}, modifiée le {date}.",
    newer="Une version plus récente, {number}, est archivée.",
    offline="Plus en ligne au {date}.",
)
SPANISH = Wording(
    kinds={
        "status": "Actualización de estado",
        "photo": "Fotografía",
        "video": "Video",
        "album": "Álbum de fotografías",
        "event": "Evento",
        "comment": "Comentario",
    },
    attached={
        "photo": "Imagen adjunta",
        "video": "Video adjunto",
        "album": "Imágenes adjuntas",
        "link": "Enlace adjunto",
        "share": "Publicación compartida",
        "event": "Evento compartido",
    },
    untitled="Publicación sin texto",
    untitled_comment="Comentario sin texto",
    shown={
        "link": "Enlace compartido: {title}",
        "share": "Publicación compartida: {title}",
        "event": "Evento: {title}",
        "photo": "Fotografía: {title}",
        "video": "Video: {title}",
        "album": "Álbum de fotografías: {title}",
    },
    participant="[Participante]",
    within="En {name}",
    archived="Copia archivada: fb-watch, {ref}, {date}.",
    version="Versión {number}, edición vista el {date}.",
    edited="Versión {number}, editada el {date}.",
    newer="Hay una versión más reciente archivada, {number}.",
    offline="Ya no estaba en línea el {date}.",
)
WORDINGS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}
