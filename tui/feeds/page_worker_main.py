"""The page worker's own side: reads pages from standard input, answers with their stories, until EOF.

Started by ``feeds.workers`` and never imported by it. Confined like the parse worker; apart from it, since
what reads pages takes 26 MB and a fifth of a second to load, and most pollers read few.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from tui.feeds import wire
from tui.feeds.charset import as_utf8
from tui.feeds.wire_pages import Found, PageJob, decode_page, encode_found
from tui.feeds.worker_main import bounded, confine, settle
from tui.pages.document import dumps, plain_text
from tui.pages.extract import extract
from tui.pages.site_rules import RuleError, parse
from tui.text import host_of


def main() -> None:
    """Serve until standard input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    _found(PageJob(b"<html><body><h1>A</h1><p>It is warm.</p></body></html>", "", ""))  # loads what it needs
    settle()
    confine()
    stdout.write(wire.frame(b"ready"))
    stdout.flush()
    while header := stdin.read(wire.LENGTH_BYTES):
        stdout.write(_answer(stdin, int.from_bytes(header, "big")))
        stdout.flush()


def _answer(stdin: BinaryIO, header_size: int) -> bytes:
    job, size, seconds = decode_page(stdin.read(header_size))
    data = stdin.read(size)
    try:
        with bounded(seconds):
            return encode_found(_found(PageJob(data, job.url, job.content_type, job.rule, job.boilerplate)))
    except RuleError as error:
        return wire.encode_error(str(error))
    except MemoryError:
        return wire.encode_error("reading the page takes too much memory")


def _found(job: PageJob) -> Found:
    rule = parse(job.rule, host_of(job.url)) if job.rule else None
    story = extract(as_utf8(job.data, job.content_type), job.url, rule=rule, boilerplate=job.boilerplate)
    return Found(
        document=dumps(story.document),
        words=plain_text(story.document),
        amp=story.amp,
        printed=story.printed,
        refresh=story.refresh,
        why=story.why,
        learned=story.learned,
        **story.facts,
    )
