# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Finding triggers in a text, compiled where a C compiler is.

Every function answers as its namesake in Python does (`openings`, `match`, `constraints`, `clauses`), which is the
definition and runs where nothing was compiled; tests hold both to the same answers. What a rule means is told there;
here is only how it is computed: every word of a text is looked up once, and the closed classes that the rules ask for
are bits of what is found.
"""

from array import array

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from libc.stdint cimport int16_t, int32_t, int64_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy

cdef extern from "Python.h":
    PyObject* PyList_GET_ITEM(PyObject* some, Py_ssize_t at)
    PyObject* PyTuple_GET_ITEM(PyObject* some, Py_ssize_t at)
    Py_ssize_t PySet_GET_SIZE(PyObject* some)
    Py_ssize_t PyUnicode_GET_LENGTH(PyObject* word)
    Py_UCS4 PyUnicode_READ_CHAR(PyObject* word, Py_ssize_t at)
    int PySet_Contains(PyObject* some, PyObject* word) except -1
    bint PyUnicode_IS_COMPACT_ASCII(PyObject* word)
    void* PyUnicode_DATA(PyObject* word)
    int Py_UNICODE_ISDIGIT(Py_UCS4 character)
    int Py_UNICODE_ISALPHA(Py_UCS4 character)


tuple_new = tuple.__new__


cpdef enum Reach:
    """How far the rules look, in words; the constants of the same names in Python."""

    ANTECEDENT = 7
    ASIDE = 9
    BETWEEN = 5
    COMPOUND = 5
    CONTACT = 7
    INSERTED = 30
    REACH = 14
    REACH_BACK = 22
    WHAT = 18


cpdef enum Sort:
    """The closed classes of words that the rules ask for, by the number of their bit; see `finder.CLASSES`."""

    ABOUT_OR_THAN
    AFTER_PARTICIPLE
    AGAIN
    AS_ARTICLES
    ASIDE_FROM
    ATTRIBUTIVE
    AUXILIARIES
    BACKGROUND
    BASE_AFTER
    BE
    BEYOND_SERIES
    BREAKS
    CLOSERS
    CLOSING
    COMPOUNDS
    COUNTERS
    DAYS
    HARD
    INVERTING
    IRREGULAR_PARTICIPLES
    MEANS
    NOT_PARTICIPLE
    NOT_REAL
    NOUN_BEFORE
    NUMERALS
    OBJECT_ENDS
    OBLIQUE
    OF
    OF_NOUNS
    OPENERS
    OPENING
    PARTS
    PASTS
    PRONOUNS
    QUOTES
    RELATIVES
    SEEN_OR_HEARD
    TAILS
    TITLED
    VARIANTS

cdef enum:
    IS_ABOUT = VARIANTS + 1
    IS_BY
    IS_INTO
    IS_MARCH
    IS_OF
    IS_SATELLITE
    NAMED  # it triggers anything only with a capital
    OPENS  # some trigger may begin with it
    SECONDS  # what it opens depends on what follows
    FOLLOWS  # the second word of some trigger
    ASKED  # some trigger asks for it or forbids it

SINGLE = {IS_ABOUT: "about", IS_BY: "by", IS_INTO: "into", IS_MARCH: "march", IS_OF: "of", IS_SATELLITE: "satellite"}  # sorts of one word


cdef struct Text:
    # The words of a text and the bits of their sorts.
    PyObject* words
    uint64_t* sorts
    Py_ssize_t size


cdef inline PyObject* word(Text* text, Py_ssize_t at) noexcept:
    return PyList_GET_ITEM(text.words, at)


cdef inline bint stands(Text* text, Py_ssize_t at, int sort) noexcept:
    """Tell whether a word is of a sort; before the first comes the last, behind the last none, as in a list."""
    if at < 0:
        at += text.size
    return at < text.size and text.sorts[at] >> sort & 1


cdef inline bint is_mark(Text* text, Py_ssize_t at, Py_UCS4 mark) noexcept:
    return (
        at < text.size
        and PyUnicode_GET_LENGTH(word(text, at)) == 1
        and PyUnicode_READ_CHAR(word(text, at), 0) == mark
    )


cdef inline bint is_word(Text* text, Py_ssize_t at, str some) noexcept:
    return at < text.size and <str>word(text, at) == some


cdef inline bint ends_s(Text* text, Py_ssize_t at) noexcept:
    cdef PyObject* some = word(text, at + text.size if at < 0 else at)
    return PyUnicode_READ_CHAR(some, PyUnicode_GET_LENGTH(some) - 1) == 115


cdef inline bint ends_with(PyObject* some, Py_UCS4 last_but_one, Py_UCS4 last) noexcept:
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(some)
    return (
        size > 1
        and PyUnicode_READ_CHAR(some, size - 1) == last
        and PyUnicode_READ_CHAR(some, size - 2) == last_but_one
    )


cdef inline bint ends_ly(Text* text, Py_ssize_t at) noexcept:
    return ends_with(word(text, at), 108, 121)


cdef inline bint ends_ed(Text* text, Py_ssize_t at) noexcept:
    return ends_with(word(text, at), 101, 100)


cdef inline bint ends_ing(Text* text, Py_ssize_t at) noexcept:
    cdef PyObject* some = word(text, at)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(some)
    return size > 2 and ends_with(some, 110, 103) and PyUnicode_READ_CHAR(some, size - 3) == 105


cdef inline bint begins_with_digit(Text* text, Py_ssize_t at) noexcept:
    return Py_UNICODE_ISDIGIT(PyUnicode_READ_CHAR(word(text, at), 0))


cdef bint is_digits(Text* text, Py_ssize_t at) noexcept:
    cdef PyObject* some = word(text, at)
    cdef Py_ssize_t here
    for here in range(PyUnicode_GET_LENGTH(some)):
        if not Py_UNICODE_ISDIGIT(PyUnicode_READ_CHAR(some, here)):
            return False
    return True


cdef bint is_alpha(Text* text, Py_ssize_t at) noexcept:
    cdef PyObject* some = word(text, at)
    cdef Py_ssize_t here
    for here in range(PyUnicode_GET_LENGTH(some)):
        if not Py_UNICODE_ISALPHA(PyUnicode_READ_CHAR(some, here)):
            return False
    return True


cdef inline bint participle(Text* text, Py_ssize_t at) noexcept:
    return (ends_ed(text, at) and not stands(text, at, NOT_PARTICIPLE)) or stands(text, at, IRREGULAR_PARTICIPLES)


cdef bint numbered(Text* text, Py_ssize_t at) noexcept:
    """Tell a number of a make."""
    cdef PyObject* some = word(text, at)
    cdef Py_ssize_t here, size = PyUnicode_GET_LENGTH(some)
    cdef Py_UCS4 letter
    if begins_with_digit(text, at) or stands(text, at, VARIANTS):
        return True
    size -= ends_s(text, at)
    if size == 1:
        return True
    for here in range(size):
        letter = PyUnicode_READ_CHAR(some, here)
        if letter != 105 and letter != 118:
            return False
    return True


cdef Py_ssize_t first_of(Text* text, Py_ssize_t start, Py_ssize_t end, int sort) noexcept:
    """Give the first word of a sort in [start, end), or -1."""
    cdef Py_ssize_t at
    for at in range(start, end):
        if stands(text, at, sort):
            return at
    return -1


cdef Py_ssize_t last_of(Text* text, Py_ssize_t start, Py_ssize_t end, int sort) noexcept:
    """Give the last word of a sort in [start, end), or -1."""
    cdef Py_ssize_t at
    for at in range(end - 1, start - 1, -1):
        if stands(text, at, sort):
            return at
    return -1


cdef Py_ssize_t first_mark(Text* text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 mark) noexcept:
    """Give the first mark of a kind in [start, end), or -1."""
    cdef Py_ssize_t at
    for at in range(start, end):
        if is_mark(text, at, mark):
            return at
    return -1


cdef Py_ssize_t last_mark(Text* text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 mark) noexcept:
    """Give the last mark of a kind in [start, end), or -1."""
    cdef Py_ssize_t at
    for at in range(end - 1, start - 1, -1):
        if is_mark(text, at, mark):
            return at
    return -1


cdef struct Clause:
    Py_ssize_t start
    Py_ssize_t end


cdef bint closes(Text* text, Py_ssize_t at) noexcept:
    if is_word(text, at, "since") and stands(text, at + 1, DAYS):
        return False
    return stands(text, at, HARD) or (
        stands(text, at, OPENERS) and not (stands(text, at + 1, AS_ARTICLES) and is_word(text, at, "as"))
    )


cdef Clause bounds(Text* text, Py_ssize_t first, Py_ssize_t last, Py_ssize_t head) noexcept:
    """Give the clause around token `head`, inside the sentence [first, last)."""
    cdef uint64_t bounding = (<uint64_t>1 << HARD) | (<uint64_t>1 << OPENERS)
    cdef Py_ssize_t start = head, end = head + 1, other
    while start > first:
        if not text.sorts[start - 1] & bounding:
            start -= 1
            continue
        other = -1
        if stands(text, start - 1, QUOTES):
            other = last_of(text, max(first, start - ASIDE), start - 1, QUOTES)
            if other < 0:
                break
        elif is_mark(text, start - 1, 41):
            other = last_mark(text, max(first, start - ASIDE), start, 40)
        if other >= 0:
            start = other
        elif closes(text, start - 1):
            break
        else:
            start -= 1
    while end < last:
        if not text.sorts[end] & bounding:
            end += 1
            continue
        other = -1
        if stands(text, end, QUOTES):
            other = first_of(text, end + 1, min(last, end + ASIDE), QUOTES)
            if other < 0:
                break
        elif is_mark(text, end, 40):
            other = first_mark(text, end, min(last, end + ASIDE), 41)
        if other >= 0:
            end = other + 1
        elif closes(text, end):
            break
        else:
            end += 1
    return Clause(start, end)


cdef bint passive_of(Text* text, Py_ssize_t first, Py_ssize_t at, Py_ssize_t head, Py_ssize_t last) noexcept:
    """Tell the passive of the verb at `head`, whose auxiliaries stand before `at`."""
    if not participle(text, head):
        return False
    at -= 1
    while at >= first and (stands(text, at, AUXILIARIES) or ends_ly(text, at)):
        if stands(text, at, BE):
            return True
        at -= 1
    return head + 1 < last and stands(text, head + 1, IS_BY)


cdef bint passive(Text* text, Py_ssize_t at, Clause clause) noexcept:
    if not is_mark(text, at + 1, 45) or at + 2 >= clause.end:
        return passive_of(text, clause.start, at, at, clause.end)
    return passive_of(text, max(clause.start, at - REACH), at, at + 2, clause.end)


cdef bint by_follows(Text* text, Py_ssize_t at, Py_ssize_t end) noexcept:
    if not participle(text, at):
        return False
    return stands(text, end, IS_BY) or (stands(text, end, AGAIN) and stands(text, end + 1, IS_BY))


cdef struct Window:
    # Words from `first` on, without those in between that begin at `gap`
    Py_ssize_t first
    Py_ssize_t gap
    Py_ssize_t skipped
    Py_ssize_t size


cdef inline Window window_of(Py_ssize_t start, Py_ssize_t end) noexcept:
    return Window(start, end, 0, max(end - start, 0))


cdef inline Window window_around(Clause clause, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Give the words of a clause before `start` and from `end` on."""
    cdef Py_ssize_t before = max(start - clause.start, 0)
    return Window(clause.start, clause.start + before, end - clause.start - before, before + max(clause.end - end, 0))


cdef inline Py_ssize_t seen_at(Window window, Py_ssize_t at) noexcept:
    """Give where in the text a word of a window stands."""
    at += window.first
    return at if at < window.gap else at + window.skipped


cdef bint stand_before(Text* text, Window window, Py_ssize_t at, tuple words) except -1:
    """Tell whether these words stand right before `at` in a window."""
    cdef Py_ssize_t column, size = len(words)
    if size > at:
        return False
    for column in range(size):
        if not is_word(text, seen_at(window, at - size + column), <str>words[column]):
            return False
    return True


cdef tuple before_last(list words):
    return tuple(words[: len(words) - 1])


cdef class Some:
    """Words and phrases as `lexicon.Words`, ready to be looked for."""

    cdef object words
    cdef frozenset single, signs
    cdef dict ends  # phrases by their last word, each as its words but the last
    cdef bint series

    def __cinit__(self, words):
        self.words, self.single, self.signs, self.series = words, words.single, words.signs, bool(words.series)
        self.ends = {end: [before_last(phrase.split()) for phrase in some] for end, some in words.ends.items()}

    cdef bint has(self, Text* text, Py_ssize_t at) except -1:
        """Tell whether a word is one of the single ones."""
        if at < 0:
            at += text.size
        return text.sorts[at] >> ASKED & 1 and PySet_Contains(<PyObject*>self.single, word(text, at))

    cdef bint phrased(self, Text* text, Window window) except -1:
        """Tell whether one of the phrases stands in a window."""
        cdef Py_ssize_t at, here
        cdef PyObject* before
        cdef tuple words
        for at in range(window.size):
            here = seen_at(window, at)
            if text.sorts[here] >> ASKED & 1:
                before = PyDict_GetItem(self.ends, <object>word(text, here))
                if before != NULL:
                    for words in <list>before:
                        if stand_before(text, window, at, words):
                            return True
        return False

    cdef bint stand(self, Text* text, Window window) except -1:
        """Tell whether one of them stands in a window."""
        cdef Py_ssize_t at, here
        cdef bint signed = False, many = self.series or len(self.ends) > 0
        for at in range(window.size):
            here = seen_at(window, at)
            if text.sorts[here] >> ASKED & 1:
                if PySet_Contains(<PyObject*>self.single, word(text, here)):
                    return True
                signed = signed or (many and PySet_Contains(<PyObject*>self.signs, word(text, here)))
        if not signed:
            return False
        if self.phrased(text, window):
            return True
        return self.series and self.words.stand([<object>word(text, seen_at(window, at)) for at in range(window.size)])

    cdef bint head(self, Text* text, Py_ssize_t start, Py_ssize_t end) except -1:
        """Tell whether one of them stands in [start, end) as a noun of its own."""
        cdef Py_ssize_t at
        cdef bint hyphen, make
        for at in range(start, end):
            if not text.sorts[at] >> ASKED & 1:
                continue
            if PySet_Contains(<PyObject*>self.single, word(text, at)):
                hyphen = is_mark(text, at + 1, 45)
                make = hyphen and at + 2 < text.size and numbered(text, at + 2)
                if make and stands(text, at + 3, BEYOND_SERIES):
                    continue
                if (
                    not stands(text, at + 1, TAILS)
                    and (make or not hyphen)
                    and first_of(text, max(start, at - 3), at, NOT_REAL) < 0
                ):
                    return True
            elif self.series and is_mark(text, at + 1, 45):
                if self.words.numbered(<list>text.words, at + 1) and not stands(text, at + 3, BEYOND_SERIES):
                    return True
        return len(self.ends) > 0 and self.phrased(text, window_of(start, end))


cdef Some some_of(words, dict known):
    """Lay out words, each once."""
    if words is None:
        return None
    if id(words) not in known:
        known[id(words)] = Some(words)
    return known[id(words)]


cdef class Trigger:
    """A trigger, ready to be matched."""

    cdef object trigger, cleared  # as `lexicon.Candidate` has it, with and without "unless"
    cdef tuple words
    cdef object subtype
    cdef Some object_, subject, of, near, means, around, unless
    cdef bint verb, instrument, into, armed, abroad, gap, at_sea, open
    cdef Py_ssize_t length, rank

    def __cinit__(self, trigger, cleared, Finder finder):
        cdef dict known = finder.laid
        self.trigger, self.cleared, self.words = trigger, cleared, trigger.words
        self.subtype, self.at_sea = trigger.subtype, trigger.subtype == finder.at_sea
        self.object_, self.subject = some_of(trigger.object, known), some_of(trigger.subject, known)
        self.of, self.near = some_of(trigger.of, known), some_of(trigger.near, known)
        self.means = some_of(trigger.with_, known)
        self.around, self.unless = some_of(trigger.around, known), some_of(trigger.unless, known)
        self.verb, self.instrument, self.into = trigger.part == "verb", trigger.instrument, trigger.into
        self.armed = self.instrument or self.means is not None
        self.abroad = trigger.abroad
        self.gap, self.open = frozenset() in self.words, trigger.but is not None
        self.length, self.rank = len(self.words), trigger.rank

    cdef bint beside(self, Trigger other):
        """Tell whether another kind of event may stand in the same word."""
        return self.subtype != other.subtype and (
            self.abroad or other.abroad or (other.armed and (self.armed or self.at_sea))
        )

    cdef bint follows(self, Text* text, Py_ssize_t at, Py_ssize_t last) except -1:
        """Tell whether the words of the trigger follow one another from `at` on, as far as its first gap."""
        cdef Py_ssize_t column
        cdef PyObject* form
        for column in range(1, self.length):
            form = PyTuple_GET_ITEM(<PyObject*>self.words, column)
            if not PySet_GET_SIZE(form):
                return True
            if at + column >= last or not PySet_Contains(form, word(text, at + column)):
                return False
        return True

    cdef Py_ssize_t phrase(self, Text* text, Py_ssize_t at, Py_ssize_t last) except -1:
        """Match the words of the trigger, which has a gap, from `at` on and give the end, or 0."""
        cdef Py_ssize_t end = at + 1, column, reach
        cdef bint gap = False
        cdef PyObject* form
        for column in range(1, self.length):
            form = PyTuple_GET_ITEM(<PyObject*>self.words, column)
            if not PySet_GET_SIZE(form):
                gap = True
                continue
            reach = min(last, end + (4 if gap else 1))
            while end < reach and not PySet_Contains(form, word(text, end)):
                end += 1
            if end >= reach:
                return 0
            end += 1
            gap = False
        return end

    cdef bint is_verb(self, Text* text, Py_ssize_t at, Py_ssize_t end, Py_ssize_t first) except -1:
        if self.length > 1 and is_mark(text, at + 1, 45):
            return True
        if self.instrument and (
            is_mark(text, end, 45) or stands(text, end, IS_OF) or (at > 0 and is_mark(text, at - 1, 45))
        ):
            return False
        if stands(text, end, ASIDE_FROM) and is_word(text, at, "found"):
            return False
        if self.object_ is not None and is_word(text, at, "shot") and is_word(text, at + 1, "off"):
            if self.object_.has(text, at - 1):
                return ends_s(text, at - 1)
        if ends_s(text, at) and stands(text, at - 1, BREAKS) and stands(text, end, OF_NOUNS):
            return False
        return verbal(text, at, first) or (stands(text, end, NUMERALS) and not stands(text, at - 1, NOUN_BEFORE))

    cdef bint has_object(self, Text* text, Py_ssize_t at, Py_ssize_t end, Clause clause, bint voice) except -1:
        cdef Py_ssize_t start, limit = min(clause.end, end + REACH), stop
        cdef bint begun = False
        if voice:
            start = max(clause.start, at - (REACH_BACK if self.instrument else REACH))
            return self.object_.head(text, start, oblique(text, start, at)) or (
                self.instrument and antecedent(text, self.object_, clause.start)
            )
        for stop in range(end, limit):
            if stands(text, stop, IS_OF) and not stands(text, stop - 1, COUNTERS):
                limit = stop
                break
            if stands(text, stop, OBJECT_ENDS) and not self.into and not (
                stands(text, stop, ABOUT_OR_THAN) and counted(text, stop + 1)
            ):
                limit = stop
                break
            if begun and self.instrument and stands(text, stop, ASIDE_FROM) and not resumes(text, stop, limit):
                limit = stop
                break
            begun = begun or stands(text, stop, OPENING) or begins_with_digit(text, stop)
        if self.object_.head(text, at + 1 if self.gap else end, limit):
            return True
        return told_of(text, self.object_, at, end, clause, self.instrument)

    cdef bint acts(
        self, Text* text, Py_ssize_t at, Py_ssize_t end, Clause clause, Py_ssize_t first, bint voice
    ) except -1:
        """Find the subject in any of the places where it may stand."""
        if has_subject(text, self.subject, at, end, clause, voice):
            return True
        return self.instrument and (
            has_inverted(text, self.subject, at, end, clause) or has_controller(text, self.subject, at, first)
        )

    cdef bint holds(
        self, Text* text, Py_ssize_t at, Py_ssize_t end, Clause clause, Clause sentence, bint voice, bint doubted
    ) except -1:
        """Check the constraints around the words [at, end)."""
        if self.verb and not self.is_verb(text, at, end, sentence.start):
            return False
        if self.object_ is not None and not self.has_object(text, at, end, clause, voice):
            return False
        if self.subject is not None and not self.acts(text, at, end, clause, sentence.start, voice):
            return False
        if self.of is not None and not is_of(text, self.of, at, end, clause):
            return False
        if self.means is not None and not has_means(text, self.means, end, clause):
            return False
        if self.near is not None and not self.near.stand(text, window_around(clause, at, end)):
            return False
        # Single words around were looked for in the bits of the sentence; see `lexicon._candidate`.
        if self.around is not None and not self.around.stand(text, window_of(sentence.start, sentence.end)):
            return False
        return not doubted or not self.unless.stand(text, window_of(sentence.start, sentence.end))


cdef bint verbal(Text* text, Py_ssize_t at, Py_ssize_t first) noexcept:
    cdef bint preceded = at > first
    if participle(text, at):
        if not preceded and ends_ed(text, at) and at + 1 < text.size:
            return stands(text, at + 1, AFTER_PARTICIPLE) or is_digits(text, at + 1)
        if preceded:
            return not stands(text, at - 1, ATTRIBUTIVE)
        return not stands(text, at + 1, TITLED)
    if ends_ing(text, at):
        return True
    if preceded and stands(text, at - 1, NOUN_BEFORE):
        return is_word(text, at - 1, "that") and stands(text, at, PASTS)
    return (
        not preceded
        or ends_s(text, at)
        or stands(text, at, PASTS)
        or stands(text, at, AUXILIARIES)
        or not is_alpha(text, at - 1)
        or ends_s(text, at - 1)
        or ends_ly(text, at - 1)
        or stands(text, at - 1, BASE_AFTER)
    )


cdef bint is_reduced(Text* text, Some some, Py_ssize_t at, Clause clause) except -1:
    cdef Py_ssize_t own = at + 2 if at + 2 < clause.end and is_mark(text, at + 1, 45) else at, before = at - 1
    if at == clause.start or not participle(text, own):
        return False
    while before > clause.start and (
        is_mark(text, before, 44) or is_mark(text, before, 45) or ends_ly(text, before) or numbered(text, before)
    ):
        before -= 1
    return not stands(text, before, PRONOUNS) and some.has(text, before)


cdef Py_ssize_t oblique(Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef Py_ssize_t at
    for at in range(start + 1, end):
        if stands(text, at, OBLIQUE) or stands(text, at, IS_INTO):
            return at
        if stands(text, at, IS_OF) and not stands(text, at - 1, COUNTERS):
            return at
    return end


cdef bint antecedent(Text* text, Some some, Py_ssize_t start) except -1:
    cdef Py_ssize_t opener = start - 1
    return opener > 0 and stands(text, opener, RELATIVES) and some.head(text, max(0, opener - ANTECEDENT), opener)


cdef bint counted(Text* text, Py_ssize_t at) noexcept:
    return at < text.size and (
        stands(text, at, COUNTERS) or begins_with_digit(text, at) or is_word(text, at, "a") or is_word(text, at, "an")
    )


cdef bint resumes(Text* text, Py_ssize_t at, Py_ssize_t limit) noexcept:
    cdef Py_ssize_t here
    for here in range(at, limit):
        if (is_mark(text, here, 44) or is_word(text, here, "and")) and counted(text, here + 1):
            return True
    return False


cdef bint told_of(Text* text, Some some, Py_ssize_t at, Py_ssize_t end, Clause clause, bint bare) except -1:
    cdef Py_ssize_t opener = clause.start - 1, begin
    if opener > 0 and stands(text, opener, RELATIVES) and some.head(text, max(0, opener - 3), opener):
        return True
    if not bare or (end < text.size and not stands(text, end, ASIDE_FROM)):
        return False
    for begin in range(at - 2, max(clause.start, at - CONTACT) - 1, -1):
        if stands(text, begin + 1, CLOSING) or stands(text, begin, CLOSING):
            return False
        if some.has(text, begin):
            return some.head(text, begin, begin + 1)
    return False


cdef Py_ssize_t interrupted(Text* text, Py_ssize_t at) noexcept:
    cdef Py_ssize_t here
    for here in range(at - 2, max(0, at - INSERTED), -1):
        if is_mark(text, here - 1, 44) and (stands(text, here, RELATIVES) or is_word(text, here, "according")):
            return here - 1
        if stands(text, here, CLOSERS):
            return 0
    return 0


cdef bint has_subject(Text* text, Some some, Py_ssize_t at, Py_ssize_t end, Clause clause, bint voice) except -1:
    cdef Py_ssize_t limit, by, told, start, begin
    if voice:
        limit = min(clause.end, end + REACH)
        by = first_of(text, end, limit, IS_BY)
        by = limit if by < 0 else by
        return some.head(text, by, first_noun(text, by + 1, limit))
    if is_mark(text, at - 1 if at else text.size - 1, 44):
        told = interrupted(text, at)
        if told:
            return some.head(text, max(0, told - ANTECEDENT), told)
    start = max(clause.start, at - REACH)
    for begin in range(at - 2, max(start, clause.start + 1) - 1, -1):
        if stands(text, begin, OBLIQUE) and not (stands(text, begin, IS_ABOUT) and counted(text, begin + 1)):
            return some.head(text, start, begin)
    return some.head(text, start, at) or antecedent(text, some, clause.start)


cdef Py_ssize_t first_noun(Text* text, Py_ssize_t start, Py_ssize_t limit) noexcept:
    cdef Py_ssize_t at
    for at in range(start, limit):
        if stands(text, at, IS_OF) and not stands(text, at - 1, COUNTERS) and not stands(text, at - 1, PARTS):
            return at
    return limit


cdef bint has_inverted(Text* text, Some some, Py_ssize_t at, Py_ssize_t end, Clause clause) except -1:
    cdef Py_ssize_t limit = min(clause.end, end + WHAT), be
    if is_word(text, at - 1 if at else text.size - 1, "what"):
        be = end
        while be < limit and not is_word(text, be, "was") and not is_word(text, be, "were"):
            be += 1
        return some.head(text, min(be, limit), limit)
    if not stands(text, at, INVERTING):
        return False
    if not (counted(text, end) or is_word(text, end, "the") or is_word(text, end, "another")):
        return False
    return some.head(text, end, min(limit, end + ANTECEDENT))


cdef bint has_controller(Text* text, Some some, Py_ssize_t at, Py_ssize_t first) except -1:
    return (
        ends_ing(text, at) and stands(text, at - 1, BACKGROUND) and some.head(text, max(first, at - REACH), at - 1)
    )


cdef bint is_of(Text* text, Some some, Py_ssize_t at, Py_ssize_t end, Clause clause) except -1:
    cdef Py_ssize_t start = at, limit = min(clause.end, end + REACH), here
    while (
        start > max(clause.start, at - COMPOUND)
        and not stands(text, start - 1, BREAKS)
        and not stands(text, start - 1, BE)
    ):
        start -= 1
    if not stands(text, at - 1, TAILS) and some.stand(text, window_of(start, at)):
        return True
    if end < limit and stands(text, end, OF):
        return some.head(text, end, first_noun(text, end + 1, limit) if stands(text, end, IS_BY) else limit)
    if is_mark(text, end, 44):
        here = first_mark(text, end + 1, min(limit, end + REACH), 44)
        end = here if here >= 0 else end
    for here in range(end + 1, min(limit, end + BETWEEN)):
        if stands(text, here, AUXILIARIES) or is_mark(text, here, 44) or participle(text, here):
            break
        if stands(text, here, IS_OF):
            return some.head(text, here, limit)
    return False


cdef bint has_means(Text* text, Some some, Py_ssize_t end, Clause clause) except -1:
    cdef Py_ssize_t limit = min(clause.end, end + REACH_BACK), means = first_of(text, end, limit, MEANS)
    if means < 0:
        means = limit
    return some.head(text, means, first_noun(text, means + 1, limit))


cdef enum:
    STRIDE = 10  # numbers kept of a candidate: its trigger, up to seven sets it needs, one that bars, one in doubt
    NEEDS = 7
    WORDS_OF_BITS = 64
    PACKED = 16  # letters of a word that are packed
    PLACES = 0xFFFF
    TAG = 0xFFFF0000


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


cdef class Hit:
    """A trigger where it stands."""

    cdef Trigger trigger
    cdef bint doubted, suffers, reduced, relative
    cdef Py_ssize_t start, end
    cdef tuple clause

    cdef bint clashes(self, Hit other):
        """Tell whether two hits tell one event."""
        cdef Trigger one = self.trigger, another = other.trigger
        if self.start < other.end and other.start < self.end:
            return self.start != other.start or not (one.beside(another) or another.beside(one))
        if one.subtype != another.subtype:
            return False
        return self.relative or other.relative or self.clause == other.clause

    cdef bint precedes(self, Hit other):
        """Tell whether this one is the more specific of two, or as specific and the first."""
        if self.trigger.rank != other.trigger.rank:
            return self.trigger.rank > other.trigger.rank
        return self.start < other.start


cdef list settle(list hits):
    """Keep the most specific of overlapping hits, and one hit of a subtype in a clause."""
    cdef list ranked = [], kept = []
    cdef Py_ssize_t at
    cdef Hit hit
    if len(hits) < 2:
        return hits
    for hit in hits:
        at = len(ranked)
        while at and hit.precedes(<Hit>ranked[at - 1]):
            at -= 1
        ranked.insert(at, hit)
    for hit in ranked:
        for other in kept:
            if hit.clashes(<Hit>other):
                break
        else:
            kept.append(hit)
    ranked = []
    for hit in kept:
        at = len(ranked)
        while at and hit.start < (<Hit>ranked[at - 1]).start:
            at -= 1
        ranked.insert(at, hit)
    return ranked


cdef struct Entry:
    # What a word means to triggers, all in one place.
    uint64_t key[2]  # the letters of the word; 0 where they are many
    uint64_t sorts
    int32_t sets  # where the numbers of the sets that it is in begin
    int32_t rows  # where the rows of the triggers begin that it opens before a word that follows no other
    int16_t set_count
    int16_t row_count


cdef struct Second:
    # The rows of the triggers that one word opens before another.
    int64_t key  # the numbers of both words; 0 where there are none
    int32_t rows
    int32_t row_count


cdef inline bint pack(PyObject* word, uint64_t* key) noexcept:
    """Pack the letters of a word, unless it is long or beyond ASCII."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(word)
    key[0] = key[1] = 0
    if size > PACKED or not PyUnicode_IS_COMPACT_ASCII(word):
        return False
    memcpy(key, PyUnicode_DATA(word), size)
    return True


cdef inline uint64_t scattered(uint64_t one, uint64_t other) noexcept:
    """Give a number whose lower half tells where to begin to look for a key, and whose next bits tell keys apart."""
    return ((one ^ other * <uint64_t>0x9E3779B97F4A7C15) * <uint64_t>0xC2B2AE3D27D4EB4F) >> 16


cdef class Table:
    """What every word means to triggers, and what it opens before another.

    A lookup of a word that is not known touches a small table of places only; one of a word that is known, its entry.
    """

    cdef uint32_t* places  # for words scattered by key: above, bits of the key; below, 1 + where the entry is, or 0
    cdef Entry* entries
    cdef Second* seconds
    cdef dict longs  # where the entries of long words are
    cdef size_t mask, second_mask

    def __cinit__(self, dict entries, dict seconds):
        """Lay out the entries of words: sorts, sets and their count, rows and their count; and rows by two words."""
        cdef dict numbers = {word: number for number, word in enumerate(entries)}
        if len(entries) > PLACES:
            raise ValueError(f"{len(entries)} words; {PLACES} at most")
        self.longs = {}
        self.mask, self.second_mask = size_for(len(entries)), size_for(len(seconds))
        self.places = <uint32_t*>calloc(self.mask + 1, sizeof(uint32_t))
        self.entries = <Entry*>calloc(len(entries) + 1, sizeof(Entry))
        self.seconds = <Second*>calloc(self.second_mask + 1, sizeof(Second))
        if self.places == NULL or self.entries == NULL or self.seconds == NULL:
            raise MemoryError
        for word, entry in entries.items():
            self.add(word, entry, numbers[word])
        for (first, second), rows in seconds.items():
            self.add_second(pair(numbers[first], numbers[second]), rows)

    cdef int add(self, str word, tuple told, uint32_t number) except -1:
        cdef Entry* entry = self.entries + number
        cdef uint64_t hashed
        if pack(<PyObject*>word, entry.key):
            hashed = scattered(entry.key[0], entry.key[1])
            while self.places[hashed & self.mask]:
                hashed += 1
            self.places[hashed & self.mask] = tag(entry.key) | number + 1
        else:
            self.longs[word] = number
        entry.sorts, entry.sets, entry.set_count, entry.rows, entry.row_count = told
        return 0

    cdef int add_second(self, int64_t key, tuple rows) except -1:
        cdef size_t at = scattered(key, 0) & self.second_mask
        while self.seconds[at].key:
            at = (at + 1) & self.second_mask
        self.seconds[at].key, self.seconds[at].rows, self.seconds[at].row_count = key, rows[0], rows[1]
        return 0

    def __dealloc__(self):
        free(self.places)
        free(self.entries)
        free(self.seconds)

    cdef Entry* get(self, PyObject* word) noexcept:
        """Give what is known of a word, or NULL."""
        cdef uint64_t key[2]
        cdef uint64_t hashed
        cdef uint32_t place, own
        cdef Entry* entry
        cdef PyObject* found
        if not pack(word, key):
            found = PyDict_GetItem(self.longs, <object>word)
            return NULL if found == NULL else self.entries + <size_t><object>found
        hashed, own = scattered(key[0], key[1]), tag(key)
        while True:
            place = self.places[hashed & self.mask]
            if not place:
                return NULL
            if place & TAG == own:
                entry = self.entries + (place & PLACES) - 1
                if entry.key[0] == key[0] and entry.key[1] == key[1]:
                    return entry
            hashed += 1

    cdef Second* second(self, Entry* first, Entry* second) noexcept:
        """Give the rows of what one word opens before another, or NULL."""
        cdef int64_t key = pair(first - self.entries, second - self.entries)
        cdef size_t at = scattered(key, 0) & self.second_mask
        while self.seconds[at].key:
            if self.seconds[at].key == key:
                return self.seconds + at
            at = (at + 1) & self.second_mask
        return NULL


cdef inline uint32_t tag(const uint64_t* key) noexcept:
    """Give bits by which most keys differ that are looked for in one place."""
    return <uint32_t>(scattered(key[0], key[1]) >> 16) & TAG


cdef inline int64_t pair(int64_t first, int64_t second) noexcept:
    return (first + 1) << 32 | second


cdef size_t size_for(size_t count) noexcept:
    """Give one less than the least power of two that leaves half of the places free."""
    cdef size_t mask = 15
    while mask < count * 2:
        mask = mask * 2 + 1
    return mask


cdef class Search:
    """One search of one text: what its words mean to triggers, and the sentence and the clause that it is in."""

    cdef Finder finder
    cdef list words
    cdef Text text
    cdef Entry** met  # what is known of every word, or NULL
    cdef tuple sentence, clause  # as they are told
    cdef Clause within, around
    cdef bint gathered
    cdef uint64_t present[WORDS_OF_BITS]  # sets that have a word in the sentence

    def __cinit__(self, Finder finder, list words, list tokens, frozenset names, frozenset teams):
        cdef Py_ssize_t at, size = len(words)
        cdef uint64_t sorts = 0
        self.finder, self.words = finder, words
        self.text.words, self.text.size = <PyObject*>words, size
        self.text.sorts = <uint64_t*>malloc(max(size, 1) * sizeof(uint64_t))
        self.met = <Entry**>malloc(max(size, 1) * sizeof(Entry*))
        if self.text.sorts == NULL or self.met == NULL:
            raise MemoryError
        for at in range(size):
            self.met[at] = finder.words.get(word(&self.text, at))
            self.text.sorts[at] = 0 if self.met[at] == NULL else self.met[at].sorts
            sorts |= self.text.sorts[at]
        if teams or sorts >> NAMED & 1 or sorts >> IS_SATELLITE & 1:
            self.mark(tokens, teams)
        for name in names:
            if name < size:
                self.text.sorts[<Py_ssize_t>name] &= ~(<uint64_t>1 << OPENS)

    def __dealloc__(self):
        free(self.text.sorts)
        free(self.met)

    cdef int mark(self, list tokens, frozenset teams) except -1:
        """Mark the words that mean something else here; see `match.marked`."""
        cdef Py_ssize_t at
        self.words = self.words.copy()
        self.text.words = <PyObject*>self.words
        for at in teams:
            self.make_common(at)
        for at in range(len(tokens)):
            if self.text.sorts[at] >> NAMED & 1 and (<str>tokens[at]).islower():
                self.make_common(at)
        for at in range(self.text.size):
            if self.text.sorts[at] >> IS_SATELLITE & 1 and stands(&self.text, at + 1, SEEN_OR_HEARD):
                self.make_common(at)
        return 0

    cdef int make_common(self, Py_ssize_t at) except -1:
        self.words[at] = <str>self.words[at] + self.finder.common
        self.met[at], self.text.sorts[at] = NULL, 0
        return 0

    cdef void enter(self, tuple sentence):
        """Go on to a sentence."""
        self.sentence, self.gathered = sentence, False
        self.around.start, self.around.end = sentence

    cdef void gather(self) noexcept:
        """Gather the sets of words that have one in the sentence."""
        cdef Py_ssize_t at, column
        cdef int16_t number
        if self.gathered:
            return
        self.gathered = True
        for column in range(self.finder.width):
            self.present[column] = 0
        for at in range(self.around.start, self.around.end):
            if self.text.sorts[at] >> ASKED & 1:
                for column in range(self.met[at].set_count):
                    number = self.finder.sets[self.met[at].sets + column]
                    self.present[number >> 6] |= <uint64_t>1 << (number & 63)

    cdef int open(self, Py_ssize_t at, list found) except -1:
        """Look for the triggers that a word opens."""
        cdef Entry* entry = self.met[at]
        cdef Second* second = NULL
        cdef Py_ssize_t rows = entry.rows, count = entry.row_count
        if self.text.sorts[at] >> SECONDS & 1 and stands(&self.text, at + 1, FOLLOWS):
            second = self.finder.words.second(entry, self.met[at + 1])
        if second != NULL:
            rows, count = second.rows, second.row_count
        if count and not (self.text.sorts[at] >> IS_MARCH & 1 and self.is_month(at)):
            self.gather()
            self.match(rows, rows + count, at, found)
        return 0

    cdef bint possible(self, const int16_t* row) noexcept:
        """Tell whether the words of the sentence leave the trigger of a row possible."""
        cdef Py_ssize_t column
        if has(self.present, row[STRIDE - 2]):
            return False
        for column in range(NEEDS):
            if row[1 + column] < 0:
                return True
            if not has(self.present, row[1 + column]):
                return False
        return True

    cdef bint is_month(self, Py_ssize_t at) except -1:
        """Tell the month of March from a march."""
        if at + 1 == self.text.size:
            return False
        return is_digits(&self.text, at + 1) or self.words[at - 1 if at else self.text.size - 1] in self.finder.months

    cdef void bound(self, Py_ssize_t at):
        """Find the clause of a word, unless it is in the one found last."""
        if not self.within.start <= at < self.within.end:
            self.within = bounds(&self.text, self.around.start, self.around.end, at)
            self.clause = (self.within.start, self.within.end)

    cdef int match(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t at, list found) except -1:
        """Take the most specific trigger of some rows that begins at `at`, and others of other weapons."""
        cdef Py_ssize_t number, end, before = len(found)
        cdef const int16_t* row
        cdef bint bound = False, voice = False, reduced, suffers, doubted
        cdef Trigger trigger
        cdef Text* text = &self.text
        for number in range(first, last):
            row = &self.finder.rows[number * STRIDE]
            if not self.possible(row):
                continue
            trigger = self.finder.trigger(row[0])
            if not trigger.follows(text, at, self.around.end):
                continue
            doubted = has(self.present, row[STRIDE - 1])
            if not bound:
                self.bound(at)
                bound, voice = True, passive(text, at, self.within)
            if not fits_beside(trigger, found, before):
                continue
            if trigger.open:
                self.anchor(trigger, doubted, at, found)
                continue
            end = trigger.phrase(text, at, self.around.end) if trigger.gap else at + trigger.length
            if not end or (not trigger.verb and stands(text, end, COMPOUNDS)):
                continue
            reduced = not voice and trigger.object_ is not None and is_reduced(text, trigger.object_, at, self.within)
            suffers = voice or reduced or (trigger.instrument and by_follows(text, at, end))
            if trigger.holds(text, at, end, self.within, self.around, suffers, doubted):
                found.append(self.hit(trigger, doubted, at, end, suffers, reduced))
        return 0

    cdef Hit hit(self, Trigger trigger, bint doubted, Py_ssize_t at, Py_ssize_t end, bint suffers, bint reduced):
        cdef Hit hit = Hit.__new__(Hit)
        hit.trigger, hit.doubted, hit.start, hit.end, hit.clause = trigger, doubted, at, end, self.clause
        hit.suffers, hit.reduced = suffers and trigger.verb, reduced
        hit.relative = (
            trigger.subject is not None
            and self.within.start > self.around.start
            and stands(&self.text, self.within.start - 1, RELATIVES)
        )
        return hit

    cdef int anchor(self, Trigger trigger, bint doubted, Py_ssize_t at, list found) except -1:
        """Take the verb of the noun that an open trigger begins at."""
        cdef Hit hit
        one = trigger.trigger if doubted else trigger.cleared
        for told in self.finder.anchored(self.words, one, at, self.sentence):
            hit = Hit.__new__(Hit)
            hit.trigger, hit.doubted = trigger, doubted
            _, hit.start, hit.end, hit.clause, _, hit.suffers, hit.reduced, hit.relative = told
            found.append(hit)
        return 0

    cdef tell(self, Hit hit):
        """Give a hit as Python has it."""
        trigger = hit.trigger.trigger if hit.doubted else hit.trigger.cleared
        return tuple_new(
            self.finder.made, (trigger, hit.start, hit.end, hit.clause, self.sentence, hit.suffers, hit.reduced, hit.relative)
        )


cdef bint fits_beside(Trigger trigger, list found, Py_ssize_t first):
    """Tell whether a trigger may stand in one word with those found from `first` on."""
    cdef Py_ssize_t at
    for at in range(first, len(found)):
        if not (<Hit>found[at]).trigger.beside(trigger):
            return False
    return True


cdef class Finder:
    """Finds triggers; see `finder.SlowFinder`."""

    cdef object made, anchored
    cdef str at_sea, common
    cdef Table words
    cdef const int16_t[::1] sets  # numbers of sets, those of a word in one stretch
    cdef const int16_t[::1] rows  # what triggers ask for, those that one or two words open in one stretch
    cdef list candidates, triggers  # with and without "unless"; the same laid out, when first asked for
    cdef dict laid  # words that were laid out, by the identity of what they lay out
    cdef frozenset months
    cdef Py_ssize_t width  # of the bits of all sets, in words of 64

    def __init__(self, dict candidates, dict bits, frozenset named, dict classes, frozenset months, tuple known_as):
        """Lay out an index; `known_as` is what Python calls by name: a subtype, a mark, how to make and anchor hits."""
        self.months, self.laid = months, {}
        self.at_sea, self.common, self.made, self.anchored = known_as
        most = max((mask.bit_length() for mask in bits.values()), default=1)
        self.width = (most + 63) // 64
        if self.width > WORDS_OF_BITS:
            raise ValueError(f"{most} sets of words; {64 * WORDS_OF_BITS} at most")
        sorts = {**classes, **{sort: (some,) for sort, some in SINGLE.items()}, ASKED: bits, NAMED: named}
        sorts[OPENS] = [word for word, opened in candidates.items() if any(opened.values())]
        sorts[SECONDS] = [word for word, opened in candidates.items() if len(opened) > 1]
        sorts[FOLLOWS] = {second for opened in candidates.values() for second in opened if second}
        self.lay_out(candidates, bits, sorts)

    cdef int lay_out(self, dict candidates, dict bits, dict sorts) except -1:
        """Lay out words, what they open, and what triggers ask for."""
        sets, rows = array("h"), array("h")
        numbers, entries, seconds = {}, {}, {}
        self.candidates = []
        masks = dict.fromkeys([word for some in (*sorts.values(), candidates) for word in some], 0)
        for sort, some in sorts.items():
            for word in some:
                masks[word] |= 1 << sort
        for word, mask in masks.items():
            own = bits_of(bits.get(word, 0))
            opened = {after: self.rows_of(some, rows, numbers) for after, some in candidates.get(word, {"": ()}).items()}
            entries[word] = (mask, len(sets), len(own), *opened.pop(""))
            seconds.update({(word, after): place for after, place in opened.items()})
            sets.extend(own)
        self.sets, self.rows = sets or array("h", [0]), rows or array("h", [0])
        self.triggers = [None] * len(self.candidates)
        self.words = Table(entries, seconds)
        return 0

    cdef tuple rows_of(self, tuple candidates, rows, dict numbers):
        """Add rows for candidates: the number of the trigger, the sets that it needs, one that bars, one in doubt."""
        cdef Py_ssize_t first = len(rows) // STRIDE
        for needs, barred, doubted, trigger, cleared in candidates:
            needed = bits_of(needs)
            if len(needed) > NEEDS:
                raise ValueError(f"a trigger that asks for {len(needed)} sets of words; {NEEDS} at most")
            if id(trigger) not in numbers:
                numbers[id(trigger)] = len(self.candidates)
                self.candidates.append((trigger, cleared))
            needed += [-1] * (NEEDS - len(needed))
            rows.extend((numbers[id(trigger)], *needed, barred.bit_length() - 1, doubted.bit_length() - 1))
        return first, len(candidates)

    cdef Trigger trigger(self, Py_ssize_t number):
        """Give a trigger, laid out when first asked for."""
        if self.triggers[number] is None:
            self.triggers[number] = Trigger(*self.candidates[number], self)
        return <Trigger>self.triggers[number]

    def __call__(self, list words, list tokens, list sentences, frozenset names, frozenset teams):
        """Give the hits, and the words with marks; `tokens` are empty where a text has no capitals."""
        cdef Search search = Search.__new__(Search, self, words, tokens, names, teams)
        cdef Py_ssize_t at
        cdef list found, hits = []
        for sentence in sentences:
            search.enter(sentence)
            found = []
            for at in range(search.around.start, search.around.end):
                if search.text.sorts[at] >> OPENS & 1:
                    search.open(at, found)
            for hit in settle(found):
                hits.append(search.tell(<Hit>hit))
        return hits, search.words


cdef Py_ssize_t first_from(list starts, Py_ssize_t offset, Py_ssize_t low) except -1:
    """Give the first token that starts at an offset or behind it, from `low` on."""
    cdef Py_ssize_t high = len(starts), middle
    while low < high:
        middle = (low + high) // 2
        if <Py_ssize_t>starts[middle] < offset:
            low = middle + 1
        else:
            high = middle
    return low


def mentions(list starts, tuple entities, Py_ssize_t body_start, made):
    """Turn entities into ranges of tokens, in order of text; see `mentions.mentions_slowly`."""
    cdef Py_ssize_t shift, start, at
    cdef list found = []
    for entity in entities:
        shift = 0 if <str>entity.part == "headline" else body_start
        start = first_from(starts, <Py_ssize_t>entity.start + shift, 0)
        end = max(first_from(starts, <Py_ssize_t>entity.end + shift, start), start + 1)
        at = len(found)
        while at and <Py_ssize_t>(<tuple>found[at - 1])[0] > start:
            at -= 1
        found.insert(at, tuple_new(made, (start, end, entity)))
    return found
