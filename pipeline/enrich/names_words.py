"""What a word tells about names: its shape, its ends, its cluster, and whether people are called so.

The lexicon gives two facts of a word: the Brown cluster it belongs to (a path of bits; words of one cluster stand in
like places) and whether it is a first name or a surname somewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

FIRST_NAME: Final = 1 << 20
SURNAME: Final = 1 << 21
CLUSTER: Final = (1 << 20) - 1
RANK: Final = 22  # bits from here: three times the binary logarithm of the word's place by frequency
RAREST: Final = 63
START, END = "<s>", "</s>"  # stand before the first and after the last word of a sentence

CONNECTORS: Final = frozenset(
    "of the and for de la le du des del der den di da dos van von bin ibn ben & - ' ’ . /".split()
)
LOOSE: Final = CONNECTORS | {"'s", "’s", ","}  # may stand between two parts of one name
PARTICLES: Final = frozenset(
    "al el de van von bin ibn da di del la le abu ul".split()
)  # may begin a name in lower case
ABBREVIATIONS: Final = frozenset(
    "corp inc co ltd cos bros jr sr plc llc cie assn dept univ calif va mass pa conn fla tex wash ill mich minn "
    "wis ore ariz colo ga ala ark del ind kan ky la md mo mont neb nev okla tenn vt wyo miss mt ft st no".split()
)
DOMAINS: Final = frozenset("com org net co".split())  # Norwick.com
FUNCTION: Final = frozenset(
    "the a an and but or in on at of to by for from with as if when while after before since because although "
    "though it its he she his her they their them we our us i my you your this that these those there here what "
    "which who whom whom whose how why where is are was were be been has have had do does did will would can "
    "could may might must shall should not no nor so yet then than also only just even still however meanwhile "
    "moreover some many most more much few several all both each every any other another such one two three four "
    "five six seven eight nine ten under over about between during until against among through last next earlier "
    "later now".split()
)


DAYS: Final = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


class Word(NamedTuple):
    """What a word offers to the model: in its own place (`own`) and as a neighbour (`near`)."""

    own: tuple[str, ...]
    near: tuple[str, ...]


def frequency(word: str, lexicon: Mapping[str, int]) -> int:
    """Give how rare a word is, in thirds of a doubling: 0 is the most frequent, 63 unknown."""
    known = lexicon.get(word)
    return RAREST if known is None else known >> RANK


def shape(word: str) -> str:
    """Name the pattern of capitals and digits of a word."""
    if word.isupper():
        return "X.X" if "." in word else "XX" if len(word) > 1 else "X"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    if word[0].isdigit():
        return f"9{min(len(word), 4)}" if word.isdigit() else "9."
    if word.islower():
        return "x"
    return word if not word.isalnum() else "o"


def capitalised(word: str) -> str:
    """Give a word in capitals as it would stand in running text; others as they are."""
    return word.capitalize() if len(word) > 2 and word.isupper() else word


def describe(word: str, lexicon: Mapping[str, int]) -> Word:
    """List the features of a word; the empty word has none."""
    if not word:
        return Word((), ())
    lower, cased = word.lower(), capitalised(word)
    known = lexicon.get(word, 0)
    cluster = known & CLUSTER or lexicon.get(cased, 0) & CLUSTER or lexicon.get(lower, 0) & CLUSTER
    near = [
        f"l={lower}",
        f"s={shape(word)}",
        f"u3={lower[-3:]}",
        f"c={cluster}",
        f"c8={cluster & 255}",
        f"c6={cluster & 63}",
    ]
    own = [
        f"w={word}",
        f"p3={lower[:3]}",
        f"u2={lower[-2:]}",
        f"u4={lower[-4:]}",
        f"c10={cluster & 1023}",
        f"c4={cluster & 15}",
    ]
    if word[0].isupper():
        near.append(f"nm={lexicon.get(cased, 0) >> 20 & 3}")
    return Word((*near, *own), tuple(near))
