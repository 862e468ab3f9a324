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
PLAIN = [
    ("poverty", "en", "Many small businesses have closed."),
    ("poverty", "fr", "Beaucoup de petits commerces ont fermé."),
    ("poverty", "es", "Perdió su trabajo y no puede pagar el alquiler."),
    ("poverty", "pt", "Ela perdeu o emprego e não consegue pagar o aluguel."),
    ("poverty", "ar", "فقدت عملها ولا تستطيع دفع الإيجار."),
    ("poverty", "sw", "Alipoteza kazi na hawezi kulipa kodi ya nyumba."),
    ("poverty", "mg", "Nikatona ny orinasa madinika maro."),
    ("poverty", "hi", "कई छोटे कारोबार बंद हो गए।"),
    ("poverty", "bn", "অনেক ছোট ব্যবসা বন্ধ হয়ে গেছে।"),
    ("health-information", "en", "Volunteers explain how the virus spreads."),
    ("health-information", "fr", "Les bénévoles expliquent comment le virus se transmet."),
    ("health-information", "pt", "Voluntários explicam como o vírus se espalha."),
    ("health-information", "ar", "يشرح المتطوعون كيف ينتشر الفيروس."),
    ("health-information", "sw", "Wazee walichanjwa jana."),
    ("women-and-families", "en", "Her husband beat her."),
    ("women-and-families", "fr", "Son mari la frappait."),
    ("women-and-families", "es", "Su marido la golpeaba."),
    ("women-and-families", "pt", "O marido batia nela."),
    ("women-and-families", "ar", "زوجها يضربها."),
    ("women-and-families", "sw", "Mume wake alimpiga."),
    ("women-and-families", "hi", "माताएं हर हफ्ते मिलती हैं।"),
    ("women-and-families", "bn", "তার স্বামী তাকে মারধর করত।"),
    ("education", "en", "Street children draw and read together."),
    ("education", "fr", "Nous avons donné des cahiers et des stylos."),
    ("education", "es", "Entregamos cuadernos y lápices."),
    ("education", "pt", "Entregamos cadernos e lápis."),
    ("education", "ar", "وزعنا دفاتر وأقلاما."),
    ("education", "sw", "Tuligawa madaftari na kalamu."),
    ("education", "mg", "Tsy manana internet hianarana ny ankizy."),
    ("education", "hi", "हमने कॉपियां और पेन बांटे।"),
    ("education", "bn", "আমরা খাতা ও কলম দিয়েছি।"),
    ("displaced", "en", "Thousands had to leave their homes because of the war."),
    ("displaced", "fr", "Des milliers ont dû quitter leur maison à cause de la guerre."),
    ("displaced", "es", "Miles tuvieron que dejar sus casas por la guerra."),
    ("displaced", "pt", "Milhares tiveram que deixar suas casas por causa da guerra."),
    ("displaced", "ar", "هربت العائلات من القتال."),
    ("displaced", "sw", "Maelfu walilazimika kuacha nyumba zao kwa sababu ya vita."),
    ("displaced", "hi", "परिवार लड़ाई से भागे।"),
    ("displaced", "bn", "পরিবারগুলো যুদ্ধ থেকে পালিয়েছে।"),
    ("environment-and-recovery", "en", "Volunteers cleaned up the river."),
    ("environment-and-recovery", "fr", "Les bénévoles ont nettoyé la rivière."),
    ("environment-and-recovery", "es", "Los voluntarios limpiaron el río."),
    ("environment-and-recovery", "pt", "Os voluntários limparam o rio."),
    ("environment-and-recovery", "ar", "نظف المتطوعون النهر."),
    ("environment-and-recovery", "sw", "Wanaojitolea walisafisha mto."),
    ("environment-and-recovery", "mg", "Nanadio ny renirano ny mpirotsaka an-tsitrapo."),
    ("environment-and-recovery", "hi", "स्वयंसेवकों ने नदी साफ की।"),
    ("environment-and-recovery", "bn", "স্বেচ্ছাসেবীরা নদী পরিষ্কার করেছে।"),
    ("inclusion", "en", "Nobody visits the old people who live alone."),
    ("inclusion", "es", "Nadie visita a los ancianos que viven solos."),
    ("inclusion", "pt", "Ninguém visita os idosos que vivem sozinhos."),
    ("inclusion", "sw", "Jamii za asili zinahifadhi lugha yao."),
    ("discrimination", "en", "Roma children are rejected."),
    ("discrimination", "fr", "Leurs droits ne sont pas respectés."),
    ("discrimination", "es", "Los insultan por el color de su piel."),
    ("discrimination", "pt", "São insultados por causa da cor da pele."),
    ("discrimination", "ar", "يشتمونهم بسبب لون بشرتهم."),
    ("discrimination", "sw", "Wagonjwa wananyanyapaliwa."),
    ("discrimination", "mg", "Miady amin'ny fanavakavaham-bolonkoditra izahay."),
    ("discrimination", "hi", "मरीजों को कलंकित किया जाता है।"),
    ("inequalities", "en", "Children without birth certificates have no rights."),
    ("inequalities", "fr", "Les enfants sans acte de naissance n'ont pas de droits."),
    ("inequalities", "es", "Los niños sin partida de nacimiento no tienen derechos."),
    ("inequalities", "pt", "Crianças sem certidão de nascimento não têm direitos."),
    ("inequalities", "ar", "أطفال بلا شهادة ميلاد."),
    ("inequalities", "sw", "Watoto bila cheti cha kuzaliwa."),
    ("inequalities", "mg", "Ankizy tsy manana kopia nahaterahana."),
    ("inequalities", "hi", "जन्म प्रमाण पत्र के बिना बच्चे।"),
    ("inequalities", "bn", "জন্ম সনদ ছাড়া শিশুরা।"),
]
NOTHING = [
    ("en", "Please read the article, we are counting on you."),
    ("en", "Bring your identity card on Saturday."),
    ("en", "Donate to our charity today!"),
    ("fr", "Lire la suite et laisser un commentaire."),
    ("fr", "Présentez votre carte d'identité à l'entrée."),
    ("fr", "Nous apprenons avec tristesse le décès de notre ami."),
    ("es", "Presente su documento de identidad."),
    ("es", "Entrega de premios el sábado."),
    ("pt", "Entrega de prémios no sábado."),
    ("ar", "عادت من منزلها إلى العمل"),
    ("ru", "Читать далее и писать комментарии."),
    ("sw", "Tulitoa zawadi kwa washindi."),
    ("hi", "पुरस्कार वितरण समारोह शनिवार को है।"),
    ("bn", "লেখাটি পড়তে ক্লিক করুন।"),
    ("bn", "কলম্বোতে শনিবার কনসার্ট।"),
    ("zh", "这是一种了不起的精神。"),
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


@pytest.mark.parametrize(("theme", "language", "text"), PLAIN)
def test_plain_words_of_each_theme(theme: str, language: str, text: str) -> None:
    """What pages write of a theme without its name: a home lost, a river cleaned, a paper got."""
    assert theme in _themes(language, text)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_everyday_posts_have_no_theme(language: str, text: str) -> None:
    """Words that serve the themes too are none of them in notices, invitations and thanks."""
    assert not _themes(language, text)
