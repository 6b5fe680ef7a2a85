"""Whether an article is about sport, where "England" and "Chicago" are mostly teams."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.reading import Reading

SPORT: Final = frozenset(
    "match matches cup league season scored scoring goal goals innings wicket wickets victory beat defeated "
    "defeat coach player players team teams championship championships tournament quarterfinal quarterfinals "
    "semifinal semifinals quarter-final semi-final round game games points striker midfielder goalkeeper "
    "defender batsman bowler pitcher inning quarterback touchdown olympic olympics medal medals standings "
    "division striker winger halftime half-time kick penalty overtime playoff playoffs seeded seed unseeded "
    "tennis soccer football cricket rugby golf basketball baseball hockey boxing athletics marathon sprint "
    "relay hurdles batted bowled caught runs overs test homer grand prix lap laps race title titles substitute "
    "one-day internationals scrum-half fly-half scoreboard scorers standings friendly qualifier qualifiers midfield "
    "pitched fixtures fixture".split()
)
TEAM: Final = frozenset(  # what follows a team: who is of it, and what it does
    "captain skipper coach manager star striker goalkeeper goalie midfielder defender winger forward batsman bowler "
    "pitcher shortstop outfielder catcher quarterback linebacker receiver cornerback rookie reliever closer slugger "
    "beat beats defeated edged routed trounced thrashed downed drew outscored fans squad international midfield attack "
    "bullpen lineup eleven XI".split()
)
BEATEN: Final = frozenset(  # what comes before a team
    "beat beats beating defeated defeating edged edging routed trounced thrashed downed outscored pitched".split()
)
FEWEST: Final = 4  # different words of sport
FEWEST_IN_SHORT: Final = 2
SHORT: Final = 80  # tokens
LONG: Final = 600  # tokens; a longer article need not be richer in words
SHARE: Final = 0.012  # of all tokens


def plays_sport(reading: Reading) -> bool:
    """Tell whether an article uses many different words of sport for its length."""
    count, length = len(SPORT & reading.seen), len(reading.lowered)
    return count >= (FEWEST if length > SHORT else FEWEST_IN_SHORT) and count >= SHARE * min(length, LONG)
