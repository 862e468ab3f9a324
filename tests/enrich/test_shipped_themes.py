"""What pages post most often, in each language of the shipped codebook."""

from pathlib import Path

import pytest

from fb_watch.config.load import load_codebook
from fb_watch.enrich.text import normalise
from fb_watch.enrich.themes import ThemeTagger

TAGGER = ThemeTagger(load_codebook(Path(__file__).parents[2]))
TREES = [
    ("en", "We planted 500 trees with our neighbours."),
    ("fr", "Nous avons planté 500 arbres avec les voisins."),
    ("es", "Plantamos 500 árboles con los vecinos."),
    ("pt", "Plantámos 500 árvores com os vizinhos."),
    ("it", "Abbiamo piantato 500 alberi con i vicini."),
    ("de", "Wir haben 500 Bäume gepflanzt."),
    ("ar", "زرعنا 500 شجرة مع الجيران."),
    ("ru", "Мы посадили 500 деревьев с соседями."),
    ("sw", "Tumepanda miti 500 na majirani."),
    ("mg", "Namboly hazo 500 izahay sy ny mpiara-monina."),
    ("hi", "हमने 500 पेड़ लगाए।"),
    ("bn", "আমরা ৫০০ গাছ লাগিয়েছি।"),
    ("zh", "我们种了500棵树。"),
    ("id", "Kami menanam 500 pohon bersama tetangga."),
    ("tr", "Komşularla 500 ağaç diktik."),
    ("ur", "ہم نے 500 درخت لگائے۔"),
    ("ht", "Nou plante 500 pyebwa ak vwazen yo."),
    ("tl", "Nagtanim kami ng 500 puno kasama ang mga kapitbahay."),
]
HANDS = [
    ("en", "Wash hands often"),
    ("fr", "Lavons-nous les mains souvent"),
    ("es", "Lavémonos las manos a menudo"),
    ("pt", "Lave as mãos, use máscara e vacine-se"),
    ("it", "Lavati le mani e metti la mascherina"),
    ("de", "Wascht euch die Hände und haltet Abstand"),
    ("ar", "اغسل يديك بالصابون والماء"),
    ("ru", "Чаще мойте руки!"),
    ("sw", "Nawa mikono mara kwa mara"),
    ("mg", "Sasao ny tanana ary anaovy arovava orona"),
    ("hi", "बार-बार हाथ धोते रहें"),
    ("bn", "বারবার হাত ধোবেন"),
    ("zh", "要经常洗手"),
    ("id", "Sering-seringlah mencuci tangan"),
    ("tr", "Aşı olun, ellerinizi sık sık yıkayın"),
    ("ur", "بار بار ہاتھ دھوئیں"),
    ("ht", "Lave men nou souvan"),
    ("tl", "Palaging maghugas ng kamay"),
]
BACK = [
    ("en", "Back to school after ten months!"),
    ("fr", "Retour en classe après dix mois !"),
    ("es", "Vuelta a clases presenciales con protocolo"),
    ("pt", "Volta às aulas depois de dez meses!"),
    ("it", "Si torna sui banchi dopo dieci mesi!"),
    ("de", "Nach zehn Monaten wieder Unterricht!"),
    ("ar", "العودة إلى المدارس بعد عشرة أشهر!"),
    ("ru", "Снова за парты после десяти месяцев!"),
    ("bn", "দশ মাস পর ক্লাসে ফেরা!"),
    ("zh", "十个月后重返校园！"),
    ("tr", "On ay sonra okula dönüş!"),
    ("tl", "Balik-eskwela pagkaraan ng sampung buwan!"),
]


@pytest.mark.parametrize(
    ("theme", "language", "text"),
    [
        *(("environment-and-recovery", *row) for row in TREES),
        *(("health-information", *row) for row in HANDS),
        *(("education", *row) for row in BACK),
    ],
)
def test_trees_hands_and_school(theme: str, language: str, text: str) -> None:
    """Trees planted, hands washed, school begun again: with a number between the words too."""
    found = {tag.value for tag in TAGGER.tag(normalise(text), (language,)) if tag.kind == "theme"}

    assert theme in found
