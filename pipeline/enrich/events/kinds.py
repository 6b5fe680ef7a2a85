"""Kinds of words that a rule cannot do without, as bits: one pass over a sentence rules most of them out at once.

`about.kinds_of` gives the words of each. The bits that a sentence has are called `met`; `ALL` rules nothing out.
"""

from __future__ import annotations

from typing import Final

TIMED: Final = 1 << 0
DISCLOSED: Final = 1 << 1
RUMOURS: Final = 1 << 2
UNTOLD: Final = 1 << 3
CLAIMED: Final = 1 << 4
SAID: Final = 1 << 5
HEARSAY: Final = 1 << 6
MISTAKES: Final = 1 << 7
FICTIONS: Final = 1 << 8
WEEKS: Final = 1 << 9
TOTALS: Final = 1 << 10
HARDLY: Final = 1 << 11
RATED: Final = 1 << 12
COMING: Final = 1 << 13
DENIED: Final = 1 << 14
WIDE: Final = 1 << 15  # what a cue for a whole sentence is found by
ALL: Final = -1
