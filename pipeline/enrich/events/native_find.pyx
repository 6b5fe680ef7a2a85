# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Finding triggers in a text, compiled where a C compiler is.

Each class answers as its namesake in Python does, which is the definition and runs where nothing was compiled; tests
hold both to the same answers.
"""

import numpy as np

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from libc.stdint cimport int16_t, uint64_t
from libc.stdlib cimport free, malloc


cdef enum:
    STRIDE = 10  # numbers kept of a candidate: how many sets it needs, up to seven of these, one that bars, one in doubt
    NEEDS = 7
    WORDS_OF_BITS = 64


cdef list bits_of(needs):
    """Give the numbers of the bits that are set."""
    cdef list numbers = []
    while needs:
        lowest = needs & -needs
        numbers.append(lowest.bit_length() - 1)
        needs ^= lowest
    return numbers


cdef inline bint has(const uint64_t* present, int16_t number) noexcept:
    return number >= 0 and present[number >> 6] >> (number & 63) & 1


cdef bint follows(tuple phrase, list words, Py_ssize_t at, Py_ssize_t last) except -1:
    """Tell whether the words of a phrase follow one another from `at` on, as far as its first gap."""
    cdef Py_ssize_t column
    cdef frozenset forms
    for column in range(1, len(phrase)):
        forms = phrase[column]
        if not forms:
            return True
        if at + column >= last or words[at + column] not in forms:
            return False
    return True


cdef class Group:
    """The triggers that two words may open, with the sets of words that each asks for or forbids, by number."""

    cdef list triggers, cleared, phrases
    cdef int16_t* sets
    cdef Py_ssize_t count

    def __cinit__(self, tuple candidates):
        cdef Py_ssize_t row, column
        self.count = len(candidates)
        self.sets = <int16_t*>malloc(max(self.count, 1) * STRIDE * sizeof(int16_t))
        if self.sets == NULL:
            raise MemoryError
        self.triggers, self.cleared, self.phrases = [], [], []
        for row, (needs, barred, doubted, trigger, cleared) in enumerate(candidates):
            numbers = bits_of(needs)
            if len(numbers) > NEEDS:
                raise ValueError(f"a trigger that asks for {len(numbers)} sets of words; {NEEDS} at most")
            self.sets[row * STRIDE] = len(numbers)
            for column, number in enumerate(numbers):
                self.sets[row * STRIDE + 1 + column] = number
            self.sets[row * STRIDE + STRIDE - 2] = barred.bit_length() - 1
            self.sets[row * STRIDE + STRIDE - 1] = doubted.bit_length() - 1
            self.triggers.append(trigger)
            self.cleared.append(cleared)
            self.phrases.append(trigger.words)

    def __dealloc__(self):
        free(self.sets)

    cdef list possible(self, const uint64_t* present, list words, Py_ssize_t at, Py_ssize_t last):
        """Keep the triggers that the sets present in a sentence, and the words that follow, leave possible, or None."""
        cdef Py_ssize_t row, column
        cdef int16_t* sets
        cdef list triggers = None
        for row in range(self.count):
            sets = self.sets + row * STRIDE
            if has(present, sets[STRIDE - 2]):
                continue
            for column in range(1, sets[0] + 1):
                if not has(present, sets[column]):
                    break
            else:
                if not follows(<tuple>self.phrases[row], words, at, last):
                    continue
                if triggers is None:
                    triggers = []
                triggers.append((self.triggers if has(present, sets[STRIDE - 1]) else self.cleared)[row])
        return triggers


cdef class Word:
    """What a word means to triggers: the row of its bits, and what it may open, by the word that follows."""

    cdef Py_ssize_t row  # -1 where no trigger asks for it
    cdef dict opened  # None where it opens nothing
    cdef dict groups  # those of `opened` that were met

    def __cinit__(self, Py_ssize_t row, dict opened):
        self.row, self.opened, self.groups = row, opened, {}

    cdef Group group(self, follower):
        """Give the triggers that the word opens before another, laid out when first met."""
        cdef str second = follower if len(self.opened) > 1 and PyDict_GetItem(self.opened, follower) != NULL else ""
        cdef PyObject* known = PyDict_GetItem(self.groups, second)
        if known == NULL:
            self.groups[second] = Group(self.opened[second])
            known = PyDict_GetItem(self.groups, second)
        return <Group>known


cdef class Openings:
    """Finds the words that may begin a trigger; see `openings.SlowOpenings`."""

    cdef dict words
    cdef frozenset month_after
    cdef uint64_t[:, ::1] masks
    cdef Py_ssize_t width

    def __init__(self, dict candidates, dict bits, frozenset month_after):
        self.month_after = month_after
        most = max((mask.bit_length() for mask in bits.values()), default=1)
        self.width = (most + 63) // 64
        if self.width > WORDS_OF_BITS:
            raise ValueError(f"{most} sets of words; {64 * WORDS_OF_BITS} at most")
        rows = {word: row for row, word in enumerate(bits)}
        self.words = {word: Word(rows.get(word, -1), candidates.get(word)) for word in {**bits, **candidates}}
        masks = b"".join(mask.to_bytes(8 * self.width, "little") for mask in bits.values())
        self.masks = np.frombuffer(bytearray(masks), np.dtype("<u8")).reshape(len(bits), self.width)

    cdef bint is_month(self, list words, Py_ssize_t at):
        """Tell the month of March from a march."""
        if at + 1 == len(words):
            return False
        return (<str>words[at + 1]).isdigit() or words[at - 1 if at else len(words) - 1] in self.month_after

    def __call__(self, list words, list sentences, frozenset names):
        cdef Py_ssize_t at, here, start, end, row, column, size = len(words), number = -1
        cdef uint64_t present[WORDS_OF_BITS]
        cdef PyObject* known
        cdef int16_t* sets
        cdef Group group
        cdef Word word
        cdef bint ready
        cdef list found = [], triggers
        cdef PyObject** met = <PyObject**>malloc(max(size, 1) * sizeof(PyObject*))
        if met == NULL:
            raise MemoryError
        try:
            for at in range(size):
                met[at] = PyDict_GetItem(self.words, words[at])
            for number in range(len(sentences)):
                start, end = <tuple>sentences[number]
                ready = False
                for at in range(start, end):
                    if met[at] == NULL:
                        continue
                    word = <Word>met[at]
                    if word.opened is None or at in names or (words[at] == "march" and self.is_month(words, at)):
                        continue
                    group = word.group(words[at + 1] if at + 1 < size else "")
                    if not group.count:
                        continue
                    if not ready:
                        ready = True
                        for column in range(self.width):
                            present[column] = 0
                        for here in range(start, end):
                            if met[here] != NULL and (<Word>met[here]).row >= 0:
                                row = (<Word>met[here]).row
                                for column in range(self.width):
                                    present[column] |= self.masks[row, column]
                    triggers = group.possible(present, words, at, end)
                    if triggers is not None:
                        found.append((at, number, triggers))
        finally:
            free(met)
        return found
