# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What the tone model does, compiled; see `tone_model` and `tone_features`, which define it."""

from bisect import bisect_left, bisect_right

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from libc.math cimport exp, log1p, sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport free, malloc

cdef extern from *:
    void __builtin_prefetch(const void* address) noexcept

cdef enum:
    CONTEXT = 3
    REACH = 40
    OWN = 4
    ZONES = 7
    TAUS = 3
    DECAYS = 4
    LEXICONS = 5
    SIGNED = 10
    ANYWHERE = 3
    OFTEN = 40
    NEAREST = 50
    ALOUD = 60
    LEXICAL = 72
    NEGATION = 1
    BE = 2
    BY = 4


def find_targets(list spans, list starts, list ends, list sentences):
    """Turn offsets into tokens, and give the sentence they begin in."""
    cdef Py_ssize_t count = len(starts), first, last, low, high, middle
    cdef list found = []
    for start, end in spans:
        first = min(<Py_ssize_t>bisect_right(ends, start), count - 1)
        last = max(<Py_ssize_t>bisect_left(starts, end), first + 1)
        low, high = 0, len(sentences)
        while low < high:
            middle = (low + high) // 2
            if <Py_ssize_t>(<tuple>sentences[middle])[0] <= first:
                low = middle + 1
            else:
                high = middle
        begin, stop = <tuple>sentences[max(low - 1, 0)]
        found.append(((first, last), (begin, max(<Py_ssize_t>stop, last))))
    return found


cdef struct Side:
    Py_ssize_t count  # words of the sentence on this side, within reach
    Py_ssize_t nearest  # place of the first of them here; the next is one further, by `step`
    Py_ssize_t step  # -1 on the left, 1 on the right
    int64_t ids[REACH + CONTEXT + 2]
    uint8_t marks[REACH + CONTEXT + 2]


cdef int state_of(Side* side, Py_ssize_t at) noexcept:
    """Say how a token is to be read: 1 after a negation, 2 before "by", 4 after a form of "be"."""
    cdef int two = side.marks[at - 1] | side.marks[at - 2]
    return (two & BE) << 1 | (two | side.marks[at - 3]) & NEGATION | (side.marks[at + 1] & BY) >> 1


cdef class Tones:
    """Gives how likely each polarity is for targets; see `tone_model.ToneModel.judge_slowly`."""

    cdef dict numbers, next_to
    cdef frozenset quotes, pronouns
    cdef const uint8_t[::1] marks
    cdef const float[:, ::1] zones, pairs, pooled, dense, said, kernels, decay
    cdef const float[::1] intercept
    cdef const int64_t[::1] said_at, roles
    cdef const int64_t[:, ::1] zone_of

    def __init__(self, dict numbers, marks, frozenset quotes, frozenset pronouns, tuple tables, dict next_to):
        self.numbers, self.marks, self.quotes, self.pronouns, self.next_to = numbers, marks, quotes, pronouns, next_to
        self.zones, self.pairs, self.pooled, self.dense, self.intercept, self.said, self.said_at = tables[:7]
        self.kernels, self.decay, self.zone_of, self.roles = tables[7:]
        if self.kernels.shape[0] != REACH:
            raise ValueError(f"weights that reach {self.kernels.shape[0]} words; {REACH} here")

    def __call__(self, list lowered, list tokens, list places, list quoted):
        """Judge targets; `quoted` counts the quotation marks before each one's sentence, None where there are none."""
        cdef Py_ssize_t number, first, last, start, end
        cdef Py_ssize_t looked_at = -1, looked_to = -1
        cdef int32_t* quotes = NULL
        cdef list found = []
        try:
            for number in range(len(places)):
                (first, last), (start, end) = <tuple>places[number]
                if quoted is not None and (start != looked_at or end != looked_to):
                    free(quotes)
                    quotes = NULL  # counting may fail
                    quotes = self.count(lowered, start, end, quoted[number])
                    looked_at, looked_to = start, end
                found.append(self.judge(lowered, tokens, first, last, start, end, quotes))
        finally:
            free(quotes)
        return found

    cdef int32_t* count(self, list lowered, Py_ssize_t start, Py_ssize_t end, int32_t before) except NULL:
        """Count the quotation marks of the article before each token of a sentence."""
        cdef Py_ssize_t token
        cdef int32_t* counted = <int32_t*>malloc((end - start + 1) * sizeof(int32_t))
        if counted == NULL:
            raise MemoryError
        for token in range(start, end):
            counted[token - start] = before
            before += len(<str>lowered[token]) == 1 and lowered[token] in self.quotes
        return counted

    cdef int64_t id_of(self, word):
        cdef PyObject* known = PyDict_GetItem(self.numbers, word)
        return <int64_t>(<object>known) if known != NULL else 0

    cdef int look(
        self, Side* side, list lowered, Py_ssize_t count, Py_ssize_t nearest, Py_ssize_t step, Py_ssize_t end
    ) except -1:
        """Look up the words on one side of a target, with the few before them and the one after that turn them."""
        cdef Py_ssize_t begin = (nearest if step > 0 else nearest - count + 1) - CONTEXT, at, token
        side.count, side.nearest, side.step = count, nearest - begin, step
        for at in range(count + CONTEXT + 1):
            token = begin + at
            side.ids[at] = self.id_of(lowered[token]) if 0 <= token < end else 0
            side.marks[at] = self.marks[side.ids[at]]
        return 0

    cdef tuple judge(
        self, list lowered, list tokens, Py_ssize_t first, Py_ssize_t last, Py_ssize_t start, Py_ssize_t end,
        int32_t* quotes,
    ):
        cdef double found[3]
        cdef double total[4]
        cdef double most, some
        cdef Py_ssize_t column, token, number
        cdef int64_t own
        cdef Side left, right
        for column in range(3):
            found[column] = self.intercept[column]
        for column in range(4):
            total[column] = 0
        self.look(&left, lowered, min(first - start, REACH), first - 1, -1, end)
        self.look(&right, lowered, min(end - last, REACH), last, 1, end)
        self.add_side(&left, 0, first - 1 - start, quotes, total, found)
        self.add_side(&right, 1, last - start, quotes, total, found)
        for number in range(OWN):
            token, own = last - 1 - number, 0
            if token >= first and ((<str>tokens[token]).islower() or lowered[token] in self.pronouns):
                own = self.id_of(lowered[token])
            for column in range(4):
                total[column] += self.zones[own * ZONES + ZONES - 1, column]
        some = sqrt(max(total[3], 1.0))
        for column in range(3):
            found[column] += total[column] / some
        self.add_shape(first, last, start, end, quotes, left.marks[left.nearest] if first > start else 0,
                       right.marks[right.nearest] if last < end else 0, found)
        most = max(found[0], found[1], found[2])
        for column in range(3):
            found[column] = exp(found[column] - most)
        some = found[0] + found[1] + found[2]
        return found[0] / some, found[1] / some, found[2] / some

    cdef int add_side(
        self, Side* side, Py_ssize_t right, Py_ssize_t nearest, int32_t* quotes, double* total, double* found
    ) except -1:
        """Add up what the words on one side say; `quotes` counts by tokens of the sentence, as `nearest` does."""
        cdef double pool[TAUS][4]
        cdef Py_ssize_t bucket[REACH]
        cdef Py_ssize_t step, column, tau, at
        cdef Py_ssize_t none = self.pairs.shape[0] - 1, shift = right * (self.pooled.shape[0] // 2)
        cdef int64_t word, inner = 1
        cdef const float* zone
        cdef const float* pair
        cdef const float* row
        at = side.nearest
        for step in range(side.count):  # fetched from memory ahead
            word = side.ids[at]
            bucket[step] = none
            if word and inner:
                bucket[step] = (inner if right else word) * 2654435761 + (word if right else inner) * 40503
                bucket[step] = bucket[step] % 4294967291 % none
            __builtin_prefetch(&self.pairs[bucket[step], 0])
            __builtin_prefetch(&self.zones[word * ZONES + self.zone_of[right, step], 0])
            __builtin_prefetch(&self.pooled[word + shift, 0])
            __builtin_prefetch(&self.said_at[word])
            inner = word
            at += side.step
        for tau in range(TAUS):
            for column in range(4):
                pool[tau][column] = 0
        at = side.nearest
        for step in range(side.count):
            word = side.ids[at]
            zone = &self.zones[word * ZONES + self.zone_of[right, step], 0]
            pair = &self.pairs[bucket[step], 0]
            row = &self.pooled[word + shift, 0]
            for column in range(4):
                total[column] += zone[column] + pair[column]
            for tau in range(TAUS):
                for column in range(4):
                    pool[tau][column] += row[tau * 4 + column] * self.kernels[step, tau]
            at += side.step
        self.add_said(side, right, nearest, quotes, found)
        for tau in range(TAUS):
            for column in range(3):
                found[column] += pool[tau][column] / (pool[tau][3] + 0.5)
        return 0

    cdef int add_said(
        self, Side* side, Py_ssize_t right, Py_ssize_t nearest, int32_t* quotes, double* found
    ) except -1:
        """Add up what the lexicons say on one side."""
        cdef double told[LEXICAL]
        cdef bint seen[LEXICONS]
        cdef Py_ssize_t step, at, column, fade, row
        cdef bint any_said = False, aloud
        cdef double value
        for column in range(LEXICAL):
            told[column] = 0
        for column in range(LEXICONS):
            seen[column] = False
        at = side.nearest - side.step
        for step in range(side.count):
            at += side.step
            row = self.said_at[side.ids[at]]
            if row == 0:
                continue
            any_said = True
            row += self.roles[right << 3 | state_of(side, at)]
            for column in range(SIGNED):
                value = self.said[row, column]
                told[OFTEN + column] += self.said[row, SIGNED + column]
                if value == 0:
                    continue
                for fade in range(DECAYS):
                    told[column * DECAYS + fade] += value * self.decay[step, fade]
                if not seen[column % LEXICONS]:
                    seen[column % LEXICONS] = True
                    told[NEAREST + column % LEXICONS] = value
                    told[NEAREST + LEXICONS + column % LEXICONS] = value / (1 + step)
            aloud = quotes != NULL and quotes[nearest + step * side.step] % 2
            for column in range(ANYWHERE):
                told[ALOUD + (0 if aloud else ANYWHERE) + column] += self.said[row, 2 * SIGNED + column]
        if not any_said:
            return 0
        for column in range(OFTEN, NEAREST):
            told[column] = log1p(told[column])
        if quotes != NULL and quotes[nearest] % 2:
            for column in range(2 * ANYWHERE):
                told[ALOUD + 2 * ANYWHERE + column] = told[ALOUD + column]
        for column in range(LEXICAL):
            if told[column] != 0:
                for at in range(3):
                    found[at] += told[column] * self.dense[right * LEXICAL + column, at]
        return 0

    cdef int add_shape(
        self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t start, Py_ssize_t end, int32_t* quotes, int before,
        int after, double* found,
    ) except -1:
        """Add up what says where the target stands."""
        cdef Py_ssize_t row = 2 * LEXICAL, column
        cdef double value
        cdef double where[5]
        where[0], where[1], where[2] = (first - start) / 30.0, (end - last) / 30.0, first == start
        where[3] = (quotes[first - start] - quotes[0]) % 2 if quotes != NULL else 0
        where[4] = quotes[end - 1 - start] > quotes[0] if quotes != NULL else 0
        for column in range(5):
            self.weigh(where[column], row, found)
            row += 1
        for value in <tuple>self.next_to[before, after]:
            self.weigh(value, row, found)
            row += 1
        return 0

    cdef inline void weigh(self, double value, Py_ssize_t row, double* found) noexcept:
        cdef Py_ssize_t column
        if value != 0:
            for column in range(3):
                found[column] += value * self.dense[row, column]
