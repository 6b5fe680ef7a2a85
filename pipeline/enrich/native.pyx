# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Inner loops of enrichment, compiled where a C compiler is: cutting text into tokens, reading names, weighing tone.

Each function answers as its namesake in Python does (`tokens.cut`, `names.read`), which is the definition and runs
where nothing was compiled; tests hold both to the same answers.
"""

import numpy as np

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from libc.math cimport exp, log1p, sqrt
from libc.stdint cimport int16_t, int64_t, uint8_t

cdef extern from "Python.h":
    int Py_UNICODE_ISALNUM(Py_UCS4 character)
    int Py_UNICODE_ISDECIMAL(Py_UCS4 character)
    int Py_UNICODE_ISSPACE(Py_UCS4 character)
    str PyUnicode_Substring(object text, Py_ssize_t start, Py_ssize_t end)

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


cdef Kind kind_of(Py_UCS4 character) noexcept:
    """Tell letters, digits, white space and marks apart as the `re` module does."""
    if character < 128:
        if 97 <= character <= 122 or 65 <= character <= 90:
            return LETTER
        if character == 32 or 9 <= character <= 13 or 28 <= character <= 31:
            return SPACE
        return DIGIT if 48 <= character <= 57 else MARK
    if Py_UNICODE_ISSPACE(character):
        return SPACE
    if Py_UNICODE_ISDECIMAL(character):
        return DIGIT
    return LETTER if Py_UNICODE_ISALNUM(character) else MARK


cdef Kind kind_at(str text, Py_ssize_t at, Py_ssize_t size) noexcept:
    return kind_of(text[at]) if at < size else SPACE


cdef bint is_apostrophe(Py_UCS4 character) noexcept:
    return character == 39 or character == 0x2019


cdef bint ends_word(str text, Py_ssize_t at, Py_ssize_t size) noexcept:
    """Tell whether a word that reaches to `at` ends there."""
    return at >= size or (kind_of(text[at]) < DIGIT and text[at] != 95)


cdef Py_ssize_t end_of_token(str text, Py_ssize_t start, Kind kind, Py_ssize_t size) noexcept:
    """Give where the token that starts here ends, as the branches of `TOKEN` in their order."""
    cdef Py_ssize_t at = start
    if kind == LETTER:
        while at + 1 < size and text[at + 1] == 46 and kind_of(text[at]) == LETTER:
            at += 2
        if at - start >= 4:
            return at
        at = start + 1
        while True:
            while kind_at(text, at, size) == LETTER:
                at += 1
            if not (at < size and is_apostrophe(text[at]) and kind_at(text, at + 1, size) == LETTER):
                break
            if (text[at + 1] == 115 or text[at + 1] == 83) and ends_word(text, at + 2, size):
                break
            at += 2
        while kind_at(text, at, size) == DIGIT:
            at += 1
        return at
    if kind == DIGIT:
        at += 1
        while True:
            while kind_at(text, at, size) == DIGIT:
                at += 1
            if not (at < size and (text[at] == 46 or text[at] == 44 or text[at] == 58)):
                return at
            if kind_at(text, at + 1, size) != DIGIT:
                return at
            at += 2
    if is_apostrophe(text[start]) and start + 1 < size and (text[start + 1] == 115 or text[start + 1] == 83):
        if ends_word(text, start + 2, size):
            return start + 2
    return start + 1


def cut(str text):
    """Give starts, ends, tokens and lower-cased tokens of a text."""
    cdef Py_ssize_t at = 0, end, here, size = len(text)
    cdef list starts = [], ends = [], tokens = [], lowered = []
    cdef Kind kind
    cdef Py_UCS4 character
    cdef bint small
    cdef str token
    while at < size:
        kind = kind_of(text[at])
        if kind == SPACE:
            at += 1
            continue
        end = end_of_token(text, at, kind, size)
        token = PyUnicode_Substring(text, at, end)
        small = True
        for here in range(at, end):
            character = text[here]
            if character > 127 or 65 <= character <= 90:
                small = False
                break
        starts.append(at)
        ends.append(end)
        tokens.append(token)
        lowered.append(token if small else token.lower())
        at = end
    return starts, ends, tokens, lowered


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


cdef inline void add(double* total, const int16_t[:, ::1] table, Py_ssize_t row) noexcept:
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
    cdef Py_ssize_t row[LONGEST_RUN + 4]
    cdef double of_run[LABELS]
    cdef double total[LABELS]
    cdef double weight[LONGEST_RUN][LABELS]
    cdef double forward[LONGEST_RUN][LABELS]
    cdef double back[LABELS]
    cdef double next_back[LABELS]
    cdef double most, some
    before, after, around, initial, owned = slots
    width = owned + 1
    for run in range(len(lengths)):
        length = lengths[run]
        if length > LONGEST_RUN:
            raise ValueError(f"a run of {length} tokens; {LONGEST_RUN} at most")
        for at in range(length + 4):
            row[at] = number_of(numbers, words[base + at])
            if row[at] < 0:
                return False
            row[at] *= width
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
                weight[step][label] = exp((total[label] - most) / unit)
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


def lay_out(list tokens, list runs, dict known, str start, str end_mark):
    """Lay runs out: words with those round them, own words, lengths, places, known names."""
    cdef set present = set(tokens), ends = set()
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
            places.append(shape + 2 * (word.lower() in present) + 4 * min(seen, 2))
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


cdef enum:
    CONTEXT = 3
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


cdef int state_of(const uint8_t[::1] marks, Py_ssize_t at) noexcept:
    """Say how a token is to be read: 1 after a negation, 2 before "by", 4 after a form of "be"."""
    cdef int two, state = 0
    if at >= CONTEXT:
        two = marks[at - 1] | marks[at - 2]
        state = (two & BE) << 1 | (two | marks[at - 3]) & NEGATION
    if at + 1 < marks.shape[0]:
        state |= (marks[at + 1] & BY) >> 1
    return state


def tones(
    const int64_t[::1] ids,
    const uint8_t[::1] marks,
    list quotes,
    list spans,
    const int64_t[:, ::1] own,
    tuple tables,
    dict next_to,
    Py_ssize_t reach,
):
    """Add up what every feature says of targets: targets × 3; see `tone_model.score`."""
    cdef const float[:, ::1] zones = tables[0]
    cdef const float[:, ::1] pairs = tables[1]
    cdef const float[:, ::1] pooled = tables[2]
    cdef const float[:, ::1] dense = tables[3]
    cdef const float[::1] intercept = tables[4]
    cdef const float[:, ::1] said = tables[5]
    cdef const int64_t[::1] said_at = tables[6]
    cdef const float[:, ::1] kernels = tables[7]
    cdef const float[:, ::1] decay = tables[8]
    cdef const int64_t[:, ::1] zone_of = tables[9]
    cdef const int64_t[::1] roles = tables[10]
    cdef double[:, ::1] found = np.zeros((len(spans), 3))
    cdef Py_ssize_t target, first, last, start, end, side, length, step, token, at, row, column, tau, fade
    cdef Py_ssize_t none = pairs.shape[0] - 1, half = pooled.shape[0] // 2
    cdef int64_t word, inner, bucket
    cdef int before, after
    cdef bint opened, aloud
    cdef double total[4]
    cdef double pool[TAUS][4]
    cdef double told[LEXICAL]
    cdef double seen[LEXICONS]
    cdef double value, some
    for target in range(len(spans)):
        first, last, start, end = <tuple>spans[target]
        for column in range(3):
            found[target, column] = intercept[column]
        for column in range(4):
            total[column] = 0
        for side in range(2):
            for column in range(LEXICAL):
                told[column] = 0
            for column in range(LEXICONS):
                seen[column] = 0
            for tau in range(TAUS):
                for column in range(4):
                    pool[tau][column] = 0
            length = min(end - last if side else first - start, reach)
            inner = 1
            for step in range(length):
                token = last + step if side else first - 1 - step
                word = ids[token]
                row = word * ZONES + zone_of[side, step]
                if word and inner:
                    bucket = (inner if side else word) * 2654435761 + (word if side else inner) * 40503
                    bucket = bucket % 4294967291 % none
                else:
                    bucket = none
                for column in range(4):
                    total[column] += zones[row, column] + pairs[bucket, column]
                    for tau in range(TAUS):
                        pool[tau][column] += pooled[word + side * half, tau * 4 + column] * kernels[step, tau]
                inner = word
                at = said_at[word]
                if at == 0:
                    continue
                at += roles[side << 3 | state_of(marks, token)]
                aloud = quotes[token] % 2
                for column in range(SIGNED):
                    value = said[at, column]
                    for fade in range(DECAYS):
                        told[column * DECAYS + fade] += value * decay[step, fade]
                    told[OFTEN + column] += said[at, SIGNED + column]
                    if value != 0 and seen[column % LEXICONS] == 0:
                        seen[column % LEXICONS] = 1
                        told[NEAREST + column % LEXICONS] = value
                        told[NEAREST + LEXICONS + column % LEXICONS] = value / (1 + step)
                for column in range(ANYWHERE):
                    told[ALOUD + (0 if aloud else ANYWHERE) + column] += said[at, 2 * SIGNED + column]
            for column in range(OFTEN, NEAREST):
                told[column] = log1p(told[column])
            opened = quotes[last if side else first - 1] % 2 if length else 0
            if opened:
                for column in range(2 * ANYWHERE):
                    told[ALOUD + 2 * ANYWHERE + column] = told[ALOUD + column]
            for column in range(LEXICAL):
                if told[column] != 0:
                    for at in range(3):
                        found[target, at] += told[column] * dense[side * LEXICAL + column, at]
            for tau in range(TAUS):
                for column in range(3):
                    found[target, column] += pool[tau][column] / (pool[tau][3] + 0.5)
        for column in range(own.shape[1]):
            for at in range(4):
                total[at] += zones[own[target, column] * ZONES + ZONES - 1, at]
        some = sqrt(max(total[3], 1.0))
        for column in range(3):
            found[target, column] += total[column] / some
        before = marks[first - 1] if first > start else 0
        after = marks[last] if last < end else 0
        row = 2 * LEXICAL
        shape = (
            (first - start) / 30.0,
            (end - last) / 30.0,
            first == start,
            (quotes[first] - quotes[start]) % 2,
            quotes[end - 1] - quotes[start] > 0,
            *next_to[before, after],
        )
        for value in shape:
            if value != 0:
                for column in range(3):
                    found[target, column] += value * dense[row, column]
            row += 1
    return np.asarray(found)
