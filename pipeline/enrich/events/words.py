"""Words of English that matching needs, by what they do."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events.clauses import AUXILIARIES, SPEECH
from pipeline.enrich.events.inflect import IRREGULAR

REACH: Final = 14  # words between a verb and its object or subject
REACH_BACK: Final = 22  # words between a verb in the passive and its subject
COMPOUND: Final = 5  # words before a noun that may modify it
CONTACT: Final = 7  # words of a relative clause without a pronoun: "the missiles the army sent over"
INSERTED: Final = 30  # words of a relative clause between a noun and its verb
OF: Final = frozenset(("of", "by", "involving"))
ASIDE_FROM: Final = frozenset(
    "at on over in from toward towards into onto off across near against outside inside around beyond to".split()
)
NUMERALS: Final = frozenset(
    "two three four five six seven eight nine ten eleven twelve several dozens hundreds".split()
)
OPENING: Final = NUMERALS | frozenset("one a an the its his her their some no any another more several dozens".split())
CLOSERS: Final = frozenset("; : — – ( )".split())
CLOSING: Final = AUXILIARIES | SPEECH | ASIDE_FROM | CLOSERS | frozenset(", and or but with by of for that".split())
RELATIVES: Final = frozenset(("that", "which", "who"))
BREAKS: Final = frozenset(", and or but".split())
OBJECT_ENDS: Final = frozenset(
    "about into regarding for after before with by against during amid than as like because while when".split()
)
PASTS: Final = frozenset(form for forms in IRREGULAR.values() for form in forms)
BASE_AFTER: Final = AUXILIARIES | frozenset(
    "to they we you i who that which and or but people police women men children gunmen militiamen servicemen "
    "carabinieri commandos crew staff team military army navy force media public taliban hamas hezbollah then "
    "when why how also let help helped make made see saw watch policemen firemen fishermen crowd dozens families "
    "it he she each both all some many more not please won can't cannot won't don't didn't doesn't couldn't "
    "wouldn't thousand hundred majority government court parliament group firm union side cabinet".split()
)
TAILS: Final = frozenset(
    "frigate frigates destroyer destroyers cruiser cruisers corvette corvettes submarine ship troops regiment "
    "launch construction storage facility facilities workshop "
    "town towns dish tv channel image images imagery photo photos picture pictures data navigation television "
    "alert alerts part parts defence defences defense defenses shield shields system systems site sites silo "
    "silos programme programmes program programs launcher launchers factory factories maker makers plant plants "
    "deal deals sale sales range ranges technology technologies engine engines motor motors fuel threat threats "
    "battery unit units brigade regiment commander commanders expert experts scientist scientists salad stockpile "
    "stockpiles arsenal arsenals capability capabilities treaty treaties talks deployment deployments crisis gap "
    "race owner owners operator operators company companies industry market markets manufacturer manufacturers "
    "export exports purchase order orders contract contracts warning warnings shelter shelters boat boats forces "
    "force wing base bases production design designer tube tubes sanctions proliferation development museum club "
    "team productions component components control debris fragments wreckage interceptor interceptors science "
    "league vehicle vehicles truck trucks lorry lorries carrier carriers convoy convoys transporter "
    "transporters garage garages dealer dealers casing casings body bodies shell shells box boxes crate crates "
    "container containers cargo cargoes kit kits mock-up dummy dummies".split()
)
BEYOND_SERIES: Final = TAILS - {"interceptor", "interceptors"}
COUNTERS: Final = frozenset(
    "hail hails shower showers spray stream fusillade cascade torrent storm brace trio quartet clutch dozen cluster "
    "succession cocktail mix combination bevy load loads score salvo salvos barrage barrages volley volleys number "
    "numbers dozens hundreds thousands scores series pair pairs couple wave waves kind kinds type types version "
    "versions handful swarm swarms burst bursts string batch batches flurry amount amounts tons tonnes list fleet "
    "group one two three four five six seven eight nine ten most all some part pack deck stern bridge city town "
    "village state government assets side lot lots rain spate package round rounds canister "
    "canisters rack racks tube tubes clip sheaf magazine".split()
)
NOUN_BEFORE: Final = frozenset(
    "the a an this that these those its his her their our my your 's ’s of no any some each every in on at with "
    "from by for into against armed".split()
)
SAID: Final = SPEECH | frozenset(
    "report rumour rumours rumor rumors claim claims told message shows show warned warning insisted insists".split()
)
MEANS: Final = frozenset("with by using from via".split())
FULL: Final = 3  # different words of another field
ATTRIBUTIVE: Final = frozenset("the a an its his her their our 's ’s these those -".split())
BACKGROUND: Final = frozenset(
    "who which whose where when while after before because although though if unless until since as whereas".split()
)
GERUND_BEFORE: Final = frozenset(", of for from by without after before in on while despite".split())
GOVERNORS: Final = frozenset(
    "of after following during despite amid over about in on for to with from against by since before at under".split()
)
TITLED: Final = frozenset("president prime leader king general journalist opposition soldiers mp".split())
AFTER_PARTICIPLE: Final = frozenset(
    "by in on at for from with after over into off to during under as near while when through across against before "
    "about without between above around at , and or just only twice once two three four five six some at a an the "
    "again aside last late early outside inside within toward towards up down out".split()
)
OBLIQUE: Final = frozenset("for about regarding concerning against".split())
COMPOUNDS: Final = frozenset(
    "ban treaty site group boat boats helicopter helicopters submarine submarines song songs vote "
    "sculpture camp aircraft "
    "dog ship rifle rifles carrier veteran veterans victim victims moratorium movement organiser "
    "organisers leader leaders "
    "tune tunes ballad ballads anthem anthems singer singers poem poems poetry literature music playlist songbook "
    "insurance defence defense museum memorial anniversary film novel book range ranges".split()
)
MONTH_AFTER: Final = frozenset("in last since until early late by mid this next early-".split())
