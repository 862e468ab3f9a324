"""Posts that are hard to cite, by name; each case is a list, for letters run over a whole list."""

from typing import Any

from fb_watch.model.archived import ArchivedPost
from make import archived

_LONG_EN = (
    "Volunteers of the network have reached forty villages north of the river, where schools have "
    "been closed since March and where teachers now read lessons over the local radio every "
    "morning so that no child is left without a class this year."
)
_LONG_FR = (
    "Au Tchad : nos équipes distribuent des kits d’hygiène à 1 200 familles ; « merci à toutes et "
    "à tous » ! La suite demain, avec les partenaires du réseau et les écoles de la région."
)
_GONE = {"state": "gone", "since": "2020-07-01T00:00:00Z", "checked_at": "2020-07-03T00:00:00Z"}
_RESTRICTED = {**_GONE, "state": "restricted"}

_ONE: dict[str, dict[str, Any]] = {
    "plain": {},
    "long": {"message": _LONG_EN},
    "twenty words": {"message": " ".join(["word"] * 20)},
    "twenty-one words": {"message": " ".join(["word"] * 21)},
    "no text": {"message": None},
    "photo without text": {"message": None, "kind": "photo"},
    "video without text": {"message": None, "kind": "video"},
    "album without text": {"message": None, "kind": "album"},
    "share without text": {"message": None, "kind": "share"},
    "event without text": {"message": None, "kind": "event"},
    "blank text": {"message": " \n ", "kind": "photo"},
    "photo": {"kind": "photo"},
    "video": {"kind": "video"},
    "album": {"kind": "album"},
    "link": {"kind": "link"},
    "share": {"kind": "share"},
    "event": {"kind": "event"},
    "note": {"kind": "note"},
    "other": {"kind": "other"},
    "emoji": {"message": "Merci à tous 🙏 l’eau 💧 arrive"},
    "joined emoji and flags": {"message": "👩‍👩‍👧‍👦 families in 🇹🇩 and 🇰🇪 👍🏽"},
    "emoji only": {"message": "🎉🎉🎉"},
    "Arabic": {"message": "وصلت القافلة إلى حلب اليوم محملة بالأدوية", "page_name": "الإغاثة"},
    "Chinese": {
        "message": "志愿者今天把书送到了村里的学校。孩子们非常高兴",
        "page_name": "互助网络",
    },
    "Hebrew with numbers": {"message": "היום חילקנו 340 חבילות"},
    "hash tag first": {"message": "#Solidarité on avance ensemble"},
    "hash tags only": {"message": "#water #school"},
    "wide hash tag": {"message": "＃学校 open again"},
    "French punctuation": {"message": "Tchad : nos équipes ; « merci » ! Et vous ?"},
    "long French": {"message": _LONG_FR},
    "question": {"message": "Who brings the books?"},
    "exclamation": {"message": "Thank you all!"},
    "dots": {"message": "To be continued…"},
    "three dots": {"message": "To be continued..."},
    "ends in a quotation": {"message": "She said: “we stay.”"},
    "Spanish": {"message": "¿Sabías que 8 de cada 10 niñas…? #EducaciónParaTodas"},
    "double quotes": {"message": 'The "school at home" goes on'},
    "curly quotes": {"message": "The “school at home” goes on"},
    "apostrophe": {"message": "The children's books"},
    "lines": {"message": "First line\n\nSecond line\tand more"},
    "address": {"message": "Read https://example.org/a?b=1&c=2 today"},
    "colon": {"message": "Garissa: volunteers at work"},
    "capitals": {"message": "URGENT NEED OF WATER in the camp"},
    "small letters": {"message": "thank you, dear friends of the network"},
    "marks of mark-up": {"message": "<i>5 < 6</i> & *x* _y_ {z} \\w"},
    "day only": {"created_at": "2020-05-17T00:00:00Z", "created_precision": "day"},
    "first of the month": {"created_at": "2020-04-01T08:00:00Z"},
    "last of the year": {"created_at": "2019-12-31T23:59:59Z"},
    "May and June": {"created_at": "2021-05-09T08:00:00Z", "captured_at": "2021-06-30T08:00:00Z"},
    "September": {"created_at": "2020-09-03T08:00:00Z", "captured_at": "2020-09-30T08:00:00Z"},
    "edited": {"version": 2, "edited_at": "2020-04-05T10:00:00Z"},
    "no longer online": {"availability": _GONE},
    "edited and restricted": {
        "version": 3,
        "edited_at": "2020-04-05T10:00:00Z",
        "availability": _RESTRICTED,
    },
    "name with comma": {"page_name": "Médecins, Sages-femmes et Cie"},
    "name with quotes": {"page_name": 'Réseau "Écoles ouvertes"'},
    "name with full stop": {"page_name": "Solidarity Inc."},
    "name with signs": {"page_name": "Réseau <ONG> & Amis"},
    "name with braces": {"page_name": "Net{work} 100%"},
    "a person in a group": {"author": "Maria Example", "personal": True},
    "no address": {"permalink": None},
}
CASES: dict[str, list[ArchivedPost]] = {
    name: [archived(**changes)] for name, changes in _ONE.items()
} | {
    "same year": [
        archived(ref=f"fbw:2020-00000{n}", created_at=f"2020-0{month}-01T00:00:00Z", message=text)
        for n, month, text in ((1, 3, "First"), (2, 7, "Third"), (3, 5, "Second"))
    ],
    "same day": [
        archived(ref=f"fbw:2020-00000{n}", created_at=f"2020-03-01T0{n}:00:00Z", message=text)
        for n, text in ((1, "Morning"), (2, "Noon"))
    ],
    "two organisations": [
        archived(ref="fbw:2020-000001", page_name="Alpha", message="Of Alpha"),
        archived(ref="fbw:2020-000002", page_name="Beta", message="Of Beta"),
    ],
}
