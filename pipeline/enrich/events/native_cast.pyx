# cython: language_level=3, boundscheck=False, wraparound=False
"""Who did it, to whom and where, compiled where a C compiler is.

Every function answers as its namesake in Python does (`participants`, `roles`, `mentions`), which is the definition and
runs where nothing was compiled; tests hold both to the same answers. What a rule means is told there; here is only how
it is computed: closed classes of words are bits, and lists of mentions are ranges of one array or numbers of its items.
"""

from cpython.object cimport PyObject
from libc.stdint cimport uint64_t
from libc.stdlib cimport free, malloc

cdef extern from "Python.h":
    PyObject* PyDict_GetItemWithError(object some, object key) noexcept  # of words and numbers: that cannot fail
    PyObject* PyList_GET_ITEM(PyObject* some, Py_ssize_t at)
    Py_ssize_t PyUnicode_GET_LENGTH(PyObject* word)
    Py_UCS4 PyUnicode_READ_CHAR(PyObject* word, Py_ssize_t at)


cpdef enum Reach:
    """How far the rules look, in words; see `casting.REACHES`."""

    ATTRIBUTED = 16
    BACK = 60
    BY = 16
    CONTENT = 4
    GAP = 6
    MANY = 8
    MODIFIED = 3
    NEAR = 4
    REACH = 8


cpdef enum Sort:
    """The closed classes of words that the rules ask for, by the number of their bit; see `casting.CLASSES`."""

    ABOUT
    AIM
    APPOSITIVE
    ARTICLES
    BACKED
    CARRIED
    COMPASS
    CREWED
    GROUND
    HELD
    IRREGULAR_PARTICIPLES
    JOINERS
    MADE
    MEANS
    NOT_PARTICIPLE
    OUT_OF_PHRASE
    OWN
    PERCEIVED
    PLACE_PREPOSITIONS
    POSSESSIVES
    PRONOUNS
    SETTLEMENTS
    SIDES
    SPEECH
    STOPPERS
    TELLS

cdef enum:
    AND = TELLS + 1
    BETWEEN
    BREAKS  # what ends the stretch that a relative pronoun refers to
    BYWORD
    COMMA
    FOR_TO
    FROM
    HYPHEN
    NEARBY
    OF
    OUT
    RELATIVE
    TO_WITH
    THAT
    THAT_WHICH
    THE
    MET = 63  # the word was looked up

cdef enum:
    AROUND = 64  # words around an event that are looked up once

PLAIN = {
    AND: "and", BETWEEN: "between", BREAKS: ", ; : and", BYWORD: "by", COMMA: ",", FOR_TO: "to for through",
    FROM: "from", HYPHEN: "-", NEARBY: "in near off to", OF: "of", OUT: "out", RELATIVE: "who which that whose",
    TO_WITH: "to with the", THAT: "that", THAT_WHICH: "that which", THE: "the",
}  # words that the rules ask for by themselves

cdef inline uint64_t bit(int sort) noexcept:
    return <uint64_t>1 << sort


cdef struct Named:
    # A mention, and what matters of its entity.
    Py_ssize_t start
    Py_ssize_t end
    bint place
    bint org
    bint demonym
    bint name
    bint area
    bint able  # it may use weapons, see `mentions.may_act`
    PyObject* country  # NULL where it has none
    PyObject* mention


cdef struct Part:
    # A stretch between commas, and how far those before it reach; -1 behind the last.
    Py_ssize_t left
    Py_ssize_t stop
    Py_ssize_t rest


cdef struct Roles:
    Named* actor
    Named* target
    int how


cdef enum How:
    PLAINLY
    PASSIVE
    MUTUAL
    SPEAKER
    STOPPED
    SUBJECT
    MODIFIER

HOWS = (
    (), ("voice:passive",), ("mutual",), ("actor:speaker",), ("weapon:stopped",), ("weapon:subject",),
    ("actor:modifier",),
)


cdef bint ends_with(PyObject* word, str end) noexcept:
    cdef Py_ssize_t at, length = len(end), behind = PyUnicode_GET_LENGTH(word) - length
    if behind < 0:
        return False
    for at in range(length):
        if PyUnicode_READ_CHAR(word, behind + at) != end[at]:
            return False
    return True


cdef bint same(PyObject* one, PyObject* other):
    """Tell whether two countries, or none, are the same."""
    if one == NULL or other == NULL:
        return one == other
    return <str>one == <str>other


cdef bint is_side(Named* one) noexcept:
    """Tell who may own weapons: a state, its people, a group."""
    return one.org or one.country != NULL


cdef class Kind:
    """What matters of a trigger."""

    cdef object trigger  # kept, so that no other one has its identity
    cdef bint verb, instrument, mutual, undergo, speaker, means, aimed_at, disapproves, threatens
    cdef frozenset weapons  # the words that may be its weapon, or None
    cdef frozenset acting  # the words of its subject, or None

    def __cinit__(self, trigger):
        self.trigger = trigger
        self.verb, self.instrument, self.mutual = trigger.part == "verb", trigger.instrument, trigger.mutual
        self.undergo, self.speaker = trigger.undergo, trigger.speaker
        self.means, self.aimed_at = trigger.with_ is not None, trigger.object is not None
        self.disapproves, self.threatens = trigger.type == "DISAPPROVE", trigger.type == "THREATEN"
        self.acting = trigger.subject.single if trigger.subject is not None else None
        self.weapons = None
        for some in (trigger.of, trigger.object, trigger.subject):
            if some is not None:
                self.weapons = some.single


cdef class Scene:
    """One event and the mentions of its sentence, those before it and those behind."""

    cdef Caster caster
    cdef PyObject* words
    cdef Py_ssize_t size
    cdef Py_ssize_t start, end, first, last, opens, closes  # of the event, its sentence and its clause
    cdef bint passive
    cdef Kind kind
    cdef uint64_t seen[AROUND]  # the sorts of words met so far, from `base` on; 0 where not met
    cdef Py_ssize_t base
    cdef Named* inside
    cdef Py_ssize_t count
    cdef Named** before
    cdef Named** after
    cdef Named** some  # room for the choice of one rule
    cdef Py_ssize_t befores, afters

    def __dealloc__(self):
        free(self.inside)
        free(self.before)

    cdef int enter(self, Caster caster, list words, hit, list inside) except -1:
        """Lay out an event; `hit` is a `match.Hit`."""
        cdef Py_ssize_t number
        self.caster, self.words, self.size = caster, <PyObject*>words, len(words)
        self.kind, self.start, self.end = caster.kind(hit[0]), hit[1], hit[2]
        self.opens, self.closes = <tuple>hit[3]
        self.first, self.last = <tuple>hit[4]
        self.passive = hit[5]
        self.base = self.start - AROUND // 2
        self.count, self.befores, self.afters = len(inside), 0, 0
        self.inside = <Named*>malloc(max(self.count, 1) * sizeof(Named))
        self.before = <Named**>malloc(3 * max(self.count, 1) * sizeof(Named*))
        if self.inside == NULL or self.before == NULL:
            raise MemoryError
        self.after, self.some = self.before + self.count, self.before + 2 * self.count
        for number in range(self.count):
            lay_out(<tuple>inside[number], &self.inside[number], caster.governing)
            if self.inside[number].end <= self.start:
                self.before[self.befores] = &self.inside[number]
                self.befores += 1
            if self.inside[number].start >= self.end:
                self.after[self.afters] = &self.inside[number]
                self.afters += 1
        return 0

    cdef inline PyObject* word(self, Py_ssize_t at) noexcept:
        """Give a word; before the first comes the last, as in a list."""
        return PyList_GET_ITEM(self.words, at + self.size if at < 0 else at)

    cdef inline uint64_t sorts(self, Py_ssize_t at):
        """Give the sorts of a word, none behind the last."""
        cdef PyObject* known
        cdef uint64_t sorts = bit(MET)
        if self.base <= at < self.base + AROUND and self.seen[at - self.base]:
            return self.seen[at - self.base]
        if at >= self.size or at < -self.size:
            return 0
        known = PyDict_GetItemWithError(self.caster.sorts, <object>self.word(at))
        if known != NULL:
            sorts |= <uint64_t><object>known
        if self.base <= at < self.base + AROUND:
            self.seen[at - self.base] = sorts
        return sorts

    cdef inline bint stands(self, Py_ssize_t at, int sort):
        return self.sorts(at) >> sort & 1

    cdef bint any_of(self, Py_ssize_t start, Py_ssize_t end, int sort):
        return self.first_of(start, end, sort) >= 0

    cdef Py_ssize_t first_of(self, Py_ssize_t start, Py_ssize_t end, int sort):
        """Give the first word of a sort in [start, end), or -1."""
        cdef Py_ssize_t at
        for at in range(start, min(end, self.size)):
            if self.stands(at, sort):
                return at
        return -1

    cdef bint participle(self, Py_ssize_t at):
        cdef uint64_t sorts = self.sorts(at)
        if ends_with(self.word(at), "ed") and not sorts & bit(NOT_PARTICIPLE):
            return True
        return sorts & bit(IRREGULAR_PARTICIPLES) != 0

    # `mentions`

    cdef Py_ssize_t behind_articles(self, Py_ssize_t at, Py_ssize_t least):
        """Step back over articles, as far as `least`."""
        while at >= least and self.stands(at, ARTICLES):
            at -= 1
        return at

    cdef bint adverbial(self, Named* one, Py_ssize_t left):
        cdef Py_ssize_t at = self.behind_articles(one.start - 1, left)
        if at < left or not self.stands(at, PLACE_PREPOSITIONS):
            return False
        return at == left or self.stands(at - 1, COMMA)

    cdef bint origin(self, Named* one):
        cdef Py_ssize_t at
        cdef uint64_t sorts
        for at in range(one.start - 1, max(0, one.start - REACH), -1):
            sorts = self.sorts(at)
            if sorts & bit(FROM) or (sorts & bit(OF) and self.stands(at - 1, OUT)):
                return True
            if sorts & (bit(COMMA) | bit(AIM) | bit(NEARBY)):
                return False
        return False

    cdef bint attribution(self, Named* one):
        cdef Py_ssize_t at = one.start - 1
        cdef uint64_t sorts
        while at >= self.end:
            sorts = self.sorts(at)
            if sorts & bit(COMMA):
                return self.any_of(at, min(at + ATTRIBUTED, self.last), SPEECH)
            if sorts & bit(SPEECH):
                return True
            at -= 1
        return False

    cdef bint in_place(self, Named* one):
        cdef Py_ssize_t at = self.behind_articles(one.start - 1, 0)
        if one.demonym and self.stands(one.end, GROUND):
            return True
        if at > 1 and self.stands(at, OF) and self.stands(at - 1, SETTLEMENTS):
            at -= 2
            while at >= 0 and (self.stands(at, ARTICLES) or ends_with(self.word(at), "ed")):
                at -= 1
        return at >= 0 and self.stands(at, PLACE_PREPOSITIONS)

    cdef bint governed(self, Named* one):
        cdef Py_ssize_t at = one.start - 1
        cdef uint64_t sorts
        while at > 0 and (self.stands(at, ARTICLES) or ends_with(self.word(at), "ern")):
            at -= 1
        sorts = self.sorts(at)
        if sorts & bit(OF):
            return not self.stands(at - 1, COMPASS)
        return at > 0 and sorts & (bit(PLACE_PREPOSITIONS) | bit(AIM) | bit(FOR_TO)) != 0

    # `roles`

    cdef Roles of_verb(self):
        cdef Named* subject = self.subject()
        cdef Named* other
        if self.passive or (self.kind.means and self.suffers()):
            return Roles(self.by(self.after, self.afters, False), subject, PASSIVE)
        if self.kind.mutual:
            other = self.pair(subject)
            if other != NULL:
                return Roles(subject, other, MUTUAL)
        if self.kind.speaker:
            return self.of_speaker()
        return Roles(subject, self.object_(subject), PLAINLY)

    cdef Roles of_instrument(self):
        cdef Named* owner = self.owner(self.before, self.befores)
        cdef Named* other
        cdef bint verb
        if self.kind.undergo:
            other = owner
            if not self.passive:
                other = self.owner(self.after, self.afters)
            if other == NULL:
                other = self.by(self.before, self.befores, False)
            if other == NULL and not (self.passive and self.stands(self.end, BYWORD)):
                other = self.by(self.after, self.afters, True)
            return Roles(other, self.subject(), STOPPED)
        verb = self.kind.verb
        if self.passive:
            other = self.by(self.after, self.afters, False)
            if other == NULL:
                other = owner
            if other == NULL:
                other = self.crew()
            return Roles(other, self.aim(), PASSIVE)
        if verb and self.kind.aimed_at:
            return Roles(self.subject(), self.aim(), PLAINLY)
        if verb:
            if owner == NULL:
                owner = self.sender()
            return Roles(owner, self.object_(owner), SUBJECT)
        if owner != NULL:
            return Roles(owner, self.aim(), MODIFIER)
        other = self.by(self.after, self.afters, False)
        if other == NULL:
            other = self.doer()
        return Roles(other, self.aim(), PLAINLY)

    cdef Roles of_noun(self):
        cdef Named* owner = NULL
        cdef Named* actor
        cdef Named* other
        cdef Roles roles
        if self.kind.mutual and self.between(&roles):
            return roles
        if self.befores and self.modifies(self.before[self.befores - 1]):
            owner = self.before[self.befores - 1]
        actor = owner
        if actor == NULL:
            actor = self.by(self.after, self.afters, False)
        if actor == NULL:
            actor = self.doer()
        if self.kind.mutual:
            other = self.pair(actor)
            if other != NULL:
                return Roles(actor, other, MUTUAL)
        return Roles(actor, self.object_(actor), MODIFIER if owner != NULL else PLAINLY)

    cdef Named* doer(self):
        cdef Named* subject = self.subject()
        if subject == NULL or not self.kind.instrument:
            return subject
        if self.stands(self.end, BYWORD) or self.any_of(subject.end, self.start, PERCEIVED):
            return NULL
        return subject

    cdef bint suffers(self):
        cdef Py_ssize_t at
        if not self.participle(self.start):
            return False
        at = self.first_of(self.end, self.closes, MEANS)
        return at >= 0 and self.stands(at, BYWORD)

    cdef Named* crew(self):
        cdef Py_ssize_t number
        cdef Named* one
        for number in range(self.afters):
            one = self.after[number]
            if one.start < self.closes and one.demonym and self.any_of(one.end, one.end + 3, CREWED):
                return one if self.any_of(self.end, one.start, FROM) else NULL
        return NULL

    cdef bint has_any(self, frozenset some, Py_ssize_t start, Py_ssize_t end):
        cdef Py_ssize_t at
        for at in range(start, min(end, self.size)):
            if <object>self.word(at) in some:
                return True
        return False

    cdef PyObject* owned(self, list named) except? NULL:
        """Give the mention whose weapons they are, or NULL."""
        cdef frozenset weapons = self.kind.weapons
        cdef Py_ssize_t at, number
        cdef Named one
        if weapons is None:
            return NULL
        for at in range(self.opens, self.closes):
            if self.stands(at, OWN) and self.has_any(weapons, at + 1, at + NEAR + 2):
                for number in range(len(named) - 1, -1, -1):
                    lay_out(<tuple>named[number], &one, self.caster.governing)
                    if one.able and at - BACK <= one.start < at and is_side(&one):
                        return one.mention
                return NULL
        return NULL

    cdef Named* sender(self):
        cdef Py_ssize_t number
        for number in range(self.befores):
            if self.stands(self.before[number].end, HYPHEN) and self.stands(self.before[number].end + 1, HELD):
                return self.before[number]
        return self.by(self.before, self.befores, False)

    cdef Named* owner(self, Named** some, Py_ssize_t count):
        cdef Py_ssize_t number
        cdef bint back = count > 0 and some[0].start < self.start
        cdef uint64_t follower
        cdef Named* one
        for number in range(count):
            one = some[count - 1 - number if back else number]
            if not self.opens - REACH <= one.start < self.closes:
                continue
            follower = self.sorts(one.end)
            if self.any_of(one.end, self.start, SPEECH):
                continue
            if follower & bit(HYPHEN) and self.stands(one.end + 1, MADE):
                continue
            if one.demonym or follower & (bit(POSSESSIVES) | bit(CARRIED)):
                if not self.in_place(one) and self.next_to(one):
                    return one
            elif (one.end < self.start and self.sends(one)) or self.arms(one):
                return one
        return NULL

    cdef bint next_to(self, Named* one):
        cdef frozenset weapons = self.kind.acting
        cdef Py_ssize_t at
        if weapons is None or one.start > self.start:
            return True
        for at in range(one.end, self.start):
            if <object>self.word(at) in weapons or self.stands(at, CARRIED):
                return True
            if self.sorts(at) & (bit(OUT_OF_PHRASE) | bit(SPEECH)):
                return False
        return True

    cdef bint arms(self, Named* one):
        cdef frozenset weapons
        cdef Py_ssize_t at
        if not one.org or one.country == NULL:
            return False
        weapons = self.kind.weapons
        if weapons is None or self.has_any(weapons, one.start, one.end):
            return False
        for at in range(one.end, min(one.end + NEAR, self.size)):
            if <object>self.word(at) in weapons:
                return True
            if self.sorts(at) & (bit(SPEECH) | bit(PLACE_PREPOSITIONS) | bit(STOPPERS)):
                return False
        return False

    cdef bint sends(self, Named* one):
        return self.stands(self.behind_articles(one.start - 1, 1), THAT_WHICH)

    cdef bint modifies(self, Named* one):
        cdef Py_ssize_t at
        if self.start - one.end > MODIFIED:
            return False
        for at in range(one.end, self.start):
            if self.sorts(at) & (bit(JOINERS) | bit(PLACE_PREPOSITIONS)):
                return False
        return one.demonym or one.end == self.start or self.stands(one.end, POSSESSIVES)

    cdef Part part(self, Py_ssize_t start, Py_ssize_t end):
        """Give the last stretch between commas of [start, end) that has words; `stop` is -1 where there is none."""
        cdef Py_ssize_t left = end
        while end >= start:
            left = end - 1
            while left >= start and not self.stands(left, COMMA):
                left -= 1
            if left + 1 < end:
                return Part(left + 1, end, left if left >= start else -1)
            end = left
        return Part(start, -1, -1)

    cdef Named* subject(self):
        cdef Py_ssize_t start = self.opens, number = 0, count, other
        cdef Part part, next_part
        cdef bint own = False, aside
        if not self.befores:
            return NULL
        for other in range(self.befores):
            own = own or start <= self.before[other].start
        if not own and start > self.first and self.stands(start - 1, RELATIVE):
            start = self.relative(start)
        part = self.part(start, self.start)
        if part.stop < 0:
            part = Part(start, self.start, -1)
        while part.stop >= 0:
            next_part = self.part(start, part.rest) if part.rest >= 0 else Part(start, -1, -1)
            count = self.subjects(part)
            aside = number > 0 and next_part.stop >= 0 and self.stands(part.left, APPOSITIVE)
            if count and not (aside and self.any_within(next_part)):
                return self.of_whose(self.possessed(count))
            part, number = next_part, number + 1
        return NULL

    cdef bint any_within(self, Part part) noexcept:
        cdef Py_ssize_t number
        for number in range(self.befores):
            if part.left <= self.before[number].start < part.stop:
                return True
        return False

    cdef Py_ssize_t subjects(self, Part part):
        """Choose the mentions of a stretch that may be its subject into `some`; gives how many."""
        cdef Py_ssize_t number, at, kept = 0, count = 0
        for number in range(self.befores):
            if part.left <= self.before[number].start < part.stop and not self.adverbial(self.before[number], part.left):
                self.some[count] = self.before[number]
                count += 1
        if count > 1:
            self.leave_out_backers(&count)
        for at in range(self.start - 1, self.some[0].end - 1 if count else self.start, -1):
            if self.stands(at, TELLS):
                for number in range(count):
                    if self.some[number].start > at:
                        self.some[kept] = self.some[number]
                        kept += 1
                return kept if kept else count
        return count

    cdef int leave_out_backers(self, Py_ssize_t* count) except -1:
        cdef Py_ssize_t number, other, kept = 0
        cdef Named* one
        cdef bint backs
        for number in range(count[0]):
            one, backs = self.some[number], False
            if self.stands(one.end, HYPHEN) and self.stands(one.end + 1, BACKED):
                for other in range(number + 1, count[0]):
                    backs = backs or one.end < self.some[other].start <= one.end + NEAR
            if not backs:
                self.some[kept] = one
                kept += 1
        count[0] = kept
        return 0

    cdef Named* of_whose(self, Named* subject):
        cdef Py_ssize_t number
        if subject.country != NULL or not self.any_of(max(0, subject.start - 2), subject.start, OWN):
            return subject
        for number in range(self.befores - 1, -1, -1):
            if self.before[number].end < subject.start and is_side(self.before[number]):
                return self.before[number]
        return subject

    cdef Named* possessed(self, Py_ssize_t count):
        cdef Named* first = self.some[0]
        if count > 1 and self.stands(first.end, POSSESSIVES):
            if self.some[1].start <= first.end + 2 and self.some[1].org and self.some[1].name:
                return self.some[1]
        return first

    cdef Roles of_speaker(self):
        cdef Py_ssize_t said = self.start - 1, number
        cdef Roles roles = Roles(NULL, NULL, SPEAKER)
        while said > self.first and not self.stands(said, SPEECH):
            said -= 1
        said = max(said, self.first)
        for number in range(self.befores):
            if roles.actor == NULL and self.before[number].end <= said:
                if not self.adverbial(self.before[number], self.first):
                    roles.actor = self.before[number]
            if roles.target == NULL and self.before[number].start > said:
                roles.target = self.before[number]
        return roles

    cdef Py_ssize_t relative(self, Py_ssize_t start):
        cdef Py_ssize_t at = start - 1
        while at > self.first and self.stands(at - 1, COMMA):
            at -= 1
        while at > self.first and not self.stands(at - 1, BREAKS):
            at -= 1
        return at

    cdef Named* object_(self, Named* actor):
        cdef Py_ssize_t number, count = 0
        cdef Named* one
        if not self.afters:
            return NULL
        for number in range(self.afters):
            one = self.after[number]
            if one.start < self.closes and not self.attribution(one):
                if not (self.kind.instrument and self.origin(one)):
                    self.some[count] = one
                    count += 1
        if count > 1 and self.stands(self.some[0].start - 1, TO_WITH) and self.kind.disapproves:
            self.put_about_first(count)
        for number in range(count):
            if not self.in_place(self.some[number]):
                return self.some[number]
        if self.closes < self.last and self.closes - self.end < CONTENT and self.stands(self.closes, THAT):
            for number in range(self.afters):
                if self.closes < self.after[number].start < self.closes + REACH:
                    return self.after[number]
            return NULL
        if count and actor != NULL and not self.kind.mutual:
            return self.some[0]
        if actor != NULL and self.kind.threatens:
            for number in range(self.afters):
                if self.after[number].start > self.closes and not same(self.after[number].country, actor.country):
                    return self.after[number]
        return NULL

    cdef int put_about_first(self, Py_ssize_t count) except -1:
        """Put the mentions behind "about" and the like first, each kind in its order."""
        cdef Py_ssize_t number, other, put = 0
        cdef Named* one
        for number in range(count):
            one = self.some[number]
            if self.stands(one.start - 1, ABOUT) or self.stands(one.start - 2, ABOUT):
                for other in range(number, put, -1):
                    self.some[other] = self.some[other - 1]
                self.some[put] = one
                put += 1
        return 0

    cdef Named* aim(self):
        cdef Py_ssize_t number, at
        for number in range(self.afters):
            if self.after[number].start >= self.closes or self.attribution(self.after[number]):
                break
            at = self.after[number].start - 1
            while at > self.start and (
                self.stands(at, ARTICLES) or ends_with(self.word(at), "ern") or ends_with(self.word(at), "al")
            ):
                at -= 1
            if self.stands(at, AIM):
                return self.after[number]
        return NULL

    cdef Named* by(self, Named** some, Py_ssize_t count, bint from_too):
        cdef Py_ssize_t at, number
        cdef uint64_t wanted = bit(BYWORD) | (bit(FROM) if from_too else 0)
        if not count:
            return NULL
        for at in range(self.end if some[0].start >= self.end else self.opens, min(self.closes, self.end + BY)):
            if self.sorts(at) & wanted:
                for number in range(count):
                    if at < some[number].start <= at + REACH:
                        return some[number]
        return NULL

    cdef Named* pair(self, Named* subject):
        cdef Py_ssize_t number
        cdef Named* one
        if subject == NULL:
            return NULL
        for number in range(self.befores):
            one = self.before[number]
            if subject.end < one.start <= subject.end + GAP and one.country != NULL:
                if self.any_of(subject.end, one.start, AND):
                    return one
        return NULL

    cdef bint between(self, Roles* roles):
        """Find the two sides of "talks between X and Y"."""
        cdef Py_ssize_t number, count = 0
        for number in range(self.afters):
            if self.after[number].start < self.closes:
                self.some[count] = self.after[number]
                count += 1
        if count < 2 or not self.any_of(self.end, self.end + 4, BETWEEN):
            return False
        roles[0] = Roles(self.some[0], self.some[1], MUTUAL)
        return True

    # `participants`

    cdef Named* place(self, Named** some, Py_ssize_t count):
        cdef Py_ssize_t number
        cdef Named* one
        for number in range(count):
            one = some[number]
            if one.place and not one.demonym and self.opens <= one.start < self.closes and self.in_place(one):
                return one
        return NULL

    cdef Named* nearby(self, Named* actor):
        cdef Py_ssize_t number, least = -1, away
        cdef PyObject* home = actor.country if actor != NULL else NULL
        cdef Named* one
        cdef Named* found = NULL
        for number in range(self.count):
            one = &self.inside[number]
            away = abs(one.start - self.start)
            if not one.place or one.demonym or (found != NULL and away >= least):
                continue
            if not (one.area or (one.country != NULL and not same(one.country, home))):
                continue
            if self.sorts(one.end) & (bit(POSSESSIVES) | bit(SPEECH)) or self.origin(one):
                continue
            if self.governed(one) and not self.attribution(one):
                found, least = one, away
        return found

    cdef PyObject* referent(self, list named, bint armed) except? NULL:
        """Give the mention that a pronoun or "the North" stands for, or NULL."""
        cdef Py_ssize_t at
        cdef uint64_t sorts
        for at in range(self.start - 1, self.opens - 1, -1):
            sorts = self.sorts(at)
            if sorts & bit(SIDES) and (at == self.start - 1 or self.stands(at - 1, THE)):
                return self.country_named(
                    named, PyDict_GetItemWithError(self.caster.sides, <object>self.word(at)), armed
                )
            if sorts & bit(PRONOUNS):
                return self.earlier(named, at, armed)
        return NULL

    cdef PyObject* country_named(self, list named, PyObject* country, bint armed) except? NULL:
        """Give the first mention of a country, or NULL."""
        cdef Py_ssize_t number
        cdef Named one
        for number in range(len(named)):
            lay_out(<tuple>named[number], &one, self.caster.governing)
            if same(one.country, country) and (one.able or not armed):
                return one.mention
        return NULL

    cdef PyObject* earlier(self, list named, Py_ssize_t at, bint armed) except? NULL:
        """Give the first state named in the sentence before `at`, else the last one before."""
        cdef Py_ssize_t start
        cdef PyObject* found = NULL
        cdef Named one
        for mention in named:
            start = (<tuple>mention)[0]
            if start < self.first - BACK or <Py_ssize_t>(<tuple>mention)[1] > at:
                continue
            lay_out(<tuple>mention, &one, self.caster.governing)
            if one.country != NULL and (one.able or not armed):
                found = one.mention
                if start >= self.first:
                    break
        return found

    cdef tuple targets(self, Named* target, bint joined, PyObject* actor):
        """Give the entities of the target and of what is joined to it by commas and "and", the actor aside."""
        cdef Py_ssize_t number, at
        cdef Named* last = target
        cdef Named* one
        cdef list found = [] if target.mention == actor else [(<tuple>target.mention)[2]]
        cdef Py_ssize_t count = 1
        for number in range(self.count if joined else 0):
            one = &self.inside[number]
            if one.start <= last.start or one.country == NULL:
                continue
            if one.start <= last.end or count == MANY:
                break
            for at in range(last.end, one.start):
                if not self.stands(at, JOINERS):
                    return tuple(found)
            last, count = one, count + 1
            if one.mention != actor:
                found.append((<tuple>one.mention)[2])
        return tuple(found)

    cdef tuple cast(self, list named):
        """Give the entities of actor, targets and place, and what told them."""
        cdef Named* place = self.place(self.after, self.afters)
        cdef Named* nearby
        cdef PyObject* actor
        cdef Roles roles
        cdef bint instrument = self.kind.instrument, verb = self.kind.verb, armed
        cdef tuple how
        if place == NULL:
            place = self.place(self.before, self.befores)
        roles = self.of_instrument() if instrument else self.of_verb() if verb else self.of_noun()
        how = HOWS[roles.how]
        armed = instrument or self.kind.means
        if armed and roles.actor != NULL and not roles.actor.able:
            roles.actor = NULL
        if armed and not (place != NULL and (place.country != NULL or place.area)):
            if roles.target == NULL or roles.target.country == NULL:
                nearby = self.nearby(roles.actor)
                if nearby != NULL:
                    place = nearby
        actor = roles.actor.mention if roles.actor != NULL else NULL
        if actor == NULL and not self.passive and not (
            armed and not verb and self.any_of(self.opens, self.start, PERCEIVED)
        ):
            actor = self.referent(named, armed)
            how = (*how, "actor:coreference") if actor != NULL else how
        if actor == NULL and instrument:
            actor = self.owned(named)
            how = (*how, "actor:coreference") if actor != NULL else how
        return (
            (<tuple>actor)[2] if actor != NULL else None,
            () if roles.target == NULL else self.targets(roles.target, roles.how != MUTUAL, actor),
            (<tuple>place.mention)[2] if place != NULL else None,
            how,
        )


cdef int lay_out(tuple mention, Named* one, frozenset governing) except -1:
    """Take what matters of a mention; `governing` are the GeoNames ids of states and capitals."""
    entity = mention[2]
    kind, country = entity.type, entity.country
    one.start, one.end, one.mention = mention[0], mention[1], <PyObject*>mention
    one.place, one.org = kind == "place", kind == "org"
    one.demonym, one.name, one.area = entity.demonym, bool(entity.name), entity.area is not None
    one.country = <PyObject*>country if country is not None else NULL
    one.able = not one.place or one.demonym or entity.metonym
    if not one.able:
        if entity.geonames is not None:
            one.able = entity.geonames in governing
        else:
            one.able = entity.name is not None and country is not None
    return 0


cdef class Caster:
    """Finds the parts of events; see `participants.cast`."""

    cdef dict sorts, sides, kinds
    cdef frozenset governing

    def __init__(self, dict classes, dict sides, frozenset governing):
        """Take the classes of words by the number of their `Sort`, which state "the North" is, and what governs."""
        self.sorts, self.sides, self.kinds, self.governing = {}, sides, {}, governing
        for sort, some in (*classes.items(), *((sort, words.split()) for sort, words in PLAIN.items())):
            for word in some:
                self.sorts[word] = self.sorts.get(word, 0) | bit(sort)

    cdef Kind kind(self, trigger):
        """Lay out a trigger when it is first met."""
        cdef PyObject* known = PyDict_GetItemWithError(self.kinds, <Py_ssize_t><void*>trigger)
        if known == NULL:
            self.kinds[<Py_ssize_t><void*>trigger] = Kind(trigger)
            known = PyDict_GetItemWithError(self.kinds, <Py_ssize_t><void*>trigger)
        return <Kind>known

    def __call__(self, list words, hit, list inside, list named):
        """Give the entities of actor (or None), targets and place (or None), and what told them."""
        cdef Scene scene = Scene.__new__(Scene)
        scene.enter(self, words, hit, inside)
        return scene.cast(named)
