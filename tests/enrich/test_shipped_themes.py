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

FOOD = [
    ("en", "We distributed food to the families."),
    ("en", "The families have no food."),
    ("en", "Families received food and soap."),
    ("en", "They have nothing to eat since the lockdown."),
    ("fr", "Nous avons distribué de la nourriture aux familles."),
    ("fr", "Ils n'ont rien à manger depuis le confinement."),
    ("fr", "Soixante colis de nourriture pour le quartier."),
    ("fr", "Les familles ont reçu de la nourriture et du savon."),
    ("es", "Repartimos comida a las familias."),
    ("es", "Entregamos alimentos a las familias."),
    ("es", "No tienen nada que comer desde la cuarentena."),
    ("es", "Las familias recibieron alimentos y jabón."),
    ("pt", "Distribuímos comida às famílias."),
    ("pt", "As famílias não têm comida."),
    ("pt", "As famílias receberam alimentos e sabão."),
    ("it", "Abbiamo distribuito cibo alle famiglie."),
    ("it", "Non hanno niente da mangiare."),
    ("it", "Le famiglie hanno ricevuto cibo e sapone."),
    ("de", "Wir haben Essen an Familien verteilt."),
    ("de", "Sie haben seit dem Lockdown nichts zu essen."),
    ("de", "Wir verteilten Lebensmittel an die Familien."),
    ("ar", "وزعنا الطعام على العائلات."),
    ("ar", "ليس لدى العائلات طعام."),
    ("ar", "تلقت العائلات الطعام والصابون."),
    ("ru", "Мы раздали еду семьям."),
    ("ru", "Семьям нечего есть."),
    ("ru", "Семьи получили продукты и мыло."),
    ("sw", "Tuligawa chakula kwa familia."),
    ("sw", "Familia hazina chakula."),
    ("sw", "Familia zilipokea chakula na sabuni."),
    ("mg", "Nizara sakafo ho an'ny fianakaviana izahay."),
    ("mg", "Tsy manan-kohanina ny fianakaviana."),
    ("mg", "Nahazo sakafo sy savony ny fianakaviana."),
    ("hi", "हमने परिवारों को खाना बांटा।"),
    ("hi", "परिवारों के पास खाने के लिए कुछ नहीं है।"),
    ("hi", "परिवारों को खाना और साबुन मिला।"),
    ("bn", "আমরা পরিবারগুলোকে খাবার দিয়েছি।"),
    ("bn", "পরিবারগুলোর কাছে কোনো খাবার নেই।"),
    ("bn", "পরিবারগুলো খাবার ও সাবান পেয়েছে।"),
    ("zh", "我们给家庭分发了食物。"),
    ("zh", "这些家庭没有食物。"),
    ("id", "Kami membagikan makanan kepada keluarga."),
    ("id", "Keluarga-keluarga itu tidak punya makanan."),
    ("tr", "Ailelere yiyecek dağıttık."),
    ("tr", "Ailelerin yiyecek hiçbir şeyi yok."),
    ("ur", "ہم نے خاندانوں میں کھانا تقسیم کیا۔"),
    ("ur", "خاندانوں کے پاس کھانے کو کچھ نہیں۔"),
    ("ht", "Nou separe manje bay fanmi yo."),
    ("ht", "Yo pa gen anyen pou yo manje."),
    ("tl", "Namigay kami ng pagkain sa mga pamilya."),
    ("tl", "Walang makain ang mga pamilya."),
]
NO_POVERTY = [
    ("en", "A recipe for good food: onions and tomatoes."),
    ("en", "We distributed masks to the families."),
    ("fr", "La nourriture de ma grand-mère est la meilleure."),
    ("fr", "Nous avons distribué des masques aux familles."),
    ("es", "La comida de mi abuela es la mejor."),
    ("es", "Repartimos mascarillas a las familias."),
    ("pt", "A comida da minha avó é a melhor."),
    ("de", "Wir haben in Essen Masken verteilt."),
    ("de", "Das Essen war gut."),
    ("ar", "وزعنا الكمامات على العائلات."),
    ("ru", "Я еду домой."),
    ("ru", "Мы раздали маски семьям."),
    ("sw", "Tuligawa barakoa kwa familia."),
    ("hi", "हमने परिवारों को मास्क बांटे।"),
    ("bn", "আমরা পরিবারগুলোকে মাস্ক দিয়েছি।"),
]
LEARNERS = [
    ("en", "The children learn to count."),
    ("en", "The children are reading under a tree."),
    ("fr", "Les enfants apprennent à compter."),
    ("fr", "Les enfants lisent sous un arbre."),
    ("es", "Los niños aprenden a contar."),
    ("es", "Los niños están leyendo."),
    ("pt", "As crianças estão aprendendo a contar."),
    ("pt", "As crianças aprendem a ler."),
    ("it", "I bambini imparano a contare."),
    ("de", "Die Kinder lernen zählen."),
    ("ar", "الأطفال يتعلمون الحساب."),
    ("ru", "Дети учатся считать."),
    ("sw", "Watoto wanajifunza kuhesabu."),
    ("mg", "Mianatra manisa ny ankizy."),
    ("hi", "बच्चे गिनती सीख रहे हैं।"),
    ("bn", "শিশুরা গুনতে শিখছে।"),
    ("zh", "孩子们在学数数。"),
    ("id", "Anak-anak belajar berhitung."),
    ("tr", "Çocuklar saymayı öğreniyor."),
    ("ur", "بچے گنتی سیکھ رہے ہیں۔"),
    ("ht", "Timoun yo ap aprann konte."),
    ("tl", "Natututong magbilang ang mga bata."),
]
PLANTERS = [
    ("en", "The youths planted trees."),
    ("fr", "Les jeunes ont planté des arbres."),
    ("fr", "Les jeunes plantent des arbres."),
    ("es", "Los jóvenes plantaron árboles."),
    ("es", "Los jóvenes están sembrando árboles."),
    ("pt", "Os jovens plantaram árvores."),
    ("pt", "Os jovens estão plantando árvores."),
    ("it", "I giovani piantano alberi."),
    ("de", "Die Jugendlichen pflanzten Bäume."),
    ("ar", "زرع الشباب الأشجار."),
    ("ar", "الشباب يزرعون الأشجار."),
    ("ru", "Молодёжь сажает деревья."),
    ("sw", "Vijana walipanda miti."),
    ("sw", "Vijana wanapanda miti."),
    ("mg", "Mamboly hazo ny tanora."),
    ("hi", "युवा पेड़ लगा रहे हैं।"),
    ("hi", "युवाओं ने पेड़ लगाये।"),
    ("bn", "যুবকেরা গাছ লাগিয়েছে।"),
    ("bn", "যুবকেরা গাছ লাগাচ্ছে।"),
    ("zh", "年轻人在种树。"),
    ("id", "Para pemuda menanam pohon."),
    ("tr", "Gençler ağaç dikiyor."),
    ("ur", "نوجوان درخت لگا رہے ہیں۔"),
    ("ht", "Jèn yo plante pyebwa."),
    ("tl", "Nagtatanim ng mga puno ang kabataan."),
]


def _themes(language: str, text: str) -> set[str]:
    return {tag.value for tag in TAGGER.tag(normalise(text), (language,)) if tag.kind == "theme"}


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
    assert theme in _themes(language, text)


@pytest.mark.parametrize(
    ("theme", "language", "text"),
    [
        *(("poverty", *row) for row in FOOD),
        *(("education", *row) for row in LEARNERS),
        *(("environment-and-recovery", *row) for row in PLANTERS),
    ],
)
def test_food_learners_and_planters(theme: str, language: str, text: str) -> None:
    """Food given or wanting, children who learn, people who plant, in the forms of the verbs."""
    assert theme in _themes(language, text)


@pytest.mark.parametrize(("language", "text"), NO_POVERTY)
def test_food_or_a_gift_alone_is_no_poverty(language: str, text: str) -> None:
    """Cooking is none, nor are masks handed out: it takes both, the food and the giving of it."""
    assert "poverty" not in _themes(language, text)
