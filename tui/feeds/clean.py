"""A raw entry to an entry that may be stored: text made harmless, addresses absolute. Pure.

Knows no feed format, no parser and no cache. Everything that a feed says of an article passes here.
"""

from __future__ import annotations

from collections.abc import Iterable

from tui.arrivals import Entry
from tui.facts import LINE_LIMIT, LIST_LIMIT
from tui.feeds.dates import moment
from tui.feeds.raw import RawEntry
from tui.model import CapFacts, Enclosure, Facts
from tui.pages.document import dumps, plain_text
from tui.pages.html import document_from_html, document_from_text, looks_like_html, text_of_html
from tui.text import LEAD_LIMIT, clean_line, safe_url

NO_TITLE = "(no title)"
_TITLE_WORDS = 80
_AUTHOR_LIMIT = 200
_CATEGORY_LIMIT = 100
_COUNT_LIMIT = 2**53


def published(item: RawEntry) -> int | None:
    """The first of its dates that is one."""
    return next((at for said in item.dates if (at := moment(said)) is not None), None)


def entry(item: RawEntry, guid: str, fingerprint: str, url: str) -> Entry:
    """``item`` cleaned; ``url`` is where its feed came from."""
    base = safe_url(item.base, url) or url
    link = safe_url(item.link, base)
    if item.plain or not looks_like_html(item.content):
        document = document_from_text(item.content)
    else:
        document = document_from_html(item.content, (base if item.base else link) or base)
    text = plain_text(document)
    lead = clean_line(text, LEAD_LIMIT)
    facts = _facts(item.facts, base)
    title = text_of_html(item.title) or clean_line(lead, _TITLE_WORDS) or NO_TITLE
    return Entry(
        guid=guid,
        fingerprint=fingerprint,
        title=title,
        link=link,
        author=clean_line(", ".join(facts.authors), _AUTHOR_LIMIT),
        published=published(item),
        lead=lead,
        document=dumps(document),
        text=text,
        facts=facts,
    )


def _facts(facts: Facts, base: str) -> Facts:
    enclosures = [_enclosure(each, base) for each in facts.enclosures]
    return Facts(
        authors=_lines(facts.authors, _AUTHOR_LIMIT),
        categories=_lines(facts.categories, _CATEGORY_LIMIT),
        credits=_lines(facts.credits, _AUTHOR_LIMIT),
        enclosures=tuple([each for each in enclosures if each.url][:LIST_LIMIT]),
        comments=_count(facts.comments),
        comments_link=safe_url(facts.comments_link, base),
        place=facts.place,
        cap=_cap(facts.cap) if facts.cap else None,
        language=clean_line(facts.language, 35).replace("_", "-"),
        origin=text_of_html(facts.origin, LINE_LIMIT),
        origin_link=safe_url(facts.origin_link, base),
        urgency=facts.urgency,
    )


def _lines(said: Iterable[str], limit: int) -> tuple[str, ...]:
    """Each said thing once, as harmless lines."""
    found: dict[str, str] = {}
    for each in said:
        line = text_of_html(each, limit)
        if line:
            found.setdefault(line.casefold(), line)
        if len(found) == LIST_LIMIT:
            break
    return tuple(found.values())


def _enclosure(said: Enclosure, base: str) -> Enclosure:
    return Enclosure(
        safe_url(said.url, base),
        clean_line(said.type, _CATEGORY_LIMIT),
        _count(said.length),
        _count(said.duration),
    )


def _count(said: int | None) -> int | None:
    return said if said is not None and 0 <= said < _COUNT_LIMIT else None


def _cap(cap: CapFacts) -> CapFacts:
    return CapFacts(
        severity=clean_line(cap.severity, _CATEGORY_LIMIT),
        urgency=clean_line(cap.urgency, _CATEGORY_LIMIT),
        certainty=clean_line(cap.certainty, _CATEGORY_LIMIT),
        status=clean_line(cap.status, _CATEGORY_LIMIT),
        message_type=clean_line(cap.message_type, _CATEGORY_LIMIT),
        event=clean_line(cap.event, LINE_LIMIT),
        area=clean_line(cap.area, LINE_LIMIT),
        sender=clean_line(cap.sender, LINE_LIMIT),
        expires=cap.expires,
    )
