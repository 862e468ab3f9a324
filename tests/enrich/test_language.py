"""The language of posts, by the layers that find it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.enrich.language import Detector
from fb_watch.model.tagged import Language

DETECTOR = Detector()

# One sentence a language, in the words of people who might have posted it.
SENTENCES = {
    "fr": "La réunion de notre équipe est reportée à la semaine prochaine.",
    "en": "The meeting of our team has been postponed until next week.",
    "es": "La reunión de nuestro equipo se ha aplazado hasta la próxima semana.",
    "pt": "A reunião da nossa equipe foi adiada para a próxima semana, não percam.",
    "ar": "تم تأجيل اجتماع فريقنا إلى الأسبوع المقبل بسبب الأمطار.",
    "mg": "Nahemotra amin'ny herinandro ambony ny fivorian'ny ekipanay.",
    "sw": "Mkutano wa timu yetu umeahirishwa hadi wiki ijayo kwa sababu ya mvua.",
    "hi": "हमारी टीम की बैठक अगले सप्ताह तक के लिए स्थगित कर दी गई है।",
    "bn": "আমাদের দলের সভা আগামী সপ্তাহ পর্যন্ত স্থগিত করা হয়েছে।",
    "ur": "ہماری ٹیم کا اجلاس اگلے ہفتے تک ملتوی کر دیا گیا ہے۔",
    "ne": "हाम्रो टोलीको बैठक अर्को हप्तासम्मका लागि स्थगित गरिएको छ।",
    "si": "අපගේ කණ්ඩායමේ රැස්වීම ලබන සතියට කල් දමා ඇත.",
    "ta": "எங்கள் குழுவின் கூட்டம் அடுத்த வாரத்திற்கு ஒத்திவைக்கப்பட்டுள்ளது.",
    "th": "การประชุมของทีมเราถูกเลื่อนไปเป็นสัปดาห์หน้า",
    "vi": "Cuộc họp của nhóm chúng tôi đã được hoãn đến tuần sau.",
    "id": "Rapat tim kami ditunda sampai minggu depan karena hujan deras.",
    "tl": "Ipinagpaliban ang pulong ng aming grupo hanggang sa susunod na linggo.",
    "zh": "我们团队的会议推迟到下周举行。",
    "ja": "私たちのチームの会議は来週に延期されました。",
    "ko": "우리 팀의 회의가 다음 주로 연기되었습니다.",
    "it": "La riunione della nostra squadra è stata rinviata alla prossima settimana.",
    "de": "Das Treffen unserer Gruppe wurde auf die nächste Woche verschoben.",
    "nl": "De vergadering van ons team is uitgesteld tot volgende week.",
    "ru": "Встреча нашей команды перенесена на следующую неделю.",
    "tr": "Ekibimizin toplantısı yağmur nedeniyle gelecek haftaya ertelendi.",
    "ha": "An ɗage taron ƙungiyarmu zuwa mako mai zuwa saboda ruwan sama.",
    "am": "የቡድናችን ስብሰባ ወደ ሚቀጥለው ሳምንት ተላልፏል።",
    "rw": "Inama y'itsinda ryacu yimuriwe mu cyumweru gitaha kubera imvura.",
    "ln": "Likita ya ekipi na biso ezongisami na pɔsɔ oyo ekoya mpo na mbula.",
    "wo": "Xale yi dañu bëgg a jàng, waaye amuñu lekkool ci seen dëkk.",
    "ht": "Reyinyon ekip nou an ranvwaye pou semèn pwochèn nan akòz lapli a.",
    "bm": "Denmisɛnw bɛ taa kalanso la sɔgɔma o sɔgɔma walasa ka kalan kɛ.",
    "mos": "Kambã fãa tog n kẽnga karengo, tɩ tõnd tẽngã paam laafɩ.",
}
BOLD = {ord("a") + i: chr(0x1D5EE + i) for i in range(26)}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_language_of_the_network_is_told(code: str) -> None:
    """A plain sentence is recognised in each language, alone and whole."""
    found = DETECTOR.detect(SENTENCES[code])

    assert (code, ((code, 1.0),)) == (found.code, found.shares)
    assert 0.5 <= found.confidence <= 1.0


@pytest.mark.parametrize("code", ["fr", "es", "sw", "vi", "tr", "ru", "wo"])
def test_dress_and_noise_change_nothing(code: str) -> None:
    """Capitals, pseudo-bold letters, links, hashtags and emoji do not hide the language."""
    text = SENTENCES[code]

    assert code == DETECTOR.detect(text.upper()).code
    assert code == DETECTOR.detect(text.translate(BOLD)).code
    noisy = f"🙏🙏 {text} 👉 https://example.org/the/english/page #TogetherForChange @UNICEF"
    assert code == DETECTOR.detect(noisy).code


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t\u00a0"])
def test_no_text_has_no_language(text: str | None) -> None:
    """A post without text is zxx, for certain."""
    assert Language(code="zxx", confidence=1.0) == DETECTOR.detect(text)


@pytest.mark.parametrize(
    "text", ["🙏🙏🙏", "https://example.org", "2024 : 15/03", "OK", "\u200b", "…"]
)
def test_nothing_to_read_is_undetermined(text: str) -> None:
    """Emoji, links, digits and a few letters say nothing: und, with no confidence and no shares."""
    assert Language(code="und", confidence=0.0) == DETECTOR.detect(text)


def test_below_the_threshold_the_confidence_of_the_guess_is_kept() -> None:
    """A guess that is not sure enough becomes und and still says how sure it was."""
    text = "Kora Mali Nero"

    bold, careful = (
        Detector(threshold=0.0).detect(text * 2),
        Detector(threshold=1.0).detect(text * 2),
    )

    assert "und" != bold.code
    assert Language(code="und", confidence=bold.confidence) == careful


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Merci !", "fr"), ("MERCIIIII 🙏🙏", "fr"), ("Merci merci", "fr"), ("Gracias", "es"),
        ("Thank you", "en"), ("Asante sana!", "sw"), ("Misaotra", "mg"), ("Obrigado", "pt"),
        ("شكراً", "ar"), ("Felicitations", "fr"), ("Cảm ơn", "vi"), ("Jërëjëf", "wo"),
        ("Na gode", "ha"), ("Melesi!", "ln"), ("நன்றி", "ta"), ("Salut", "fr"),
        ("Stay safe!", "en"), ("Salama daholo", "mg"), ("हार्दिक शुभकामनाएँ", "hi"),
        ("धन्यवाद सबैलाई", "ne"), ("Matondo mingi", "ln"), ("Merci #Madagascar", "fr"),
        ("Merci 🙏 #ATDQuartMonde", "fr"), ("Hello #Manila", "en"), ("#Kenya: asante!", "sw"),
        ("Hongera sana!", "sw"), ("Asanteni sana", "sw"), ("Kwaheri", "sw"), ("Pole sana", "sw"),
        ("Tonga soa", "mg"), ("Bon anniversaire !", "fr"), ("Bon dimanche", "fr"),
        ("Hasta pronto", "es"), ("Buon compleanno", "it"), ("Boas festas", "pt"),
        ("Frohe Ostern", "de"), ("Happy Easter!", "en"), ("Merci, merci beaucoup !", "fr"),
    ],
)  # fmt: skip
def test_greetings_of_a_word_or_two_are_known(text: str, code: str) -> None:
    """What is too short for a model is looked up, whatever its accents, capitals and emoji."""
    assert Language(code=code, confidence=0.9, shares=((code, 1.0),)) == DETECTOR.detect(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Merci ! Thank you! ¡Gracias!", ["en", "es", "fr"]),
        ("Merci à tous / Thank you all", ["en", "fr"]),
        ("Merci à tous\nGracias a todos 🙏 #Lima", ["es", "fr"]),
    ],
)
def test_greetings_in_several_languages_are_of_each(text: str, codes: list[str]) -> None:
    """Who thanks in three languages writes in three, however short; the longest comes first."""
    found = DETECTOR.detect(text)

    assert codes == [code for code, _share in found.shares]
    assert (codes[0], 0.9) == (found.code, found.confidence)
    assert pytest.approx(1.0, abs=0.001) == sum(share for _code, share in found.shares)


def test_a_hashtag_alone_is_no_greeting() -> None:
    """What the table knows must be written as words: #Salama is the name of a page or a town."""
    assert "und" == DETECTOR.detect("#Kenya").code


def test_a_greeting_of_two_languages_is_that_of_the_page() -> None:
    """Hindi and Nepali say thank you alike: the page decides, else the first, with little trust."""
    assert "ne" == DETECTOR.detect("धन्यवाद", hints=("ne", "en")).code
    assert "hi" == DETECTOR.detect("धन्यवाद", hints=("hi_IN",)).code
    likely = DETECTOR.detect("धन्यवाद")
    assert ("hi", 0.55) == (likely.code, likely.confidence)
    assert likely == DETECTOR.detect("धन्यवाद", hints=("fr", "en"))
    assert "id" == DETECTOR.detect("Terima kasih").code
    assert "und" == Detector(threshold=0.6).detect("धन्यवाद").code


@pytest.mark.parametrize("separator", ["\n\n", "\n", " / ", " "])
@pytest.mark.parametrize("pair", ["fr en", "es en", "fr mg", "ar fr", "hi en", "zh en", "wo fr"])
def test_both_languages_of_a_bilingual_post_are_told(pair: str, separator: str) -> None:
    """Both appear with their share of the letters, the larger first, and no third one."""
    one, two = pair.split()

    found = DETECTOR.detect(SENTENCES[one] + separator + SENTENCES[two])

    assert {one, two} == {code for code, _ in found.shares}
    assert found.code == found.shares[0][0]
    assert found.shares[0][1] >= found.shares[1][1] >= 0.2
    assert 1.0 == pytest.approx(sum(share for _, share in found.shares), abs=0.001)


def test_a_short_line_of_another_language_is_not_a_second_language() -> None:
    """Under a fifth of the letters a language is a quotation, not one of the post's languages."""
    post = " ".join(SENTENCES["fr"] for _ in range(4)) + "\nNever give up on your dreams!"

    found = DETECTOR.detect(post)

    assert ["fr"] == [code for code, _ in found.shares]


def test_two_scripts_in_one_sentence_are_two_languages() -> None:
    """Where no sign stands between two languages, the change of script does."""
    found = DETECTOR.detect(
        "Welcome to the annual meeting of our members مرحبا بكم في الاجتماع السنوي لأعضائنا"
    )

    assert {"en", "ar"} == {code for code, _ in found.shares}


def test_hints_help_and_never_forbid() -> None:
    """A page's languages tip a doubtful text, and a plain one of another language stays itself."""
    doubtful = "Selamat pagi semua rakan"

    assert "ms" == DETECTOR.detect(doubtful, hints=("ms",)).code
    assert "id" == DETECTOR.detect(doubtful, hints=("id",)).code
    assert "tr" == DETECTOR.detect(SENTENCES["tr"], hints=("fr", "wo")).code


def test_kirundi_is_told_on_a_page_that_posts_in_it() -> None:
    """No model knows Kirundi; its twin is renamed where the page names Kirundi and not the twin."""
    text = SENTENCES["rw"]

    assert "rn" == DETECTOR.detect(text, hints=("rn", "fr")).code
    assert "rw" == DETECTOR.detect(text, hints=("rn", "rw")).code
    assert "rw" == DETECTOR.detect(text).code


def test_langdetect_can_be_chosen_and_always_says_the_same() -> None:
    """The second engine reads the same cleaned text, keeps to the threshold and throws no dice."""
    texts = [SENTENCES["fr"], SENTENCES["zh"], "OK", None, "Kora Mali Nero", "ߊߋߌߍߎߏߐߑߒߓ"]

    once, again = ([Detector("langdetect").detect(t) for t in texts] for _ in range(2))

    assert once == again
    assert ["fr", "zh", "und", "zxx"] == [found.code for found in once[:4]]
    assert Language(code="und", confidence=0.0) == once[5]


def test_threads_hear_the_same_as_one_reader() -> None:
    """Four threads on a detector that has not loaded yet give what one gives."""
    texts = list(SENTENCES.values())

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(Detector().detect, texts))

    assert [DETECTOR.detect(text) for text in texts] == together


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    """Surrogates, controls and every script give a Language whose parts agree."""
    found = DETECTOR.detect(text)

    assert 0.0 <= found.confidence <= 1.0
    assert (found.code in ("und", "zxx")) == (not found.shares)
    assert found.code in {"und", "zxx", *(code for code, _ in found.shares)}


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "\ud800" * 100_000, "\x00" * 100_000, "Oui. " * 200_000]
)
def test_huge_and_broken_texts_get_an_answer(text: str) -> None:
    """A megabyte is read as far as a post can be long, and broken characters are passed over."""
    assert DETECTOR.detect(text).code in {"und", "zxx", "fr"}


def test_importing_loads_no_model() -> None:
    """Verbs that never read a text do not pay for the model."""
    code = (
        "import sys, fb_watch.enrich.language as l; l.Detector();"
        "print({'numpy', 'py3langid', 'langdetect', 'pycld2'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "set()" == done.stdout.strip()


@pytest.mark.parametrize("hints", [(), ("fr", "ln")])
@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Une école fermée à Goma, RDC. ", "fr"),
        ("Schools closed in Goma. ", "en"),
        ("Escuelas cerradas en Quito. ", "es"),
        ("Школы закрыты в Киеве. ", "ru"),
    ],
)
def test_saying_it_again_makes_nothing_less_sure(
    sentence: str, code: str, hints: tuple[str, ...]
) -> None:
    """`und` is a text too short or too mixed, and no long one that repeats itself."""
    few = DETECTOR.detect(sentence * 3, hints)
    many = [DETECTOR.detect(sentence * times, hints) for times in (50, 200, 1400)]
    assert {code} == {language.code for language in many}
    assert min(language.confidence for language in many) > few.confidence - 0.02
