"""Gazetteer and shipped codebook together: names of a language, as posts write them."""

import pytest

from enrich.alone import shipped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Школы Демократической Республики Конго", {"CD"}),
        ("ДР Конго", {"CD"}),
        ("В Южной Корее", {"KR"}),
        ("Северная Корея", {"KP"}),
        ("ЦАР и Чад", {"CF", "TD"}),
        ("Президент Чада", {"TD"}),
        ("в Боснию", {"BA"}),
        ("для Боснии и Герцеговины", {"BA"}),
        ("Македония и Доминикана", {"DO", "MK"}),
        ("на Сейшелах, на Соломоновых островах", {"SB", "SC"}),
        ("в Папуа — Новой Гвинее", {"PG"}),
        ("Конго", set()),
    ],
)
def test_russian_names(text: str, expected: set[str]) -> None:
    """Russian names in their cases, the longer before the shorter."""
    assert expected == shipped(text, "ru")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("L'Équateur ferme ses écoles.", "fr", {"EC"}),
        ("La Bolivie, l'Equateur et le Perou", "fr", {"BO", "EC", "PE"}),
        ("Ebola à l'Équateur, Mbandaka", "fr", {"CD"}),
        ("Macedonia closes schools", "en", {"MK"}),
        ("जॉर्जिया में स्कूल", "hi", {"GE"}),
        ("Les écoles de La Paz", "fr", {"BO"}),
        ("la paz en Colombia", "es", {"CO"}),
        ("Armenia, Quindío", "es", {"CO"}),
        ("Armenia, Colombia", "en", {"CO"}),
        ("la calle chilena se moviliza", "es", {"CL"}),
        ("Armenia closes schools", "en", {"AM"}),
        ("St. Martin's school and St Helena's parish", "en", set()),
        ("St. Martin after Irma, Marigot", "en", {"MF"}),
        ("Virginia nos cuenta su historia", "es", set()),
        ("en Virginia cierran escuelas", "es", {"US"}),
        ("तुर्की में भूकंप", "hi", {"TR"}),
    ],
)
def test_what_a_name_usually_means(text: str, language: str, expected: set[str]) -> None:
    """Where neither words nor the page tell, a name means what it mostly does."""
    assert expected == shipped(text, language)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Le président François Hollande visite Abidjan", "fr", {"CI"}),
        ("Hollande et Sarkozy", "fr", set()),
        ("La Hollande et la France", "fr", {"FR", "NL"}),
        ("Holland Taylor", "en", set()),
        ("Marie-France Dupont anime l'atelier", "fr", set()),
        ("France Gall", "fr", set()),
        ("Notre amie India a trois ans", "fr", set()),
        ("Our volunteer, Kenya, is 12 years old", "en", set()),
        ("Kenya is 57 years old", "en", {"KE"}),
        ("Madame Berlin, directrice", "fr", set()),
        ("Ms. Ireland and Mr. England", "en", set()),
        ("le professeur Jordan et la docteure Sydney", "fr", set()),
        ("Aunt Georgia and uncle Chad", "en", set()),
        ("La señora Trinidad vende empanadas", "es", set()),
        ("Emmaüs France, Caritas Suisse", "fr", {"CH", "FR"}),
        ("Señora venezolana, Señora haitiana", "es", {"HT", "VE"}),
        ("Signora siriana", "it", {"SY"}),
        ("Kenya a dix ans pour agir", "fr", {"KE"}),
        ("Женщина по имени Рима", "ru", set()),
        ("صوفيا معلمة", "ar", set()),
        ("المحللين الماليين", "ar", set()),
    ],
)
def test_persons_are_no_countries(text: str, language: str, expected: set[str]) -> None:
    """A title, a first name, a surname or an age makes a person of a name."""
    assert expected == shipped(text, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Panama City, Florida", {"US"}),
        ("Cairo, Illinois", {"US"}),
        ("Lebanon, Tennessee", {"US"}),
        ("Paris, Texas, USA", {"US"}),
        ("Peru, Indiana", set()),
        ("Lebanon, PA", set()),
        ("Jakarta, ID", {"ID"}),
        ("Cuba, Florida brace for the storm", {"CU", "US"}),
        ("Puerto Rico, Florida brace for the storm", {"PR", "US"}),
        ("Students from China, Indiana University", {"CN"}),
        ("Paris, TX", set()),
        ("London, Ontario", {"CA"}),
        ("Norfolk, Virginia", {"US"}),
        ("Toronto, Ontario and Montreal, Quebec", {"CA"}),
        ("Haiti, Cuba, Florida and Texas", {"CU", "HT", "US"}),
        ("Cuba, Florida and Texas", {"CU", "US"}),
        ("Jersey City, Dutch Harbor and Indian River County", {"US"}),
        ("Spanish Town", {"JM"}),
        ("Norfolk police and Jersey cows", set()),
        ("Norfolk Island and Jersey", {"JE", "NF"}),
    ],
)
def test_a_state_behind_a_name_makes_it_a_namesake(text: str, expected: set[str]) -> None:
    """A town of the USA or Canada is no country, city or people that it was called after."""
    assert expected == shipped(text, "en")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Pinas, Alemanya, Pransya, Timog Korea", "tl", {"DE", "FR", "KR", "PH"}),
        ("Sa Hapon at Tsina", "tl", {"CN", "JP"}),
        ("Magandang Hapon po! Hapon na nang dumating", "tl", set()),
        ("اسپین، غزہ", "ur", {"ES", "PS"}),
        ("شام میں دمشق", "ur", {"SY"}),
        ("آج شام کو", "ur", set()),
        ("रुसमा, इटालीमा, इन्डियामा", "ne", {"IN", "IT", "RU"}),
        ("في البوسنة", "ar", {"BA"}),
        ("波士尼亞和阿聯", "zh", {"AE", "BA"}),
        ("গ্রিসের, হল্যান্ড", "bn", {"GR", "NL"}),
        ("ở Úc, nước Ý, nước Anh, nước Nhật", "vi", {"AU", "GB", "IT", "JP"}),
        ("Em tin ở anh, tại Anh Sơn, ở Nhật Tân, ở Ý Yên", "vi", set()),
        ("Ý kiến của Anh Tuấn, Chủ Nhật", "vi", set()),
        ("Chadi na Shelisheli", "sw", {"SC", "TD"}),
        ("Nijer da Chadi", "ha", {"NE", "TD"}),
        ("Ozetazini ak Giyàn", "ht", {"GF", "US"}),
        ("Giyàn, Georgetown", "ht", {"GY"}),
        ("Belgika, Belezika", "ln", {"BE"}),
        ("Engeland", "nl", {"GB"}),
        ("Birma und Emiraten", "de", {"AE", "MM"}),
        ("남아공과 남한", "ko", {"KR", "ZA"}),
        ("남한강과 남한산성", "ko", set()),
        ("Bamakɔ, Mali", "bm", {"ML"}),
        ("Waogdgo, Burkĩna", "mos", {"BF"}),
        ("Ndakaaru, Senegaal ak Gàmbi", "wo", {"GM", "SN"}),
        ("L'Inde", "", {"IN"}),
        ("En Inde", "", {"IN"}),
        ("cochon d'Inde", "", set()),
        ("Kosovo", "fr", set()),
        ("Le Nigéria, le Libéria et le Kénya", "fr", {"KE", "LR", "NG"}),
        ("La Dominique après l'ouragan Maria", "fr", {"DM"}),
        ("Dominique raconte", "fr", set()),
        ("Island schließt seine Schulen", "de", {"IS"}),
        ("Long Island, Rhode Island", "en", {"US"}),
        ("Nchini Mali, shule; nchini Chad, mafuriko", "sw", {"ML", "TD"}),
        ("Mali ya umma", "sw", set()),
        ("Mali’de okullar", "tr", {"ML"}),
        ("Mali destek programı", "tr", set()),
        ("Mısır ekmeği ve Hindistan cevizi", "tr", set()),
        ("Mısır'da okullar kapalı", "tr", {"EG"}),
        ("Die Insel Island schließt ihre Schulen", "de", {"IS"}),
        ("Auf Island und in Island", "de", {"IS"}),
        ("Bowen Island und Hong Kong Island", "de", {"HK"}),
        ("Kami berbicara bahasa Indonesia, Inggris dan Prancis.", "id", set()),
        ("Perempuan Prancis dan Inggris", "id", {"FR", "GB"}),
        ("Türkçe, İngilizce ve Arapça konuşuyoruz.", "tr", set()),
        ("우리는 한국어와 프랑스어를 합니다", "ko", set()),
        ("เราพูดภาษาไทย", "th", set()),
    ],
)
def test_spellings_of_a_language(text: str, language: str, expected: set[str]) -> None:
    """What people write besides the official name, and its everyday neighbours."""
    assert expected == shipped(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We need 500 US dollars", "en"),
        ("20 dólares estadounidenses", "es"),
        ("500 dollars américains", "fr"),
        ("500 долларов США", "ru"),
        ("ألف دولار أمريكي", "ar"),
        ("Real Madrid beat Manchester United and Bayern Munich", "en"),
        ("Our Turkey Trot and Turkey dinners", "en"),
        ("Irish potatoes and Guinea corn", "en"),
        ("arroz, batata inglesa e pão francês", "pt"),
        ("papas a la francesa", "es"),
        ("diri ak pwa kongo", "ht"),
        ("les Indiens d'Amérique", "fr"),
        ("12, rue de Lisbonne", "fr"),
        ("la avenida Argentina 45", "es"),
        ("نتكلم العربية والفرنسية والإنجليزية", "ar"),
        ("The Hague Convention", "en"),
        ("Usa mascarilla y lávate las manos", "es"),
        ("Lac Tanganyika", "fr"),
        ("Tonga soa, welcome", "en"),
    ],
)
def test_currencies_clubs_dishes_and_streets(text: str, language: str) -> None:
    """A name within the name of something else says nothing of a country."""
    assert set() == shipped(text, language)
