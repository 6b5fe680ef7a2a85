import pytest

from pipeline.enrich.language import DetectLanguage, detect, plainly_english, reads_as_english
from pipeline.enrich.reading import Reading
from pipeline.model import Article, EnrichedArticle

SAMPLES = {
    "en": "The coast guard said on Monday that the boat had sunk in rough seas.",
    "de": "Die Küstenwache teilte am Montag mit, das Boot sei in rauer See gesunken.",
    "fr": "Les garde-côtes ont déclaré lundi que le bateau avait coulé dans une mer agitée.",
    "es": "La guardia costera dijo el lunes que el barco se había hundido en un mar agitado.",
    "pt": "A guarda costeira disse na segunda-feira que o barco afundou no mar agitado.",
    "tr": "Sahil güvenlik pazartesi günü teknenin dalgalı denizde battığını söyledi.",
    "ru": "Береговая охрана заявила в понедельник, что лодка затонула в бурном море.",
    "ar": "قال خفر السواحل يوم الاثنين إن القارب غرق في البحر الهائج.",
    "ko": "해안경비대는 월요일 배가 거친 바다에서 가라앉았다고 밝혔다.",
    "ja": "沿岸警備隊は月曜日、船が荒れた海で沈没したと発表した。",
    "zh": "海岸警卫队星期一表示，该船在波涛汹涌的海面上沉没。",
}


def language_of(**fields: object) -> str | None:
    article = Article(uri="urn:x", **fields)
    return DetectLanguage()(EnrichedArticle(id="1", article=article), Reading(article)).language


@pytest.mark.parametrize("language", SAMPLES)
def test_a_sentence_is_enough_to_tell_its_language(language):
    assert language_of(body=SAMPLES[language]) == language


def test_the_article_s_own_word_wins():
    assert language_of(body=SAMPLES["de"], language="gsw-CH") == "gsw-CH"


@pytest.mark.parametrize("text", ["", "12:30 – 14:00", "Kim", "\ud800\x00\x97"])
def test_what_nobody_can_tell_is_absent(text):
    assert detect(text) is None
    assert language_of(body=text) is None


def test_control_characters_and_capitals_do_not_hide_the_language():
    assert language_of(body="\x97\x00 " + SAMPLES["en"].upper()) == "en"


def test_a_start_in_doubt_is_settled_by_the_rest():
    assert language_of(body="1234 " * 200 + SAMPLES["fr"]) == "fr"


def test_unknown_language_is_read_as_english_and_others_are_not():
    assert reads_as_english(None)
    assert reads_as_english("en-GB")
    assert not reads_as_english("ko")


@pytest.mark.parametrize("language", SAMPLES.keys() - {"en"})
def test_no_other_language_is_plainly_english_even_where_it_quotes_some(language):
    quoted = f"{SAMPLES[language]} “The boat had sunk.” {SAMPLES[language]} " * 6

    assert plainly_english(Reading(Article(uri="urn:x", body=SAMPLES["en"] * 6)).lowered)
    assert not plainly_english(Reading(Article(uri="urn:x", body=quoted)).lowered)


def test_a_short_text_or_a_list_of_names_is_not_plainly_english():
    assert not plainly_english(SAMPLES["en"].lower().split())
    assert not plainly_english("the kim of oslo and moen".split() * 12)
