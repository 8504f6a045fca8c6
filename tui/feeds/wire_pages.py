"""What the poller and a page worker say to each other; framed and checked as in ``feeds.wire``. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from tui.feeds.wire import ParseError, WireError, frame
from tui.model import PageFacts
from tui.pages.document import DocumentError, loads
from tui.text import CONTROL, URL_LIMIT, clean_line

TEXT_LIMIT = 60_000_000
"""Code points of the longest document."""
LINE_LIMIT = 1_000
LEARNED_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to read."""

    data: bytes
    url: str
    content_type: str
    rule: str = ""
    """The text of the site's rule file."""
    boilerplate: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found(PageFacts):
    """What a page worker found: the fields of ``pages.extract.Story``, its document serialised."""

    document: str = "[]"
    words: str = ""
    amp: str = ""
    printed: str = ""
    refresh: str = ""
    why: str = ""
    learned: tuple[str, ...] = ()


def encode_page(job: PageJob, seconds: float) -> bytes:
    """A job as it goes down the pipe, with the seconds that it may take of the processor."""
    header = {
        "url": job.url,
        "content_type": job.content_type,
        "rule": job.rule,
        "boilerplate": sorted(job.boilerplate),
        "size": len(job.data),
        "seconds": seconds,
    }
    return frame(json.dumps(header).encode()) + job.data


def decode_page(header: bytes) -> tuple[PageJob, int, float]:
    """The job without its page, that page's length, and the seconds. The poller is trusted."""
    found = json.loads(header)
    job = PageJob(b"", found["url"], found["content_type"], found["rule"], frozenset(found["boilerplate"]))
    return job, found["size"], found["seconds"]


def encode_found(found: Found) -> bytes:
    """What was found, as an answer."""
    return frame(json.dumps({"story": asdict(found)}, ensure_ascii=False).encode("utf-8", "replace"))


def decode_found(payload: bytes) -> Found:
    """What a worker found. Raises ParseError with the worker's reason, and WireError for nonsense."""
    try:
        answer = json.loads(payload)
        if "error" in answer:
            raise ParseError(clean_line(answer["error"], 200) or "no reason given")
        story: dict[str, Any] = answer["story"]
        if set(story) != {field.name for field in fields(Found)}:
            raise WireError("the page worker's answer made no sense")
        document = _text(story["document"])
        loads(document)
        return Found(
            document=document,
            words=_text(story["words"]),
            authors=tuple([_line(name) for name in story["authors"][:50]]),
            published=_optional(story["published"]),
            learned=tuple([_line(name) for name in story["learned"][:LEARNED_LIMIT]]),
            **{name: _line(story[name]) for name in ("title", "publisher", "language", "standfirst", "why")},
            **{name: _address(story[name]) for name in ("image", "canonical", "amp", "printed", "refresh")},
            image_caption=_line(story["image_caption"]),
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, DocumentError) as error:
        raise WireError("the page worker's answer made no sense") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > TEXT_LIMIT:
        raise ValueError("no text, or too long")
    return value


def _line(value: object) -> str:
    text = _text(value)
    if len(text) > LINE_LIMIT or CONTROL.search(text):
        raise ValueError("too long, or a control character")
    return text


def _address(value: object) -> str:
    text = _text(value)
    if text and (len(text) > 4 * URL_LIMIT or not text.startswith(("https://", "http://"))):
        raise ValueError("no address")
    return text


def _optional(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("no time")
    return value
