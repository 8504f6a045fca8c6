"""What the poller and a parse worker say to each other: framed JSON, checked on arrival. Pure.

Never pickle: a worker has read hostile input, so its answer is hostile input too. A frame is four
bytes of length, most significant first, and as many bytes; a job is a frame with its header and
then the document, an answer is one frame.

In the answer on a feed a line feed ends the JSON, and all articles' documents and texts follow, one
after the other; the JSON has their lengths. To quote and unquote them took as long as all the rest
of an answer, on both sides (37 MB in 300 real feeds).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tui import facts
from tui.arrivals import Cut, Entry, Feed
from tui.feeds.candidates import Candidate, Rank
from tui.text import BLOCK_LIMIT, CONTROL, LEAD_LIMIT, TITLE_LIMIT, URL_LIMIT, clean_line, shown_url

LENGTH_BYTES = 4
ANSWER_LIMIT = 128_000_000
"""Bytes of the longest answer that is read."""
STARVED = 6
"""By the clock a document may take so many times what it may take of the processor."""
GUID_LIMIT = 500
"""Code points of the longest guid that is kept as it is; a longer one is kept as its hash."""
NAMED = 3
"""Addresses that are named where a web page stands in the place of a feed."""
_DOCUMENT_LIMIT = 12 * BLOCK_LIMIT
"""Code points of the longest document: a text of one-letter blocks, serialised."""
_ENTRY_LIMITS = {
    # Each field's longest text; a qualified guid is two guids and a bar.
    "guid": 2 * GUID_LIMIT + 20,
    "fingerprint": 64,
    "title": TITLE_LIMIT,
    "link": 4 * URL_LIMIT,
    "author": TITLE_LIMIT,
    "lead": LEAD_LIMIT,
}


class ParseError(Exception):
    """A document that cannot be read; the text is a reason for the user."""


class WebPageError(ParseError):
    """A web page where a feed was expected; ``candidates``: what on it may be its feeds."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        named = " or ".join(shown_url(each.url) for each in candidates[:NAMED])
        super().__init__("this is a web page, not a feed" + (f"; did you mean {named}" if named else ""))
        self.candidates = candidates


class WireError(Exception):
    """A message that a sound worker would not have sent."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to parse; the fields are those of ``parse.parse_feed``."""

    data: bytes
    url: str
    content_type: str
    known: frozenset[str]
    limit: int
    cut: Cut | None = None


def frame(payload: bytes) -> bytes:
    """``payload`` with its length before it."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def encode_job(job: Job, seconds: float) -> bytes:
    """A job as it goes down the pipe, with the seconds that it may take of the processor."""
    header = {
        "url": job.url,
        "content_type": job.content_type,
        "known": sorted(job.known),
        "limit": job.limit,
        "cut": (job.cut.before, job.cut.newest) if job.cut else None,
        "size": len(job.data),
        "seconds": seconds,
    }
    return frame(json.dumps(header).encode()) + job.data


def decode_header(header: bytes) -> tuple[Job, int, float]:
    """The job without its document, that document's length, and the seconds. The poller is trusted."""
    found = json.loads(header)
    job = Job(
        data=b"",
        url=found["url"],
        content_type=found["content_type"],
        known=frozenset(found["known"]),
        limit=found["limit"],
        cut=Cut(*found["cut"]) if found["cut"] else None,
    )
    return job, found["size"], found["seconds"]


def encode_feed(feed: Feed) -> bytes:
    """What a document held, as an answer."""
    entries = [
        {
            "guid": entry.guid,
            "fingerprint": entry.fingerprint,
            "title": entry.title,
            "link": entry.link,
            "author": entry.author,
            "published": entry.published,
            "lead": entry.lead,
            "document": len(entry.document),
            "text": len(entry.text),
            "facts": facts.packed(entry.facts),
        }
        for entry in feed.entries
    ]
    found = {
        "title": feed.title,
        "entries": entries,
        "unchanged": feed.unchanged,
        "buried": feed.buried,
        "dropped": feed.dropped,
        "parser": feed.parser,
        "ttl": feed.ttl,
        "skip_hours": feed.skip_hours,
        "skip_days": feed.skip_days,
        "update_period": feed.update_period,
        "hub": feed.hub,
    }
    texts = [text for entry in feed.entries for text in (entry.document, entry.text)]
    answer = "".join([json.dumps({"feed": found}, ensure_ascii=False), "\n", *texts])
    return frame(answer.encode("utf-8", "replace"))


def encode_error(reason: str) -> bytes:
    """Why a document cannot be read, as an answer."""
    return frame(json.dumps({"error": reason}).encode())


def encode_page(candidates: Iterable[Candidate]) -> bytes:
    """That a document is a web page, and what on it may be feeds, as an answer."""
    found = [{"url": each.url, "rank": int(each.rank), "title": each.title} for each in candidates]
    return frame(json.dumps({"page": found}).encode())


def decode_answer(payload: bytes) -> Feed:
    """What a worker found. Raises ParseError with the worker's reason, and WireError for nonsense."""
    try:
        line, _, rest = payload.partition(b"\n")
        answer = json.loads(line)
        if "error" in answer:
            raise ParseError(clean_line(answer["error"], 200) or "no reason given")
        if "page" in answer:
            raise WebPageError(tuple([_candidate(item) for item in answer["page"]]))
        found = answer["feed"]
        texts = _Texts(rest.decode())
        return Feed(
            title=_line(found["title"], TITLE_LIMIT),
            entries=tuple([_entry(item, texts) for item in found["entries"]]),
            unchanged=tuple([_line(item, _ENTRY_LIMITS["fingerprint"]) for item in found["unchanged"]]),
            buried=tuple([_name(*item) for item in found["buried"]]),
            dropped=_count(found["dropped"]),
            parser=_line(found["parser"], 50),
            ttl=_optional(found["ttl"]),
            skip_hours=tuple([_count(hour) for hour in found["skip_hours"]]),
            skip_days=tuple([_line(day, 20) for day in found["skip_days"]]),
            update_period=_optional(found["update_period"]),
            hub=_line(found["hub"], 4 * URL_LIMIT),
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise WireError("the parser's answer made no sense") from error


def _candidate(item: dict[str, Any]) -> Candidate:
    return Candidate(
        url=_address(item["url"], URL_LIMIT),
        rank=Rank(_count(item["rank"])),
        title=_line(item["title"], TITLE_LIMIT),
    )


class _Texts:
    """The long texts of an answer, to be taken in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def take(self, size: object) -> str:
        start, self._at = self._at, self._at + _count(size)
        if self._at > len(self._text):
            raise ValueError("no such text")
        return _string(self._text[start : self._at], _DOCUMENT_LIMIT)


def _entry(item: dict[str, Any], texts: _Texts) -> Entry:
    limits = _ENTRY_LIMITS
    guid, fingerprint = _name(item["guid"], item["fingerprint"])
    return Entry(
        guid=guid,
        fingerprint=fingerprint,
        title=_line(item["title"], limits["title"]),
        link=_address(item["link"], limits["link"]) if item["link"] else "",
        author=_line(item["author"], limits["author"]),
        lead=_line(item["lead"], limits["lead"]),
        published=_optional(item["published"]),
        document=texts.take(item["document"]),
        text=texts.take(item["text"]),
        facts=facts.unpacked(item["facts"]),
    )


def _name(guid: object, fingerprint: object) -> tuple[str, str]:
    return _line(guid, _ENTRY_LIMITS["guid"]), _line(fingerprint, _ENTRY_LIMITS["fingerprint"])


def _address(value: object, limit: int) -> str:
    text = _line(value, limit)
    if not text.startswith(("https://", "http://")):
        raise ValueError("no address")
    return text


def _line(value: object, limit: int) -> str:
    text = _string(value, limit)
    if CONTROL.search(text):
        raise ValueError("control character")
    return text


def _string(value: object, limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise ValueError("no text, or too long")
    return value


def _optional(value: object) -> int | None:
    return None if value is None else _count(value)


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("no count")
    return value
