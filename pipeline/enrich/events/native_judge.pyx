# cython: language_level=3, boundscheck=False, wraparound=False
"""Judging events, compiled where a C compiler is: the scopes of `status.judge`, and cues of a sentence or an article.

Each class answers as its definition in Python does, which runs where nothing was compiled; tests hold both to the same
answers. The words are the definition's own: it hands them over as classes by name.
"""

from cpython.object cimport PyObject

cdef extern from "Python.h":
    PyObject* PyDict_GetItemWithError(object some, object key) noexcept  # of words: their look-up cannot fail

cdef enum:  # classes of words, one bit each, in the order of CLASSES
    STOPS = 1 << 0
    ANSWERED = 1 << 1
    LEFT = 1 << 2
    CONTRACTED = 1 << 3
    PREPOSITIONS = 1 << 4
    LIGHT = 1 << 5
    QUOTES = 1 << 6
    ASPECTS = 1 << 7
    JOINTS = 1 << 8
    CONTENT = 1 << 9
    CLOSING = 1 << 10
    RELATIVE = 1 << 11
    PREDICATED = 1 << 12
    BE = 1 << 13
    TIMES = 1 << 14
    RESUMES = 1 << 15
    BARS = 1 << 16
    SUBJECT_STOPS = 1 << 17
    FINITE = 1 << 18
    MODALS = 1 << 19

CLASSES = (
    "stops", "answered", "left", "contracted", "prepositions", "light", "quotes", "aspects", "joints", "content",
    "closing", "relative", "predicated", "be", "times", "resumes", "bars", "subject_stops", "finite", "modals",
)

cdef enum:
    RANKS = 16  # statuses at most


cdef bint ends_in_ly(str word) noexcept:
    cdef Py_ssize_t size = len(word)
    return size > 1 and word[size - 1] == u"y" and word[size - 2] == u"l"


cdef bint ends_in_ing(str word) noexcept:
    cdef Py_ssize_t size = len(word)
    return size > 2 and word[size - 1] == u"g" and word[size - 2] == u"n" and word[size - 3] == u"i"


cdef bint stand_at(tuple some, list words, Py_ssize_t at, Py_ssize_t end):
    """Tell whether words follow one another from `at` on, before `end`."""
    cdef Py_ssize_t step, size = len(some)
    if at < 0 or at + size > end:
        return False
    for step in range(size):
        if <str>words[at + step] != <str>some[step]:
            return False
    return True


cdef class Sign:
    """A cue with the rank of its status among all, and the verdict it gives."""

    cdef tuple words
    cdef Py_ssize_t rank  # -1 where its status decides nothing
    cdef object verdict

    def __cinit__(self, tuple words, Py_ssize_t rank, verdict):
        self.words, self.rank, self.verdict = words, rank, verdict


cdef dict signs_of(index, dict ranks, verdict):
    return {
        word: tuple([Sign(words, ranks.get(status, -1), verdict(status, " ".join(words))) for words, status in cues])
        for word, cues in index.items()
    }


cdef class Judge:
    """Judges an event by the cues that govern it; see `status.judge`."""

    cdef dict marks, before, across, after, denials
    cdef dict ranks
    cdef object occurred, inverted
    cdef Py_ssize_t denied, hypothetical, reach, after_verb, after_noun, barred, inversion

    def __init__(self, dict classes, cues, order, verdict, occurred, tuple reaches):
        """Lay out classes of words by name, the indexes of cues, statuses the strongest first, and lengths of scopes."""
        self.marks = {}
        for number, name in enumerate(CLASSES):
            for word in classes[name]:
                self.marks[word] = self.marks.get(word, 0) | 1 << number
        self.ranks = {status: rank for rank, status in enumerate(order)}
        if len(self.ranks) > RANKS:
            raise ValueError(f"{len(self.ranks)} statuses; {RANKS} at most")
        self.before, self.across, self.after = (signs_of(index, self.ranks, verdict) for index in cues)
        self.denied, self.hypothetical = self.ranks["denied"], self.ranks["hypothetical"]
        self.denials = {word: verdict("denied", word) for name in ("contracted", "bars") for word in classes[name]}
        self.inverted, self.occurred = verdict("hypothetical", "should"), occurred
        self.reach, self.after_verb, self.after_noun, self.barred, self.inversion = reaches

    cdef inline long mark(self, list words, Py_ssize_t at):
        cdef PyObject* known = PyDict_GetItemWithError(self.marks, words[at])
        return <long><object>known if known != NULL else 0

    cdef bint any_of(self, list words, Py_ssize_t first, Py_ssize_t last, long classes):
        cdef Py_ssize_t at
        for at in range(first, last):
            if self.mark(words, at) & classes:
                return True
        return False

    cdef Sign standing(self, dict index, list words, Py_ssize_t here, Py_ssize_t at):
        """Find the longest cue that starts at `here` and ends before the event, or None."""
        cdef PyObject* known = PyDict_GetItemWithError(index, words[here])
        cdef Sign sign
        if known == NULL:
            return None
        for sign in <tuple>known:
            if len(sign.words) == 1 or stand_at(sign.words, words, here, at):
                return sign
        return None

    cdef bint is_open(self, list words, Py_ssize_t here, Py_ssize_t at, long mark, bint verbal):
        """Tell whether a direct cue further left still governs the event."""
        cdef str word = words[here]
        if mark & (LIGHT | QUOTES) or ends_in_ly(word) or (mark & ASPECTS and ends_in_ing(words[here + 1])):
            return True
        if mark & (JOINTS | PREPOSITIONS):
            return False
        if not verbal:
            return True
        here += 1
        while here < at and self.mark(words, here) & QUOTES:
            here += 1
        return here < at and <str>words[here] == "to"

    cdef void look_left(self, list words, Py_ssize_t at, Py_ssize_t first, bint verbal, PyObject** found):
        cdef Py_ssize_t here, furthest = max(first, at - self.reach)
        cdef bint direct = True, known
        cdef long mark
        cdef Sign sign
        for here in range(at - 1, furthest - 1, -1):
            mark = self.mark(words, here)
            if mark & STOPS or (not verbal and mark & ANSWERED):
                break
            known = mark & LEFT and (here == first or <str>words[here - 1] != "-")
            if direct:
                if mark & CONTRACTED:
                    found[self.denied] = PyDict_GetItemWithError(self.denials, words[here])
                elif known:
                    keep(self.standing(self.before, words, here, at), found)
                direct = self.is_open(words, here, at, mark, verbal)
                if mark & PREPOSITIONS and here:
                    sign = self.standing(self.before, words, here - 1, at)
                    if sign is not None and len(sign.words) > 1:
                        keep(sign, found)
            if known:
                keep(self.standing(self.across, words, here, at), found)

    cdef bint closes(self, list words, Py_ssize_t here, long mark, bint relative):
        """Tell whether a word ends what may be the predicate of an event."""
        if mark & (STOPS | CONTENT):
            return True
        if relative or not mark & CLOSING:
            return False
        if <str>words[here] != "to" or here + 1 >= len(words):
            return True
        return not self.mark(words, here + 1) & RESUMES

    cdef void look_right(self, list words, Py_ssize_t at, Py_ssize_t last, bint verbal, PyObject** found):
        cdef Py_ssize_t here
        cdef bint relative = False, other
        cdef long mark
        cdef PyObject* known
        cdef Sign sign
        last = min(last, at + (self.after_verb if verbal else self.after_noun))
        for here in range(at + 1, last):
            mark = self.mark(words, here)
            if self.closes(words, here, mark, relative):
                break
            if mark & RELATIVE:
                relative = True
            known = PyDict_GetItemWithError(self.after, words[here])
            if known == NULL or (verbal and not mark & TIMES):
                continue
            other = mark & PREDICATED and (relative or self.any_of(words, at + 1, here, BE))
            for sign in <tuple>known:
                if other and len(sign.words) == 1:
                    continue
                if stand_at(sign.words, words, here, len(words)):
                    keep(sign, found)
                    return

    cdef PyObject* bar(self, list words, Py_ssize_t at, Py_ssize_t first):
        """Give the denial of what bars the subject of a verb, or NULL."""
        cdef Py_ssize_t here, nearest = max(first, at - self.barred)
        cdef long mark
        for here in range(at - 1, nearest - 1, -1):
            mark = self.mark(words, here)
            if mark & BARS and not compared(words, here):
                return PyDict_GetItemWithError(self.denials, words[here])
            if mark & (STOPS | SUBJECT_STOPS):
                break
        if nearest != first or first >= at or not self.mark(words, first) & BARS:
            return NULL
        return NULL if self.any_of(words, first, at, FINITE) else PyDict_GetItemWithError(self.denials, words[first])

    cdef bint is_inverted(self, list words, Py_ssize_t at, Py_ssize_t first):
        cdef Py_ssize_t here
        if at - 2 <= first or <str>words[at - 1] != "be":
            return False
        if self.mark(words, at - 2) & MODALS or ends_in_ly(words[at - 2]):
            return False
        for here in range(max(first, at - self.inversion), at - 2):
            if <str>words[here] == "should":
                return True
        return False

    def __call__(self, list words, Py_ssize_t at, tuple sentence, *, bint verbal, whole=None):
        cdef PyObject* found[RANKS]
        cdef Py_ssize_t rank, first = sentence[0], last = min(<Py_ssize_t>sentence[1], <Py_ssize_t>len(words))
        if not 0 <= first <= at < last:
            raise IndexError(f"token {at} outside its sentence")
        for rank in range(RANKS):
            found[rank] = NULL
        self.look_right(words, at, last, verbal, found)
        self.look_left(words, at, first, verbal, found)
        if verbal and found[self.denied] == NULL:
            found[self.denied] = self.bar(words, at, first)
        if verbal and found[self.hypothetical] == NULL and self.is_inverted(words, at, first):
            found[self.hypothetical] = <PyObject*>self.inverted
        if whole is not None:
            rank = self.ranks.get(whole[0], -1)
            if rank >= 0 and found[rank] == NULL:
                found[rank] = <PyObject*>whole
        for rank in range(RANKS):
            if found[rank] != NULL:
                return <object>found[rank]
        return self.occurred


cdef bint compared(list words, Py_ssize_t at):
    """Tell "no taller than a house", "H3 No. 7" from a denial."""
    if at + 1 < len(words) and <str>words[at + 1] == ".":
        return True
    return at + 2 < len(words) and <str>words[at + 2] == "than"


cdef void keep(Sign sign, PyObject** found):
    """Let a cue decide for its status, in place of one found before."""
    if sign is not None and sign.rank >= 0:
        found[sign.rank] = <PyObject*>sign.verdict


cdef class Phrase:
    """A cue, and which of its words it is found by."""

    cdef tuple words
    cdef Py_ssize_t offset
    cdef object cue

    def __cinit__(self, tuple words, Py_ssize_t offset, cue):
        self.words, self.offset, self.cue = words, offset, cue


cdef class Phrases:
    """Finds the cues of an index by their longest words; see `status.standing`."""

    cdef dict phrases

    def __init__(self, index):
        self.phrases = {
            word: tuple([Phrase(cue[0], cue[0].index(word), cue) for cue in cues]) for word, cues in index.items()
        }

    def __call__(self, list words, Py_ssize_t first, Py_ssize_t last):
        cdef Py_ssize_t at, size = len(words)
        cdef list found = []
        cdef PyObject* known
        cdef Phrase phrase
        for at in range(max(first, 0), min(last, size)):
            known = PyDict_GetItemWithError(self.phrases, words[at])
            if known == NULL:
                continue
            for phrase in <tuple>known:
                if stand_at(phrase.words, words, at - phrase.offset, size):
                    found.append(phrase.cue)
                    break
        return found


cdef class Kinds:
    """Tells which kinds of words a stretch has; see `judging.met_slowly`."""

    cdef dict bits

    def __init__(self, known):
        self.bits = {}
        for bit, some in known.items():
            if not 0 < bit < 2**31:
                raise ValueError(f"bit {bit} of a kind of words; 31 kinds at most")
            for word in some:
                self.bits[word] = self.bits.get(word, 0) | bit

    def __call__(self, list words, Py_ssize_t first, Py_ssize_t last):
        cdef Py_ssize_t at
        cdef long met = 0
        cdef PyObject* known
        for at in range(max(first, 0), min(last, <Py_ssize_t>len(words))):
            known = PyDict_GetItemWithError(self.bits, words[at])
            if known != NULL:
                met |= <long><object>known
        return met
