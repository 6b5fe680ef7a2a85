# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Inner loops of enrichment, compiled where a C compiler is: cutting text into tokens, reading names.

Each function answers as its namesake in Python does (`tokens.cut`, `names.read`), which is the definition and runs
where nothing was compiled; tests hold both to the same answers.
"""

import numpy as np

from cpython.dict cimport PyDict_Contains, PyDict_GetItem
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from libc.math cimport exp, fabs, floor, log
from libc.stdint cimport int16_t, int32_t, uint8_t, uint64_t, uintptr_t
from libc.stdlib cimport calloc

cdef extern from "Python.h":
    int Py_UNICODE_ISALNUM(Py_UCS4 character)
    int Py_UNICODE_ISDECIMAL(Py_UCS4 character)
    int Py_UNICODE_ISSPACE(Py_UCS4 character)
    str PyUnicode_Substring(object text, Py_ssize_t start, Py_ssize_t end)
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    Py_UCS4 PyUnicode_READ(int width, void* data, Py_ssize_t at)
    PyObject* PyList_GET_ITEM(object items, Py_ssize_t at)

cdef extern from *:
    void __builtin_prefetch(void* address) noexcept

cdef enum Kind:
    MARK
    SPACE
    DIGIT
    LETTER

cdef enum:
    LABELS = 9
    KINDS = 5
    LONGEST_RUN = 64
    LONG = 5


cdef Kind KINDS_OF_ASCII[128]
cdef Py_ssize_t letter
for letter in range(128):
    if chr(letter).isspace():
        KINDS_OF_ASCII[letter] = SPACE
    elif chr(letter).isdecimal():
        KINDS_OF_ASCII[letter] = DIGIT
    else:
        KINDS_OF_ASCII[letter] = LETTER if chr(letter).isalnum() else MARK


cdef inline Kind kind_of(Py_UCS4 character) noexcept:
    """Tell letters, digits, white space and marks apart as the `re` module does."""
    if character < 128:
        return KINDS_OF_ASCII[character]
    if Py_UNICODE_ISSPACE(character):
        return SPACE
    if Py_UNICODE_ISDECIMAL(character):
        return DIGIT
    return LETTER if Py_UNICODE_ISALNUM(character) else MARK


cdef struct Text:
    int width  # bytes of a code point
    void* data
    Py_ssize_t size


cdef inline Py_UCS4 at_of(Text* text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.width, text.data, at)


cdef inline Kind kind_at(Text* text, Py_ssize_t at) noexcept:
    return kind_of(at_of(text, at)) if at < text.size else SPACE


cdef inline bint is_apostrophe(Py_UCS4 character) noexcept:
    return character == 39 or character == 0x2019


cdef bint ends_possessive(Text* text, Py_ssize_t at) noexcept:
    """Tell whether an "s" stands here and no word goes on behind it."""
    if at >= text.size or not (at_of(text, at) == 115 or at_of(text, at) == 83):
        return False
    return at + 1 >= text.size or (kind_of(at_of(text, at + 1)) < DIGIT and at_of(text, at + 1) != 95)


cdef Py_ssize_t end_of_token(Text* text, Py_ssize_t start, Kind kind) noexcept:
    """Give where the token that starts here ends, as the branches of `TOKEN` in their order."""
    cdef Py_ssize_t at = start
    if kind == LETTER:
        while at + 1 < text.size and at_of(text, at + 1) == 46 and kind_of(at_of(text, at)) == LETTER:
            at += 2
        if at - start >= 4:
            return at
        at = start + 1
        while True:
            while kind_at(text, at) == LETTER:
                at += 1
            if not (at < text.size and is_apostrophe(at_of(text, at)) and kind_at(text, at + 1) == LETTER):
                break
            if ends_possessive(text, at + 1):
                break
            at += 2
        while kind_at(text, at) == DIGIT:
            at += 1
        return at
    if kind == DIGIT:
        at += 1
        while True:
            while kind_at(text, at) == DIGIT:
                at += 1
            if not (at < text.size and (at_of(text, at) == 46 or at_of(text, at) == 44 or at_of(text, at) == 58)):
                return at
            if kind_at(text, at + 1) != DIGIT:
                return at
            at += 2
    if is_apostrophe(at_of(text, start)) and ends_possessive(text, start + 1):
        return start + 2
    return start + 1


cdef enum:
    REMEMBERED = 1 << 13  # words; one takes the place of another whose hash ends alike
    LONGEST_REMEMBERED = 39  # code points below 256
    OFFSETS = 1 << 13
    AT_ONCE = 64  # tokens
    LINE = 64  # bytes that memory is fetched by


cdef struct Met:
    PyObject* token
    PyObject* lowered
    uint64_t text  # number of the last text it was met in
    uint8_t length  # 0: none yet
    uint8_t letters[LONGEST_REMEMBERED]


# Words met before, as written and in lower case, by the end of their hash: most words of news are not made anew, and
# the hash that sets and dictionaries ask for is known of them.
cdef void* room = calloc(REMEMBERED + 1, sizeof(Met))
if room == NULL:
    raise MemoryError
cdef Met* met = <Met*>((<uintptr_t>room + LINE - 1) // LINE * LINE)  # one fetch each
cdef uint64_t texts = 0  # cut so far
cdef list offsets = list(range(OFFSETS))  # not made anew either


cdef inline object offset(Py_ssize_t value):
    return <object>PyList_GET_ITEM(offsets, value) if value < OFFSETS else value


cdef Met* place_of(Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Give where a word would be remembered; NULL for one that never is."""
    cdef uint64_t hashed = 14695981039346656037ull
    cdef Py_ssize_t at
    cdef Py_UCS4 letter
    if end - start > LONGEST_REMEMBERED:
        return NULL
    for at in range(start, end):
        letter = at_of(text, at)
        if letter > 255:
            return NULL
        hashed = (hashed ^ <uint64_t>letter) * 1099511628211ull
    return met + ((hashed ^ hashed >> 32) & (REMEMBERED - 1))


cdef bint remember_word(Met* place, str whole, Text* text, Py_ssize_t start, Py_ssize_t end) except False:
    """Remember a word in its place unless it is there."""
    cdef Py_ssize_t at
    if place.length == end - start:
        for at in range(end - start):
            if at_of(text, start + at) != place.letters[at]:
                break
        else:
            return True
    token = PyUnicode_Substring(whole, start, end)
    lowered = (<str>token).lower()
    if lowered == token:
        lowered = token
    Py_INCREF(token)
    Py_INCREF(lowered)
    Py_XDECREF(place.token)
    Py_XDECREF(place.lowered)
    place.token, place.lowered, place.length, place.text = <PyObject*>token, <PyObject*>lowered, end - start, 0
    for at in range(end - start):
        place.letters[at] = at_of(text, start + at)
    return True


def cut(str whole):
    """Give starts, ends, tokens and lower-cased tokens of a text, and the different ones of both.

    Tokens are found some at a time, so that what is remembered of them is fetched from memory meanwhile.
    """
    global texts
    cdef Py_ssize_t at = 0, count, number
    cdef Py_ssize_t first[AT_ONCE]
    cdef Py_ssize_t end[AT_ONCE]
    cdef Met* places[AT_ONCE]
    cdef Met* place
    cdef list starts = [], ends = [], tokens = [], lowered = []
    cdef set written = set(), seen = set()
    cdef Kind kind
    cdef Text text
    text.width, text.data, text.size = PyUnicode_KIND(whole), PyUnicode_DATA(whole), PyUnicode_GET_LENGTH(whole)
    texts += 1
    while at < text.size:
        count = 0
        while at < text.size and count < AT_ONCE:
            kind = kind_of(at_of(&text, at))
            if kind == SPACE:
                at += 1
                continue
            first[count] = at
            end[count] = at = end_of_token(&text, at, kind)
            places[count] = place_of(&text, first[count], at)
            __builtin_prefetch(places[count])
            count += 1
        for number in range(count):
            if places[number]:
                __builtin_prefetch(places[number].token)
        for number in range(count):
            starts.append(offset(first[number]))
            ends.append(offset(end[number]))
            place = places[number]
            if place:
                remember_word(place, whole, &text, first[number], end[number])
                token, low = <object>place.token, <object>place.lowered
            else:
                token = PyUnicode_Substring(whole, first[number], end[number])
                low = (<str>token).lower()
            tokens.append(token)
            lowered.append(low)
            if not place or place.text != texts:
                written.add(token)
                seen.add(low)
            if place:
                place.text = texts
    return starts, ends, tokens, lowered, written, seen


def where(list words, known):
    """Give the indexes of the words that are known."""
    cdef Py_ssize_t at
    cdef list found = []
    if type(known) is dict:
        for at in range(len(words)):
            if PyDict_Contains(known, <object>PyList_GET_ITEM(words, at)) == 1:
                found.append(at)
    else:
        for at in range(len(words)):
            if <object>PyList_GET_ITEM(words, at) in known:
                found.append(at)
    return found


def closings(list tokens, list starts, frozenset closers, frozenset quotes, frozenset abbreviations):
    """Give the indexes of tokens behind the marks that close a sentence."""
    cdef Py_ssize_t at, after, size = len(tokens)
    cdef str token, before
    cdef list found = []
    for at in range(size):
        token = tokens[at]
        if len(token) != 1 or token not in closers:
            continue
        after = at + 1
        if token[0] == 46:
            if at:
                before = tokens[at - 1]
                if <Py_ssize_t>starts[at - 1] + len(before) == <Py_ssize_t>starts[at]:
                    if before.lower() in abbreviations or (len(before) == 1 and before.isupper()):
                        continue
                    if after < size and <Py_ssize_t>starts[after] == <Py_ssize_t>starts[at] + 1:
                        if (<str>tokens[after])[0].isdigit():
                            continue
            while after < size and tokens[after] in quotes:
                after += 1
            if after < size and (<str>tokens[after])[0].islower():
                continue
            after = at + 1
        while after < size and tokens[after] in quotes:
            if <Py_ssize_t>starts[after] != <Py_ssize_t>starts[after - 1] + 1:
                break
            after += 1
        found.append(after)
    return found


def case_lost(list tokens, list sentences, Py_ssize_t small, Py_ssize_t fewest):
    """Give the sentences whose case says nothing: first, end, and whether all is in capitals."""
    cdef Py_ssize_t first, end, at, words, longer
    cdef bint capitals
    cdef str token
    cdef Py_UCS4 letter
    cdef list found = []
    for first, end in sentences:
        words = longer = 0
        capitals = True
        for at in range(first, end):
            token = tokens[at]
            letter = token[0]
            if not letter.isalpha():
                continue
            if len(token) > small:
                if letter.islower():
                    break
                longer += 1
            words += 1
            capitals = capitals and token.isupper()
        else:
            if words >= fewest and (capitals or longer > fewest):
                found.append((first, end, capitals))
    return found


cdef Py_ssize_t number_of(dict numbers, str word) except -2:
    cdef PyObject* found = PyDict_GetItem(numbers, word)
    return <Py_ssize_t>(<object>found) if found != NULL else -1


cdef enum:
    UNLIKELY = 4096  # units of weight below the likeliest label up to which shares are kept at hand

cdef double raised[UNLIKELY]
cdef double raised_unit = 0


cdef inline double raised_by(int32_t weight, double unit) noexcept:
    """Give e to the power of a weight, which is never above 0, in units."""
    global raised_unit
    cdef Py_ssize_t at
    if unit != raised_unit:
        for at in range(UNLIKELY):
            raised[at] = exp(-at / unit)
        raised_unit = unit
    return raised[-weight] if weight > -UNLIKELY else exp(weight / unit)


cdef inline void add(int32_t* total, const int16_t[:, ::1] table, Py_ssize_t row) noexcept:
    cdef Py_ssize_t label
    for label in range(LABELS):
        total[label] += table[row, label]


def shares(
    list words,
    list lengths,
    list places,
    list known,
    dict numbers,
    const int16_t[:, ::1] rows,
    const int16_t[:, ::1] place_rows,
    const int16_t[:, ::1] known_rows,
    const double[:, ::1] steps,
    tuple slots,
    double unit,
    double[:, ::1] found,
):
    """Fill `found` with the probability of every label of every token; False where a word has no rows yet.

    `slots` are the rows of a word's block that look from its neighbours, from round the run, from its start, from itself.
    """
    cdef Py_ssize_t run, at, token = 0, base = 0, length, step, label, other, width
    cdef Py_ssize_t before, after, around, initial, owned
    cdef Py_ssize_t* row
    cdef bytearray room = bytearray(len(words) * sizeof(Py_ssize_t))
    cdef Py_ssize_t* rows_of = <Py_ssize_t*><char*>room
    cdef int32_t of_run[LABELS]
    cdef int32_t total[LABELS]
    cdef int32_t most
    cdef double weight[LONGEST_RUN][LABELS]
    cdef double forward[LONGEST_RUN][LABELS]
    cdef double back[LABELS]
    cdef double next_back[LABELS]
    cdef double some
    before, after, around, initial, owned = slots
    width = owned + 1
    for at in range(len(words)):
        rows_of[at] = number_of(numbers, words[at]) * width
        if rows_of[at] < 0:
            return False
    for run in range(len(lengths)):
        length = lengths[run]
        if length > LONGEST_RUN:
            raise ValueError(f"a run of {length} tokens; {LONGEST_RUN} at most")
        row = rows_of + base
        for label in range(LABELS):
            of_run[label] = 0
        add(of_run, rows, row[1] + around)
        add(of_run, rows, row[length + 2] + around + 1)
        add(of_run, rows, row[0] + around + 2)
        add(of_run, rows, row[length + 3] + around + 3)
        add(of_run, rows, row[2] + around + 4)
        add(of_run, rows, row[length + 1] + around + 5)
        add(of_run, rows, (row[2] if length == 1 else 0) + around + 6)
        for step in range(length):
            for label in range(LABELS):
                total[label] = of_run[label]
            at = step + 2
            add(total, rows, row[at] + owned)
            add(total, rows, row[at - 1] + before)
            add(total, rows, row[at + 1] + after)
            other = places[token + step]
            add(total, rows, (row[at] if other % 2 else 0) + initial)
            add(total, place_rows, other)
            other = known[token + step]
            add(total, known_rows, other)
            most = total[0]
            for label in range(1, LABELS):
                most = max(most, total[label])
            for label in range(LABELS):
                weight[step][label] = raised_by(total[label] - most, unit)
        for label in range(LABELS):
            forward[0][label] = weight[0][label]
        for step in range(1, length):
            for label in range(LABELS):
                some = 0
                for other in range(LABELS):
                    some += forward[step - 1][other] * steps[other, label]
                forward[step][label] = some * weight[step][label]
        for label in range(LABELS):
            back[label] = 1
        for step in range(length - 1, -1, -1):
            some = 0
            for label in range(LABELS):
                found[token + step, label] = forward[step][label] * back[label]
                some += found[token + step, label]
            for label in range(LABELS):
                found[token + step, label] /= some
            if step:
                for label in range(LABELS):
                    some = 0
                    for other in range(LABELS):
                        some += steps[label, other] * weight[step][other] * back[other]
                    next_back[label] = some
                for label in range(LABELS):
                    back[label] = next_back[label]
        token += length
        base += length + 4
    return True


cdef bint clings(list tokens, list starts, Py_ssize_t at):
    """Tell whether a token follows the one before it without space."""
    return <Py_ssize_t>starts[at] == <Py_ssize_t>starts[at - 1] + len(<str>tokens[at - 1])


cdef bint is_capital(str token) noexcept:
    cdef Py_UCS4 first = token[0]
    return 65 <= first <= 90 if first < 128 else first.isupper()


cdef Py_ssize_t end_of_run(
    list tokens, list starts, Py_ssize_t first, Py_ssize_t limit, frozenset loose, frozenset abbreviations,
    frozenset domains, Py_ssize_t longest_gap,
) except -1:
    """Give the end of the run that begins at `first`: after its last capital, number or abbreviation dot."""
    cdef Py_ssize_t end = first + 1, at = first + 1, gap = 0
    cdef str token
    while at < limit:
        token = tokens[at]
        if is_capital(token) or (
            token == "." and clings(tokens, starts, at) and (<str>tokens[at - 1]).lower() in abbreviations
        ):
            end, gap = at + 1, 0
        elif token in loose:
            if gap > longest_gap:
                break
            gap += 1
        elif token[0].isdigit():
            if gap >= longest_gap or not (
                <Py_ssize_t>starts[at] - <Py_ssize_t>starts[at - 1] - len(<str>tokens[at - 1]) <= 1
            ):
                break
            gap = 0
        elif token in domains and <str>tokens[at - 1] == "." and clings(tokens, starts, at):
            end, gap = at + 1, 0
        else:
            break
        at += 1
    return end


def find_runs(
    list tokens, list starts, list sentences, tuple words, Py_ssize_t longest_gap, Py_ssize_t longest_run
):
    """Find runs of capitalised words: first, end, and where their sentence starts and ends."""
    cdef Py_ssize_t at = 0, end, begin = 0, limit = 0, sentence = -1, first, low
    cdef str token
    cdef list runs = []
    cdef frozenset days, function, particles, loose, abbreviations, domains
    days, function, particles, loose, abbreviations, domains = words
    low = 0
    while at < len(tokens):
        token = tokens[at]
        if not is_capital(token):
            at += 1
            continue
        while limit <= at:
            sentence += 1
            begin, limit = <tuple>sentences[sentence]
        end = end_of_run(tokens, starts, at, min(limit, at + longest_run), loose, abbreviations, domains, longest_gap)
        if end == at + 1 and (token in days or (token != "US" and token.lower() in function)):
            at = end
            continue
        first, low = at, max(begin, low)
        if at - 1 >= low and tokens[at - 1] in particles:
            first = at - 1
        elif at - 2 >= low and <str>tokens[at - 1] == "-" and (<str>tokens[at - 2]).lower() in particles:
            first = at - 2
        runs.append((first, end, begin, limit))
        low = at = end
    return runs


cdef Py_ssize_t after(list numbers, Py_ssize_t low, Py_ssize_t value) except -1:
    """Give the place of the first of ascending numbers that is not below a value, from a place on."""
    cdef Py_ssize_t high = len(numbers), middle
    while low < high:
        middle = (low + high) // 2
        if <Py_ssize_t>numbers[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def known_tokens(list starts, list hits, kinds_of):
    """Say, for each token in a known name, what it may be a name of."""
    cdef Py_ssize_t first, end = 0, count = len(starts), start, stop, index
    cdef dict known = {}
    for hit in hits:
        start, stop, entries = <tuple>hit
        end = first = after(starts, end, start)
        while end < count and <Py_ssize_t>starts[end] < stop:
            end += 1
        kind, kinds = <tuple>kinds_of(entries)
        for index in range(first, end):
            known[index] = (kind, kinds, min(end - first, 3), index == first, index == end - 1)
    return known


def lay_out(list tokens, set written, list runs, dict known, str start, str end_mark):
    """Lay runs out: words with those round them, own words, lengths, places, known names."""
    cdef set ends = set()
    cdef dict elsewhere = {}
    cdef list words = [], all_own = [], lengths = [], places = [], names = []
    cdef Py_ssize_t first, end, sentence_first, sentence_end, at, length, shape, seen
    cdef str word
    for first, end, sentence_first, sentence_end in runs:
        for at in range(first, end):
            word = tokens[at]
            if at > first:
                ends.add(word)
            if at != sentence_first:
                elsewhere[word] = elsewhere.get(word, 0) + 1
    for first, end, sentence_first, sentence_end in runs:
        length = end - first
        words.append(tokens[first - 2] if first > sentence_first + 1 else start)
        words.append(tokens[first - 1] if first > sentence_first else start)
        shape = 12 * (3 * (min(length, LONG) - 1) + (0 if length > 1 else 2 if tokens[first] in ends else 1))
        shape += first == sentence_first
        for at in range(first, end):
            word = tokens[at]
            words.append(word)
            all_own.append(word)
            seen = elsewhere.get(word, 0)
            places.append(shape + 2 * (word.lower() in written) + 4 * min(seen, 2))
            shape -= shape % 2
            names.append(known.get(at) if known else None)
        words.append(tokens[end] if end < sentence_end else end_mark)
        words.append(tokens[end + 1] if end + 1 < sentence_end else end_mark)
        lengths.append(length)
    return words, all_own, lengths, places, names


def remember(
    list own, list lengths, double[:, ::1] chances, const double[::1] label_weight, double longer_weight, double least,
):
    """Let words that stand alone lean towards the article's other mentions of them, in place."""
    cdef Py_ssize_t run, token = 0, at, label, number, length
    cdef dict numbers = {}
    cdef list which = []
    cdef double some
    for word in own:
        which.append(numbers.setdefault(word, len(numbers)))
    cdef double[:, ::1] totals = np.zeros((len(numbers), KINDS))
    for length in lengths:
        for at in range(token, token + length):
            number = which[at]
            for label in range(LABELS):
                totals[number, (label + 1) // 2] += chances[at, label] * (1 if length == 1 else longer_weight)
        token += length
    for number in range(len(numbers)):
        some = 0
        for at in range(KINDS):
            some += totals[number, at]
        for at in range(KINDS):
            totals[number, at] = (totals[number, at] / some + least) ** 2
    token = 0
    for length in lengths:
        for at in range(token, token + length):
            number = which[at]
            some = 0
            for label in range(LABELS):
                if length == 1:
                    chances[at, label] *= totals[number, (label + 1) // 2]
                chances[at, label] *= label_weight[label]
                some += chances[at, label]
            for label in range(LABELS):
                chances[at, label] /= some
        token += length


def decode(list runs, const double[:, ::1] chances, tuple types):
    """Turn probabilities of labels into names: first and end token, type, lowest chance."""
    cdef Py_ssize_t first, end, at, token = 0, label, best, since = 0
    cdef object kind, open_kind
    cdef double lowest = 0, chance
    cdef list names = []
    for first, end, _, _ in runs:
        open_kind = None
        for at in range(first, end):
            best = 0
            for label in range(1, LABELS):
                if chances[token, label] > chances[token, best]:
                    best = label
            chance = chances[token, best]
            token += 1
            if best == 0:
                if open_kind is not None:
                    names.append((since, at, open_kind, lowest))
                open_kind = None
                continue
            kind = types[best]
            if open_kind == kind and best % 2 == 0:
                lowest = min(lowest, chance)
                continue
            if open_kind is not None:
                names.append((since, at, open_kind, lowest))
            since, open_kind, lowest = at, kind, chance
        if open_kind is not None:
            names.append((since, end, open_kind, lowest))
    return names


cdef inline Py_ssize_t end_at(list tokens, list starts, Py_ssize_t at):
    return <Py_ssize_t>starts[at] + len(<str>tokens[at])


def tidy(names, list tokens, list starts, tuple words, goes_on):
    """Trim and join names, in order of text; `goes_on` tells whether a name of a person goes on behind its end."""
    cdef frozenset edges, joints, abbreviations, domains
    cdef Py_ssize_t first, end, since = 0, until = 0, size = len(tokens)
    cdef object kind, last_kind = None
    cdef double chance, lowest = 0
    cdef list tidied = []
    edges, joints, abbreviations, domains = words
    for first, end, kind, chance in names:
        while first < end and tokens[first] in edges:
            first += 1
        while end > first and tokens[end - 1] in edges:
            end -= 1
        if first == end or (end - first == 1 and len(<str>tokens[first]) == 1):
            continue
        if end < size and <str>tokens[end] == "." and <Py_ssize_t>starts[end] == end_at(tokens, starts, end - 1):
            if (<str>tokens[end - 1]).lower() in abbreviations:
                end += 1
            elif end + 1 < size and tokens[end + 1] in domains:
                if <Py_ssize_t>starts[end + 1] == <Py_ssize_t>starts[end] + 1:
                    end += 2
        if end + 1 < size and end - first > 1 and <str>tokens[end] == "-" and kind == "person":
            if goes_on(tokens, starts, end):
                end += 2
        if last_kind is not None:
            if first < until:
                continue
            if until + 1 == first and last_kind == kind and tokens[until] in joints:
                if <Py_ssize_t>starts[first] - end_at(tokens, starts, until - 1) == 1:
                    until, lowest = end, min(lowest, chance)
                    continue
            tidied.append((since, until, last_kind, lowest))
        since, until, last_kind, lowest = first, end, kind, chance
    if last_kind is not None:
        tidied.append((since, until, last_kind, lowest))
    return tidied


def calibrate(double chance, double slope, double shift):
    """Turn a chance into a share of names that are right, to three digits."""
    cdef double odds = max(chance, 1e-9) / max(1 - chance, 1e-9)
    cdef double share = 1 / (1 + exp(-(slope * log(odds) + shift)))
    cdef double whole = floor(share * 1000 + 0.5), apart = share * 1000 - whole
    if fabs(apart) > 0.5 - 1e-6:  # so near to the middle of two that only decimals tell
        return round(share, 3)
    return whole / 1000
