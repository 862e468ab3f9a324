import pytest

from enrich.alone import shipped
from fb_watch.enrich.language_names import is_language

LANGUAGES = [
    ("en", "She speaks fluent Portuguese at home", "Portuguese"),
    ("en", "She speaks Portuguese and Russian at home", "Russian"),
    ("en", "Subtitles available in Italian.", "Italian"),
    ("en", "Learn Japanese online", "Japanese"),
    ("en", "The Nepali language is taught here", "Nepali"),
    ("en", "in Arabic, French and Somali", "French"),
    ("fr", "Elle parle un peu l’italien", "italien"),
    ("fr", "Cours d'espagnol et d'allemand", "allemand"),
    ("es", "Ella habla francés y portugués", "portugués"),
    ("pt", "Ele fala francês em casa", "francês"),
    ("it", "un libro tradotto in tedesco", "tedesco"),
    ("de", "Er spricht Französisch", "Französisch"),
    ("ru", "учебник на испанском языке", "испанском"),
    ("ru", "она говорит по-французски", "французски"),
    ("ar", "كتاب باللغة البرتغالية", "برتغالية"),
    ("hi", "नेपाली भाषा में", "नेपाली"),
    ("hi", "किताब फ्रेंच में है", "फ्रेंच"),
    ("bn", "জাপানি ভাষায় লেখা", "জাপানি"),
    ("sw", "Anazungumza Kireno na Kijerumani", "Kijerumani"),
    ("mg", "Miteny frantsay izy", "frantsay"),
    ("de", "Dolmetscher für Türkisch, Ukrainisch und Polnisch.", "Polnisch"),
    ("fr", "Français | English | Español", "Español"),
    ("en", "French class for beginners", "French"),
    ("en", "a Spanish course online", "Spanish"),
    ("ar", "نتكلم العربية والفرنسية والإنجليزية", "فرنسية"),
    ("ar", "باللغتين العربية والفرنسية", "فرنسية"),
    ("ur", "ہم اردو، انگریزی اور فرانسیسی بولتے ہیں", "انگریزی"),
    ("bn", "ইংরেজি ও ফরাসি ভাষায়", "ইংরেজি"),
    ("tl", "Nagsasalita kami ng Pranses at Ingles.", "Pranses"),
]
PEOPLE = [
    ("en", "A French teacher speaks to Italian doctors", "Italian"),
    ("en", "They learn Kenyan songs at school", "Kenyan"),
    ("en", "The Kenyan speaker told women", "Kenyan"),
    ("en", "In Nepali villages people meet", "Nepali"),
    ("fr", "Les enseignants kényans parlent des écoles", "kényans"),
    ("fr", "Le gouvernement espagnol parle aux femmes", "espagnol"),
    ("es", "Las maestras francesas hablan", "francesas"),
    ("hi", "नेपाली लोग", "नेपाली"),
    ("en", "in German and Austrian schools", "German"),
    ("en", "Turkish and Kurdish forces met", "Turkish"),
    ("es", "Mujeres rusas y quechua", "rusas"),
    ("de", "In italienischen und spanischen Krankenhäusern", "italienischen"),
    ("de", "Es sprechen ukrainische Frauen", "ukrainische"),
    ("ru", "на российских и украинских школах", "украинских"),
    ("ar", "تعلم الأتراك", "أتراك"),
    ("fr", "Ici parlent les Portugaises", "Portugaises"),
    ("ar", "المنظمات العربية والفرنسية", "فرنسية"),
    ("en", "the Korean class of workers", "Korean"),
]

LISTS = [
    ("fr", "Les enfants apprennent l'anglais, l'espagnol et le japonais."),
    ("es", "Los niños aprenden el inglés y el francés."),
    ("pt", "As crianças aprendem o inglês e o francês."),
    ("it", "I bambini imparano l'inglese e lo spagnolo."),
    ("fr", "Traduit de l'espagnol par une militante."),
    ("fr", "Atelier d'espagnol pour les mères"),
    ("de", "Auf Englisch, Französisch und Spanisch verfügbar."),
    ("de", "Auf Englisch, Französisch und Spanisch erhältlich."),
    ("de", "Spanisch sprechende Mütter, wir lesen Italienisch!"),
    ("en", "Interpretation in English, French and Spanish will be provided."),
    ("en", "French and English versions are available."),
    ("en", "Spanish speakers are welcome at the library."),
    ("ru", "Дети учат английский, французский и испанский."),
    ("bn", "শিশুরা ইংরেজি ও ফরাসি শিখছে।"),
    ("hi", "बच्चे अंग्रेज़ी और फ्रेंच सीखते हैं।"),
    ("ur", "بچے انگریزی اور فرانسیسی سیکھ رہے ہیں۔"),
    ("tl", "Nag-aaral ang mga bata ng Ingles at Espanyol sa paaralan."),
    ("tl", "Natututo sila ng Espanyol."),
]
OF_PEOPLE = [
    ("fr", "Les jeunes et le Japonais ont parlé d'elle", "JP"),
    ("fr", "Un atelier de femmes japonaises", "JP"),
    ("en", "In French and Italian hospitals", "IT"),
    ("de", "Die spanischen Mütter kamen", "ES"),
    ("ru", "Дети учат французских гостей", "FR"),
    ("en", "Spanish doctors were at the library", "ES"),
]


@pytest.mark.parametrize(("language", "text"), LISTS)
def test_a_sentence_on_languages_names_no_country(language: str, text: str) -> None:
    """With articles, with what the list is said of behind it, and in other scripts."""
    assert shipped(text, language) == set()


@pytest.mark.parametrize(("language", "text", "country"), OF_PEOPLE)
def test_a_sentence_on_people_names_their_country(language: str, text: str, country: str) -> None:
    """The same small words do not take people for what they speak."""
    assert country in shipped(text, language)


@pytest.mark.parametrize(("language", "text", "word"), LANGUAGES)
def test_what_is_spoken_or_learnt_is_a_language(language: str, text: str, word: str) -> None:
    """Beside a word for it, or in a list; also where nobody knows the language of the text."""
    start = text.index(word)

    assert is_language(text, start, start + len(word), (language,))
    assert is_language(text, start, start + len(word))


@pytest.mark.parametrize(("language", "text", "word"), PEOPLE)
def test_people_who_speak_are_people(language: str, text: str, word: str) -> None:
    """The same words elsewhere in the sentence take no country away."""
    start = text.index(word)

    assert not is_language(text, start, start + len(word), (language,))


def test_there_is_no_language_of_most_countries() -> None:
    """A Lebanese speaks, and nobody speaks Lebanese."""
    text = "Habla libanés"

    assert is_language(text, 6, 13, ("es",))
    assert not is_language(text, 6, 13, ("es",), frozenset(("LB",)))
