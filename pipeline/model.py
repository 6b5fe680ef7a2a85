"""The nouns, in walking order: Article, its annotations, Match, Alert, Delivery, DeadLetter.

Every noun is frozen and safe to share between threads. On the wire a field that has its default is left out: unknown
means absent, never guessed. Spans count Unicode code points into one part of the article (headline or body), end
exclusive, and always carry the text they quote, so a reader can check them. Times are aware and in UTC. Countries are
ISO 3166-1 alpha-2, regions UN M49, places GeoNames ids, things Wikidata ids.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

Part = Literal["body", "headline"]
ArticleStatus = Literal["usable", "withheld", "canceled"]
EntityType = Literal["person", "org", "place", "misc"]
RegionType = Literal["country", "m49", "sea", "area"]
RegionRole = Literal["event", "mention"]
Status = Literal[
    "occurred",
    "claimed",
    "denied",
    "planned",
    "threatened",
    "hypothetical",
    "historical",
    "habitual",
    "cancelled",
    "drill",
]
Polarity = Literal["support", "oppose", "neutral"]
Via = Literal["statement", "action"]
Severity = Literal["critical", "warning", "info"]
AlertKind = Literal["fired", "updated", "escalated", "retracted"]
DeliveryState = Literal["pending", "sent", "failed", "suppressed"]


class Noun(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every record type: frozen, keyword-only, defaults left out on the wire."""


class Article(Noun, frozen=True):
    """One version of a news article as published; names follow IPTC ninjs where it has one."""

    uri: str
    body: str
    version: int = 1
    headline: str = ""
    published_at: datetime | None = None
    source: str | None = None  # who published it: a name or a domain
    language: str | None = None  # BCP 47
    url: str | None = None
    status: ArticleStatus = "usable"  # ninjs pubstatus


class Span(Noun, frozen=True):
    """A stretch of one part of the article, with the text it quotes."""

    start: int
    end: int  # exclusive
    text: str
    part: Part = "body"


class Entity(Noun, frozen=True):
    """A named thing where it stands; ids only when known.

    `metonym` marks a capital or country that stands for its government ("Tokyo said"). `places` are named inside its
    name (Leeds in "University of Leeds"); the article does not mention them by themselves. `confidence` is a calibrated
    probability that span and type are right.
    """

    type: EntityType
    text: str
    start: int
    end: int  # exclusive
    part: Part = "body"
    confidence: float = 1.0  # 0..1
    name: str | None = None  # canonical name of the thing linked to
    country: str | None = None  # ISO 3166-1 alpha-2 the thing belongs to
    wikidata: str | None = None
    geonames: int | None = None
    area: str | None = None  # code of a sea, M49 region or named area
    demonym: bool = False
    metonym: bool = False
    places: tuple[Entity, ...] = ()


class Region(Noun, frozen=True):
    """A country, M49 region, sea or named area the article concerns; `event` marks where something happened."""

    type: RegionType
    code: str  # ISO 3166-1 alpha-2 | three-digit M49 | slug of a sea or area
    name: str
    role: RegionRole = "mention"


class Participant(Noun, frozen=True):
    """Who acts or is acted upon, as the text names them; country is the state they act for, when known."""

    text: str
    start: int
    end: int  # exclusive
    part: Part = "body"
    type: EntityType | None = None
    name: str | None = None
    country: str | None = None
    wikidata: str | None = None


class Place(Noun, frozen=True):
    """Where an event took place, apart from other places the article names."""

    text: str
    start: int
    end: int  # exclusive
    part: Part = "body"
    name: str | None = None
    country: str | None = None
    geonames: int | None = None
    area: str | None = None


class EventTime(Noun, frozen=True):
    """When, resolved against `published_at`: first and last day (inclusive), and the words that say so."""

    first: date
    last: date
    text: str | None = None


class Event(Noun, frozen=True):
    """Something the article reports, with whether it happened and the words that say so."""

    type: str  # PLOVER: ASSAULT, PROTEST, SANCTION, …
    subtype: str  # ours: missile-launch, air-strike, …
    status: Status
    trigger: Span
    quote: Span  # the sentence
    mode: str | None = None  # PLOVER mode
    actor: Participant | None = None
    target: Participant | None = None
    place: Place | None = None
    time: EventTime | None = None
    confidence: float = 1.0  # 0..1
    cues: tuple[str, ...] = ()  # what decided type and status, for explain


class Stance(Noun, frozen=True):
    """Holder's position on target: a statement or an action, with its words."""

    holder: Participant
    target: Participant
    polarity: Polarity
    quote: Span
    strength: float = 1.0  # 0..1
    via: Via = "statement"
    confidence: float = 1.0  # 0..1
    cues: tuple[str, ...] = ()


class Tone(Noun, frozen=True):
    """How the article speaks of a target, whoever speaks."""

    target: Participant
    polarity: Polarity
    confidence: float = 1.0  # 0..1
    quote: Span | None = None


class EnrichedArticle(Noun, frozen=True):
    """The article untouched, annotations beside it; id is the same on every replay of the same article version."""

    id: str
    article: Article
    language: str | None = None  # detected, BCP 47
    furniture: tuple[Span, ...] = ()  # page furniture left out of annotation
    entities: tuple[Entity, ...] = ()
    regions: tuple[Region, ...] = ()
    events: tuple[Event, ...] = ()
    stances: tuple[Stance, ...] = ()
    tones: tuple[Tone, ...] = ()


class Verdict(Noun, frozen=True):
    """One condition of a rule: whether it held, and the words or values that decided it."""

    condition: str
    held: bool
    because: str
    spans: tuple[Span, ...] = ()


class Source(Noun, frozen=True):
    """An article that reports an incident."""

    uri: str
    version: int = 1
    source: str | None = None
    url: str | None = None
    headline: str = ""
    published_at: datetime | None = None


class Match(Noun, frozen=True):
    """A rule that fired on one article, addressed to its incident."""

    id: str
    key: str  # what incidents are grouped by: rule, event subtype, actor or place
    rule: str
    severity: Severity
    source: Source
    regions: tuple[Region, ...] = ()
    event: Event | None = None
    labels: dict[str, str] = {}
    why: tuple[Verdict, ...] = ()
    retracts: bool = False  # the article was cancelled


class Alert(Noun, frozen=True):
    """One revision of an incident under a rule; id is the same on every replay."""

    id: str
    incident_id: str
    key: str  # what incidents are grouped by
    revision: int
    kind: AlertKind
    rule: str
    severity: Severity
    title: str
    sources: tuple[Source, ...]
    regions: tuple[Region, ...] = ()
    event: Event | None = None
    labels: dict[str, str] = {}
    why: tuple[Verdict, ...] = ()


class Delivery(Noun, frozen=True):
    """What became of one alert revision at one sink: a ledger line, keyed by alert id and sink."""

    id: str
    alert_id: str
    incident_id: str
    sink: str
    state: DeliveryState
    attempts: int = 0
    first_attempt_at: datetime | None = None
    finished_at: datetime | None = None
    reason: str | None = None
    detail: str | None = None


class DeadLetter(Noun, frozen=True):
    """A record a stage refused: its original bytes and why. Travels as bytes plus `dlq.*` headers."""

    value: bytes | None
    stage: str
    reason: str
    detail: str


class Skipped(Noun, frozen=True):
    """A record that rightly leads nowhere: a defined no-op, with its reason."""

    reason: str  # tombstone | withheld | no_rule | duplicate | update | …


Wire = dict[str, Any]
