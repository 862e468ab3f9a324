"""The words of references in French, English and Spanish; independent of the user's language."""

from dataclasses import dataclass

NNBSP = "\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a reference says around the post, in one language."""

    kinds: dict[str, str]  # kind of post → what it is called in brackets
    attached: dict[str, str]  # kind of post → what hangs on a text
    untitled: str
    archived: str  # {date}, {ref}
    version: str  # {number}, {date}
    offline: str  # {date}


ENGLISH = Wording(
    kinds={
        "status": "Status update",
        "photo": "Photo",
        "video": "Video",
        "album": "Photo album",
        "event": "Event",
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
    archived="Archived {date}, at fb-watch, {ref}.",
    version="Version {number}, edited {date}.",
    offline="No longer online on {date}.",
)
FRENCH = Wording(
    kinds={
        "status": "Publication",
        "photo": "Photographie",
        "video": "Vidéo",
        "album": "Album de photographies",
        "event": "Événement",
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
    archived=f"Copie archivée{NNBSP}: fb-watch, {{ref}}, {{date}}.",
    version="Version {number}, modifiée le {date}.",
    offline="N’est plus en ligne le {date}.",
)
SPANISH = Wording(
    kinds={
        "status": "Actualización de estado",
        "photo": "Fotografía",
        "video": "Video",
        "album": "Álbum de fotografías",
        "event": "Evento",
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
    archived="Copia archivada: fb-watch, {ref}, {date}.",
    version="Versión {number}, editada el {date}.",
    offline="Ya no está en línea el {date}.",
)
WORDINGS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}
