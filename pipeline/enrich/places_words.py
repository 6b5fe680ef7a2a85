"""Words that tell of places: abbreviated states and provinces, words before a place, verbs of governments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_STATES: Final = """AL Ala.|AK|AZ Ariz.|AR Ark.|CA Calif.|CO Colo.|CT Conn.|DE Del.|FL Fla.|GA Ga.|HI|ID|IL Ill.|IN Ind.
IA|KS Kan.|KY Ky.|LA La.|ME|MD Md.|MA Mass.|MI Mich.|MN Minn.|MS Miss.|MO Mo.|MT Mont.|NE Neb.|NV Nev.|NH N.H.|NJ N.J.
NM N.M.|NY N.Y.|NC N.C.|ND N.D.|OH|OK Okla.|OR Ore.|PA Pa.|RI R.I.|SC S.C.|SD S.D.|TN Tenn.|TX Tex.|UT|VT Vt.|VA Va.
WA Wash.|WV W.Va.|WI Wis.|WY Wyo.|DC D.C."""
_PROVINCES: Final = """ON Ont. 08|QC Que. 10|BC B.C. 02|AB Alta. 01|MB Man. 03|SK Sask. 11|NS N.S. 07|NB N.B. 04
NL N.L. 05|PE P.E.I. 09"""

UNDOTTED: Final = frozenset(  # no words of their own, so that they need no dot
    "Ariz Calif Colo Conn Fla Kan Ky Mich Minn Neb Nev Okla Tenn Tex Wis Ont Que Alta Sask".split()
)


def _divisions() -> dict[str, str]:
    """Give GeoNames divisions by postal code and by newspaper abbreviation."""
    found = {}
    for line in _STATES.replace("\n", "|").split("|"):
        code, *short = line.split(" ")
        found.update(dict.fromkeys((code, *short, *bare(short)), f"US.{code}"))
    for line in _PROVINCES.replace("\n", "|").split("|"):
        code, short_form, division = line.split(" ")
        found.update(dict.fromkeys((code, short_form, *bare([short_form])), f"CA.{division}"))
    return found


def bare(forms: Iterable[str]) -> list[str]:
    """Give abbreviations without their dot, where that is no word."""
    return [form[:-1] for form in forms if form[:-1] in UNDOTTED]


DIVISIONS: Final = _divisions()
ABBREVIATION: Final = re.compile(
    "(?:" + "|".join(re.escape(form) for form in sorted(DIVISIONS, key=len, reverse=True)) + r")(?!\w)"
)
LOCATIVE: Final = frozenset(
    "in at near from to outside around across through into throughout toward towards inside of off over under "
    "leaving visit visited visiting reach reached entered left northern southern eastern western central "
    "northeastern northwestern southeastern southwestern north south east west downtown greater neighboring "
    "neighbouring".split()
)
GOVERNING: Final = frozenset(  # what a government does, and a place does not
    "said says say saying announced announces accused accuses agreed agrees agree denied denies warned warns "
    "warn imposed imposes impose rejected rejects reject condemned condemns condemn urged urges urge called "
    "calls wants want wanted insists insisted insist claims claimed claim argues argued fears feared worries "
    "worried hopes hoped hope plans planned plan pledged pledges vowed vows vow threatened threatens threaten "
    "ordered orders decided decides sought seeks seek refused refuses refuse opposed opposes oppose supports "
    "supported support backs backed back banned bans ban launched launches launch fired fires test-fired tested "
    "tests conducted carried deployed deploys expelled expels summoned summons recalled recalls signed signs "
    "ratified withdrew withdraws lifted lifts eased eases dropped drops drop suspended suspends suspend "
    "welcomed welcomes welcome protested protests offered offers offer proposed proposes propose demanded "
    "demands demand expects expected expressed expresses voiced considers considered believes believed believe "
    "regards views sees recognised recognized recognises recognizes blames blamed blame retaliated retaliates "
    "responded responds respond reacted confirmed confirms dismissed dismisses approved approves provided "
    "provides provide supplied supplies sent sends send bought buys sold sells invaded invades attacked attacks "
    "annexed annexes seized seizes detained detains shot remains must should may might could would will can "
    "cannot has had is was does did needs needed intends intended aims aimed faces faced tried tries asked asks "
    "told tells".split()
)
MODAL: Final = frozenset(
    "will would could may might must should can cannot has had is was does did are were have".split()
)
DIPLOMATIC: Final = frozenset(  # words that join governments: talks between, complaint against, ties with
    "with against between and by versus vs".split()
)
DEALINGS: Final = frozenset(
    "talks talk ties tie relations relation relationship tension tensions row dispute disputes complaint "
    "dialogue deal agreement agreements negotiations sanctions pressure alliance cooperation co-operation rift "
    "war conflict treaty accord pact summit hostility criticism rebuke warning message contacts link links "
    "friendship rivalry spat feud standoff stand-off trade diplomacy understanding frictions friction "
    "retaliation differences gap".split()
)
SOUTH_NORTH: Final = {"North": "KP", "South": "KR"}
