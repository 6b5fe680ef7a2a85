from __future__ import annotations

from pipeline.enrich.gazetteer import world
from pipeline.enrich.reading import Reading
from pipeline.enrich.regions import PlaceEvents, TagRegions
from pipeline.model import Article, EnrichedArticle, Entity, Event, Place, Span


def an_article(*entities: Entity, events: tuple[Event, ...] = ()) -> tuple[EnrichedArticle, Reading]:
    article = Article(uri="urn:test", body="x" * 100)
    return EnrichedArticle(id="1", article=article, entities=entities, events=events), Reading(article)


def a_place(text: str, *, country: str | None = None, area: str | None = None, demonym: bool = False) -> Entity:
    type = "misc" if demonym else "place"
    return Entity(type=type, text=text, start=0, end=len(text), country=country, area=area, demonym=demonym)


def regions_of(enriched: EnrichedArticle) -> list[tuple[str, str, str]]:
    return [(region.type, region.code, region.role) for region in enriched.regions]


def test_places_and_peoples_name_their_countries_once():
    enriched = TagRegions(world())(
        *an_article(a_place("Seoul", country="KR"), a_place("South Korean", country="KR", demonym=True))
    )

    assert regions_of(enriched) == [("country", "KR", "mention")]
    assert enriched.regions[0].name == "South Korea"


def test_seas_areas_and_m49_regions_are_listed_by_code():
    enriched = TagRegions(world())(
        *an_article(
            a_place("East Sea", area="sea-of-japan"), a_place("Crimea", area="crimea"), a_place("Asia", area="142")
        )
    )

    assert regions_of(enriched) == [
        ("sea", "sea-of-japan", "mention"),
        ("area", "crimea", "mention"),
        ("m49", "142", "mention"),
    ]


def test_an_organisation_brings_no_region():
    bank = Entity(type="org", text="Bank of Japan", start=0, end=13, country="JP")

    assert TagRegions(world())(*an_article(bank)).regions == ()


def test_the_place_of_an_event_is_told_from_places_merely_mentioned():
    span = Span(start=0, end=1, text="x")
    place = Place(text="Kyiv", start=0, end=4, country="UA")
    event = Event(type="ASSAULT", subtype="air-strike", status="occurred", trigger=span, quote=span, place=place)
    enriched, reading = an_article(a_place("Kyiv", country="UA"), a_place("Paris", country="FR"), events=(event,))

    enriched = PlaceEvents(world())(TagRegions(world())(enriched, reading), reading)

    assert regions_of(enriched) == [("country", "UA", "event"), ("country", "FR", "mention")]


def test_an_event_without_a_place_happened_at_the_sea_its_sentence_names():
    sentence = Span(start=0, end=40, text="x" * 40)
    event = Event(type="ASSAULT", subtype="missile-launch", status="occurred", trigger=sentence, quote=sentence)
    drill = Event(type="ASSAULT", subtype="missile-launch", status="planned", trigger=sentence, quote=sentence)
    sea = a_place("East Sea", area="sea-of-japan")

    for told, role in ((event, "event"), (drill, "mention")):
        enriched, reading = an_article(sea, events=(told,))
        enriched = PlaceEvents(world())(TagRegions(world())(enriched, reading), reading)
        assert regions_of(enriched) == [("sea", "sea-of-japan", role)]
