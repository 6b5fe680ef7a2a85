"""Word lists that the clause walker and the stance rules share."""

from __future__ import annotations

from typing import Final

POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
QUOTE: Final = frozenset('"“”„«»')
PERSON: Final = frozenset("he she him her his".split())
THING: Final = frozenset("it they its their them".split())
SPEAKER: Final = frozenset("we i our my us me".split())
PRONOUN: Final = PERSON | THING | SPEAKER
RELATIVE: Final = frozenset("who which whose whom".split())
PREPOSITION: Final = frozenset(
    "of in on at by for from with to against about over under between among near into amid during after "
    "before since toward towards behind than as like despite without within across through via "
    "around inside outside along above below onto".split()
)
DETERMINER: Final = frozenset("the a an this that these those its his her their our my any all some no".split())
# A preposition after one of these leads to the body they speak for: "the president of X", "officials in X".
OFFICE: Final = frozenset(
    "spokesman spokeswoman spokesperson spokespeople president minister ministers ministry government "
    "governments official officials leader leaders chief head heads chairman chairwoman director secretary "
    "ambassador envoy king queen prince chancellor parliament lawmakers authorities diplomats diplomat "
    "representatives members member people army military foreign regime senator congressman mayor governor "
    "delegation premier council administration".split()
)
SAYING: Final = frozenset(
    "said says say saying told tells tweeted wrote writes added stated declared argued argues insisted "
    "claimed claims announced warned explained noted posted believes believe thinks think".split()
)
STOP: Final = frozenset("; : — – ( ) [ ]".split())
SUBORDINATE: Final = frozenset(
    "because while although though when whenever if unless whereas so until after before since as amid "
    "despite during following without but".split()
)
TITLE: Final = frozenset(
    "mr mrs ms dr sen rep gov gen president minister prime foreign secretary senator leader chancellor king "
    "queen former then vice deputy chief general pope judge justice mayor governor . us u.s.".split()
)
# "of X" after one of these names who suffers it.
SUFFERED: Final = frozenset(
    "attack invasion killing murder bombing arrest detention occupation annexation treatment imprisonment "
    "assassination blockade siege shelling persecution execution abduction kidnapping deportation expulsion "
    "seizure jailing destruction partition overthrow ousting isolation encirclement firing dismissal removal "
    "shooting hacking".split()
)
# A noun phrase ends before one of these.
ENDS: Final = frozenset(
    ". , ; ? ! that which who whose because while although though when if unless whereas after before since "
    "as amid despite during following without but and or saying said says will would has have had could "
    "should may might can must over through until where".split()
)
NEGATION: Final = frozenset("not n't n’t never no nor neither cannot without hardly".split()) | frozenset(
    f"{verb}{end}"
    for verb in "do does did is are was were has have had wo would could should ca might must need".split()
    for end in ("n't", "n’t")
)
REFUSAL: Final = frozenset(
    "refuse refused refuses refusing decline declined declines declining fail failed fails unwilling "
    "reluctant stopped stop stops denied denies deny denying ceased".split()
)
# Position given up.
REVERSAL: Final = frozenset(
    "drop dropped drops dropping withdraw withdrew withdrawn withdraws withdrawing lift lifted abandon "
    "abandoned abandons end ended ends lose lost loses losing pull pulled rescind rescinded revoke revoked "
    "retract retracted".split()
)
HYPOTHETICAL: Final = frozenset("if whether unless might may could should".split())
ASKING: Final = frozenset(
    "urge urged urges urging ask asked asks asking press pressed call called calls calling want wants wanted "
    "tell told convince persuade persuaded push pushed order ordered invite invited encourage encouraged "
    "force forced".split()
)
# Who does this to a noun of position takes the position: "voiced support".
LIGHT: Final = frozenset(
    "voice voiced voices voicing express expressed expresses expressing reiterate reiterated reiterates offer "
    "offered offers pledge pledged declare declared announce announced signal signaled signalled give gave "
    "gives giving given lend lent show showed shown shows have has had having heap heaped issue issued "
    "deliver delivered level leveled levelled maintain maintained repeat repeated affirm affirmed reaffirm "
    "reaffirmed confirm confirmed withdraw withdrew withdrawn drop dropped throw threw raise raised lodge "
    "lodged register registered state stated make made stress stressed underline underlined extend extended "
    "convey conveyed promise promised unleash unleashed launch launched rescind rescinded lift lifted rush "
    "rushed provide provided provides rally rallied seek".split()
)
# Who does this to a noun of position is its target: "drew criticism".
RECEIVING: Final = frozenset(
    "win won wins winning draw drew drawn draws drawing bring brought brings provoke provoked spark sparked "
    "sparking earn earned earns attract attracted prompt prompted receive received receives face faced faces "
    "facing get got garner garnered trigger triggered gain gained elicit elicited met enjoy enjoyed enjoys "
    "secured secure".split()
)
# The same, where "of" follows: "has the support of".
BELONGING: Final = frozenset("have has had enjoy enjoys enjoyed command commands commanded with".split())
AUXILIARY: Final = frozenset("has have had also".split()) | NEGATION
EMPHASIS: Final = frozenset("all also still very dead not never now more most so".split())
# Who asks another to do this is against what it does.
STOPPING: Final = frozenset(
    "stop halt cease end withdraw refrain abandon drop release scrap lift reverse desist quit resign apologise "
    "apologize attacking bombing shelling invading violating interfering supporting arming meddling escalating".split()
)
# A bare form after one of these is a verb.
MODAL: Final = (
    frozenset("to will would 'll ’ll must should can could may might do does did they we i you who".split()) | NEGATION
)
