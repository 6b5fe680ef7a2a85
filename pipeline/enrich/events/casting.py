"""The parts of events: as `participants` defines them, compiled where the package was built with a C compiler."""

from __future__ import annotations

from typing import Final, Protocol

from pipeline.enrich.events import mentions, participants, roles
from pipeline.enrich.events.clauses import IRREGULAR_PARTICIPLES, NOT_PARTICIPLE
from pipeline.enrich.events.compiled import native_cast
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import Mention
from pipeline.enrich.events.participants import Cast
from pipeline.enrich.gazetteer import world
from pipeline.enrich.parts import as_place, participant

CLASSES: Final = {  # closed classes of words by their name in `native_cast.Sort`
    name: some
    for module in (mentions, participants, roles)
    for name, some in vars(module).items()
    if isinstance(some, frozenset)
} | {
    "SIDES": frozenset(participants.SIDES),
    "IRREGULAR_PARTICIPLES": IRREGULAR_PARTICIPLES,
    "NOT_PARTICIPLE": NOT_PARTICIPLE,
}


class Caster(Protocol):
    """Assigns the parts of an event; see `participants.cast`."""

    def __call__(self, words: list[str], hit: Hit, inside: list[Mention], named: list[Mention], /) -> Cast:
        """Assign them; `inside` take part in the hit's sentence, `named` are all of the article."""
        ...


def caster() -> Caster:
    """Give what assigns them, compiled where it can be."""
    return participants.cast if native_cast is None else compiled_caster()


def compiled_caster() -> Caster:
    """Build the compiled one."""
    classes = {int(number): CLASSES[name] for name, number in native_cast.Sort.__members__.items()}
    parts = native_cast.Caster(classes, participants.SIDES, world().governing)

    def cast(words: list[str], hit: Hit, inside: list[Mention], named: list[Mention], /) -> Cast:
        actor, targets, place, how = parts(words, hit, inside, named)
        if actor is place is None and not targets:
            return Cast(None, (), None, how)
        who = participant(actor) if actor else None
        return Cast(who, tuple(map(participant, targets)), as_place(place) if place else None, how)

    return cast
