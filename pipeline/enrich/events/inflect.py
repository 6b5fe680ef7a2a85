"""Word forms of a lemma, made once at load, so that matching is a dictionary look-up."""

from __future__ import annotations

import re
from typing import Final

IRREGULAR: Final = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """be am is are was were been being
become became become
beat beat beaten
begin began begun
bind bound
blow blew blown
break broke broken
bring brought
build built
burn burnt burned
buy bought
catch caught
choose chose chosen
come came
cut cut
deal dealt
do did done
draw drew drawn
shine shone
drive drove driven
fall fell fallen
fight fought
find found
flee fled
fly flew flown
freeze froze frozen
forbid forbade forbidden
get got gotten
give gave given
go went gone
hang hung hanged
have has had
hear heard
hide hid hidden
hit hit
hold held
hurt hurt
keep kept
kneel knelt
lay laid
lead led
leave left
lend lent
let let
lie lay lain
lose lost
make made
meet met
override overrode overridden
overfly overflew overflown
overshoot overshot
shear sheared shorn
spit spat
spring sprang sprung
lean leaned leant
leap leaped leapt
overrun overran
overthrow overthrew overthrown
pay paid
put put
quit quit
rebuild rebuilt
retake retook retaken
read read
rise rose risen
run ran
say said
see saw seen
seek sought
sell sold
send sent
set set
shake shook shaken
shed shed
shoot shot
shut shut
sink sank sunk
sit sat
slide slid
swing swung
swim swam swum
dig dug
fling flung
sling slung
creep crept
sweep swept
spring sprang sprung
bear bore borne
grow grew grown
bite bit bitten
ride rode ridden
wade waded
bid bid
burst burst
cast cast
hurl hurled
light lit
split split
wear wore worn
weave wove woven
wake woke woken
speak spoke spoken
spend spent
spread spread
stand stood
steal stole stolen
stick stuck
strike struck stricken
swear swore sworn
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
undergo underwent undergone
understand understood
undertake undertook undertaken
uphold upheld
win won
withdraw withdrew withdrawn
withhold withheld
write wrote written""".splitlines()
}
ONE_VOWEL: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
LONG: Final = 4  # letters
DOUBLES: Final = frozenset(
    "stop drop ban plan ram rob stab bomb-none hit cut get let put run set shut sit win begin forbid quit ship step "
    "rip trap tap drag grab kidnap scrap commit admit permit submit refer transfer deter occur rebel expel repel "
    "compel propel cancel patrol control label travel signal shell-none slam slap hug beg wed chop strip whip zip "
    "debug hijack-none scrub rig dig jam chat bid rid equip defer confer infer abet rebut regret cram snap "
    "rappel".split()
)
NOT_MEN: Final = frozenset(("human", "german", "roman", "ottoman", "shaman", "talisman"))
PLURALS: Final = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "crisis": "crises",
    "aircraft": "aircraft",
    "coup": "coups",
    "mass": "masses",
    "person": "people",
}


def verb_forms(lemma: str) -> frozenset[str]:
    """Give base, -s, past, participle and -ing forms of a lower-cased English verb."""
    forms = {lemma, _ending(lemma, "s"), _ing(lemma)}
    past = IRREGULAR.get(lemma)
    forms.update(past if past is not None else (_past(lemma),))
    if len(lemma) > LONG and lemma.endswith(("el", "al")):  # British and American spellings
        forms.update((lemma + "led", lemma + "ling"))
    if lemma in DOUBLES and lemma[-1] == "l":
        forms.update((lemma + "ed", lemma + "ing"))
    return frozenset(forms)


def noun_forms(lemma: str) -> frozenset[str]:
    """Give singular and plural of a lower-cased English noun."""
    if lemma.endswith("man") and lemma not in NOT_MEN:
        return frozenset((lemma, f"{lemma[:-3]}men"))
    return frozenset((lemma, PLURALS.get(lemma, _ending(lemma, "s"))))


def _ending(lemma: str, suffix: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")) and not lemma.endswith(("arch", "stomach")):
        return lemma + "e" + suffix
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ie" + suffix
    return lemma + ("es" if lemma in ("go", "do", "veto") else suffix)


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    if _doubles(lemma):
        return lemma + lemma[-1] + "ed"
    return lemma + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    if _doubles(lemma):
        return lemma + lemma[-1] + "ing"
    return lemma + "ing"


def _doubles(lemma: str) -> bool:
    """Tell whether the last consonant doubles: "lob", "plan"; of longer words those that are listed."""
    return lemma in DOUBLES or ONE_VOWEL.fullmatch(lemma) is not None
