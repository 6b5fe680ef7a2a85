"""Page furniture that got into a body: comment forms, share buttons, cookie banners, read-next lists, teasers.

It works on whole lines and says furniture only of a line that as a whole is one of the forms sites use, so that no
sentence of news is lost; a list ("Most read") also takes the titles under it. Where everything would be furniture,
nothing is. Forms are looked up by a line's first word: most lines of news cost one look-up.
"""

# ruff: noqa: E501 - a form of furniture reads best on one line
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.model import Article

LONGEST: Final = 320  # code points in a line that can be furniture
LONGEST_TITLE: Final = 140  # code points in a title of a list
MOST_TITLES: Final = 12

_NETWORK: Final = (
    r"(?:share|tweet|pin|save|print|e-?mail|copy link|link|whatsapp|facebook|twitter|x|linkedin|reddit|telegram|messenger"
    r"|pinterest|flipboard|bluesky|mastodon|threads|instagram|youtube|tiktok|google news|apple news)"
)
# First words of a line, and what the whole line must look like.
_FORMS: Final = (
    # comment forms
    ("leave post write add", r"\w+ (?:an?|your) (?:reply|comment|response)s?(?: cancel reply)?"),
    ("cancel", r"cancel reply"),
    ("your", r"your (?:e-?mail )?address will not be published\b.{0,120}"),
    ("required", r"required fields are marked.{0,5}"),
    ("save", r"save my name, e-?mail.{0,120}|save(?: article)?"),
    ("post submit", r"\w+ comment"),
    ("no 0 1 2 3 4 5 6 7 8 9", r"(?:no|\d+) (?:comments?|responses?|thoughts? on .{1,200})(?: yet)?"),
    ("join", r"join the (?:conversation|discussion)\b.{0,60}|join us on .{0,60}"),
    ("please log sign", r"(?:please )?(?:log|sign) in (?:or register )?to (?:leave|post|add|comment|reply|continue)\b.{0,80}"),
    ("you", r"you must be (?:logged|signed) in to .{0,80}"),
    ("view show load", r"\w+ (?:all )?(?:\d+ )?(?:comments?|replies)(?: \(\d+\))?"),
    ("be", r"be the first to comment.{0,20}"),
    ("laisser", r"laisser un commentaire"),
    ("votre", r"votre adresse e-?mail ne sera pas publiée.{0,120}"),
    ("deja", r"deja (?:un comentario|una respuesta)"),
    ("tu", r"tu dirección de correo electrónico no será publicada.{0,120}"),
    ("schreibe", r"schreibe einen kommentar"),
    ("deine", r"deine e-?mail-adresse wird nicht veröffentlicht.{0,120}"),
    ("deixe", r"deixe (?:um comentário|uma resposta)"),
    ("добавить оставить", r"\w+ комментарий"),
    ("コメントを残す", r"コメントを残す"),
    ("댓글 댓글달기 댓글쓰기", r"댓글 ?(?:달기|남기기|쓰기|\d*)"),
    # share buttons and advertising
    (
        "share tweet pin print email e-mail copy whatsapp facebook twitter x linkedin reddit telegram messenger pinterest",
        rf"{_NETWORK}(?:[\s,|/•·]+(?:{_NETWORK}|this|article|on|via))*"
        r"|(?:share|tweet|e-?mail|print) this(?: (?:article|story|post|page|video|link))?(?: (?:on|via|with|to) .{1,40})?",
    ),
    ("advertisement advertising advertorial ad sponsored", r"(?:\w+ ?)(?:content|by .{1,40}|-.{0,60})?"),
    ("click tap", r"\w+ (?:here )?(?:to|for) .{0,80}"),
    ("story article", r"\w+ continues (?:below|after (?:this )?(?:ad|advertisement|video|the jump)).{0,20}"),
    ("scroll skip", r"\w+ (?:down )?(?:to (?:content|continue)|past)\b.{0,40}"),
    ("follow like find", rf"\w+ (?:us|@\w+|[\w'’]+(?: \w+){{0,2}}) on {_NETWORK}\b.{{0,60}}"),
    # cookies, consent, rights
    ("we this our the", r"(?:we|(?:this|our|the) (?:web)?site)(?: and our partners)? uses? (?:\w+ and )?cookies\b.{0,240}"),
    ("by", r"by (?:continuing|clicking|using)\b.{0,80}\b(?:use of cookies|privacy policy|terms of|you agree)\b.{0,160}"),
    ("accept reject manage allow", r"\w+ (?:all|(?:(?:all|my|your) )?(?:cookies|preferences|settings))"),
    ("cookie privacy", r"\w+ (?:policy|settings|preferences|notice)(?:\s*(?:and|&|\||/|·|•)\s*.{1,60})?"),
    ("terms", r"terms (?:of (?:use|service)|(?:and|&) conditions)(?:\s*(?:and|&|\||/|·|•)\s*.{1,60})?"),
    ("copyright ©", r"(?:copyright )?(?:©|\(c\) ?(?:19|20)\d\d).{0,200}"),
    ("저작권자", r"저작권자.{0,200}"),
    ("nous wir utilizamos", r"(?:nous utilisons des|wir verwenden|utilizamos) cookies.{0,200}"),
    # subscriptions and newsletters
    ("subscribe", r"\w+(?: (?:now|here|today|to|for|and)\b.{0,200})?"),
    ("register", r"\w+(?: (?:now|here|today|for free|to (?:read|continue|comment))\b.{0,120})?"),
    ("sign log login signup", r"(?:sign ?up|sign in|log ?in)(?: (?:now|here|today|to|for|and|with)\b.{0,200})?"),
    ("already", r"already (?:a (?:subscriber|member)|have an account|registered|subscribed)\b.{0,60}"),
    ("get", r"get (?:our|the|your) .{0,80}\b(?:newsletter|inbox|briefing|alerts?|app)\b.{0,120}"),
    ("enter type", r"\w+ your e-?mail.{0,80}"),
    (
        "this for only",
        r"(?:this \w+ is (?:only )?(?:for|available to|reserved for|exclusive to) .{0,20}\b(?:subscribers|members)\b.{0,60}"
        r"|(?:for|only for|only available to) (?:\w+ )?(?:subscribers|members)(?: only)?)",
    ),
    ("to", r"to (?:continue|keep) reading\b.{0,160}"),
    ("you you've you’ve", r"(?:you have|you['’]ve) .{0,40}\b(?:free articles?|articles? (?:left|remaining)|article limit)\b.{0,120}"),
    ("unlock enjoy", r"\w+ (?:unlimited|full) (?:digital )?access\b.{0,100}"),
    ("start try", r"\w+ (?:your|a|our) (?:free|\d+[- ]\w+|digital)\b.{0,20}\btrial\b.{0,80}"),
    ("download", r"download (?:our|the) (?:free )?(?:\w+ )?app\b.{0,100}"),
    ("thank thanks", r"\w+(?: you)? for (?:signing up|subscribing)\b.{0,80}"),
    ("support", r"support (?:our|independent|quality) journalism\b.{0,120}"),
    ("turn enable", r"\w+ (?:on )?notifications.{0,60}"),
    # read on
    ("read see show view load", r"\w+ (?:more|less|next|(?:the )?full (?:article|story))(?: (?:here|articles|stories|news|on this))?\W*"),
    (
        "read also see related more watch listen don't don’t must recommended up you editor's editor’s",
        r"(?:read(?: more| also| next)?|also read|see (?:also|more)|related(?: \w+)?|more|watch|listen|don['’]t miss|must read"
        r"|recommended|up next|you may (?:also )?like|editor['’]s picks?)\s*[:|»>].{1,220}|(?:read more|read also|also read|see also) [-–—] .{1,220}",
    ),
    ("continue", r"continue reading\b.{0,120}"),
    ("tags tag topics topic filed categories keywords", r"(?:tags?|topics?|filed under|categories|keywords)\s*:.{0,200}"),
    ("previous next older newer", r"\w+ (?:article|post|story|stories)s?(?:\s*[:»>→|–-].{1,140})?"),
    ("back", r"back to (?:top|home).{0,20}"),
    ("loading", r"loading\W*"),
)  # fmt: skip
INSIDE: Final = re.compile(
    r"\ball rights reserved\b|\b(?:delivered|straight|directly|sent) to your (?:inbox|e-?mail)\b", re.IGNORECASE
)
LIST: Final = re.compile(
    r"(?:(?:the )?most (?:read|popular|viewed|shared|watched|commented)(?: (?:stories|articles|news|today|now))?"
    r"|(?:related|recommended|popular|trending|more|latest|top|other|similar|featured|further) "
    r"(?:articles?|stor(?:y|ies)|news|posts?|content|coverage|topics|reading|videos?|reads?|headlines)"
    r"|(?:read|see) (?:more|next|also)|also read|see also|related|recommended(?: for you)?|trending(?: now)?"
    r"|more (?:from|on|in|about) .{1,40}|you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|up next"
    r"|editor['’]?s?['’]? (?:picks?|choice)|don['’]t miss|in other news|(?:from )?around the web|from the web"
    r"|keep reading|à lire aussi|lire aussi|lea también|lee también|leia (?:também|mais)|mehr zum thema|lesen sie auch"
    r"|читайте также|関連記事|관련 ?기사|相关阅读|相关新闻)\s*[:：»>…]?",
    re.IGNORECASE,
)
LONGEST_LIST_HEADING: Final = 50
TAIL: Final = re.compile(
    r"(?:\b[Ll]eave a (?:[Rr]eply|[Cc]omment)\s+)?Your email address will not be published\.[^\n]{0,300}\Z"
)
MARK: Final = re.compile(r"[\s•·*>»|#\-–—▶►→]+")
FIRST_WORD: Final = re.compile(r"©|\d|[\w’'-]+")


def _by_first_word() -> dict[str, re.Pattern[str]]:
    """Compile, for each first word, the forms that begin with it."""
    forms: dict[str, list[str]] = {}
    for words, form in _FORMS:
        for word in words.split():
            forms.setdefault(word, []).append(form)
    return {word: re.compile("|".join(f"(?:{form})" for form in found), re.I) for word, found in forms.items()}


FORMS: Final = _by_first_word()


def find_furniture(article: Article) -> list[tuple[int, int]]:
    """Give the (start, end) code points of page furniture in the body, in order, apart; end exclusive."""
    body = article.body
    found = list(_furniture_lines(body))
    if "will not be published" in body and (tail := TAIL.search(body)):
        found = [span for span in found if span[1] <= tail.start()] + [tail.span()]
    covered = sum(end - start for start, end in found)
    return found if covered and covered < len(body.strip()) else []


def _lines(body: str) -> Iterator[tuple[int, int]]:
    """Give where each line that says something starts and ends, space around it left out."""
    offset = 0
    for line in body.split("\n"):
        words = line.strip()
        if words:
            start = offset + line.index(words[0])
            yield start, start + len(words)
        offset += len(line) + 1


def _furniture_lines(body: str) -> Iterator[tuple[int, int]]:
    """Give the lines that are furniture; a list heading also takes the titles that follow it."""
    titles_left = 0
    for start, end in _lines(body):
        if end - start > LONGEST:
            titles_left = 0
            continue
        words = start + _mark(body, start, end)
        if end - words <= LONGEST_LIST_HEADING and not body[words].islower() and LIST.fullmatch(body, words, end):
            titles_left = MOST_TITLES if start > len(body) // 5 else 0
        elif _is_form(body, words, end):
            pass
        elif titles_left and end - start <= LONGEST_TITLE and body[end - 1] not in '.”"':
            titles_left -= 1
        else:
            titles_left = 0
            continue
        yield start, end


def _is_form(body: str, start: int, end: int) -> bool:
    """Tell whether a line as a whole is something a site says and a story does not."""
    if body[start].islower() or not (word := FIRST_WORD.match(body, start, end)):
        return False
    form = FORMS.get(word.group().lower())
    if form and form.fullmatch(body, start, end):
        return True
    return end - start <= LONGEST_TITLE and bool(INSIDE.search(body, start, end))


def _mark(body: str, start: int, end: int) -> int:
    """Give the size of a bullet or arrow before the words."""
    mark = MARK.match(body, start, end)
    return len(mark.group()) if mark and mark.end() < end else 0
