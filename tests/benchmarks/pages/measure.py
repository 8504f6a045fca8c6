"""Runs every extractor over a set of labelled pages, each page under an alarm, and scores what came out."""

from __future__ import annotations

import resource
import signal
import time
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from types import FrameType

from tui.pages.extract import Story

from . import ours, score
from .gold import KINDS, Labelled
from .peers import PEERS, Extractor
from .report import Row

SECONDS = 20
"""A page that takes longer counts as an error; some libraries never come back from one."""
BAD = 0.5
"""F1 below which a page is not readable."""


class _Overdue(BaseException):
    """The alarm; no library's own ``except Exception`` may swallow it."""


def bodies(pages: Sequence[Labelled]) -> list[Row]:
    """One row for each extractor: body scores, bad pages, time and errors."""
    rows = [_row("telex", lambda page, url: ours.body_of(ours.story_of(page, url).document), pages)]
    rows += [_row(name, make(), pages) for name, make in PEERS.items()]
    return rows


def structure(pages: Sequence[Labelled]) -> Row:
    """How many pieces of each kind come out as that kind, and what is known beside the text."""
    kept: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for page in pages:
        story = ours.story_of(page.html, page.url)
        found = ours.pieces_of(story.document)
        found["heading"].append(story.title)  # it stands above the text, and is not repeated there
        for kind, wanted in page.pieces.items():
            hit, asked = score.kept(wanted, found[kind])
            kept[kind][0] += hit
            kept[kind][1] += asked
        for name, good in _facts(page, story):
            kept[name][0] += good
            kept[name][1] += 1
    names = (*KINDS, "title", "author", "date", "standfirst")
    return {
        name: f"{kept[name][0] / kept[name][1]:.3f} of {kept[name][1]}" for name in names if kept[name][1]
    }


def _facts(page: Labelled, story: Story) -> list[tuple[str, bool]]:
    known: list[tuple[str, bool]] = []
    if page.title:
        known.append(("title", score.same(page.title, story.title)))
    if page.authors:
        known.append(("author", score.same_people(page.authors, story.authors)))
    if page.date:
        known.append(("date", score.within_a_day(page.date, story.published)))
    if page.standfirst:
        shown = [ours.body_of(story.document), story.standfirst]
        known.append(("standfirst", score.kept([page.standfirst], shown)[0] == 1))
    return known


def _row(name: str, extract: Extractor, pages: Sequence[Labelled]) -> Row:
    counts, seconds, errors, empty = [], [], 0, 0
    signal.signal(signal.SIGALRM, _overdue)
    for page in pages:
        started = time.process_time()
        try:
            signal.alarm(SECONDS)
            text = extract(page.html, page.url)
        except (Exception, _Overdue):  # noqa: BLE001 - whatever a library raises is its error here
            text, errors = "", errors + 1
        finally:
            signal.alarm(0)
        seconds.append(time.process_time() - started)
        empty += not text.strip()
        counts.append(score.overlap(page.body, text))
    precision, recall, f1 = score.summary(counts)
    seconds.sort()
    return {
        "extractor": name,
        "precision": f"{precision:.3f}",
        "recall": f"{recall:.3f}",
        "F1": f"{f1:.3f}",
        f"F1 < {BAD}": float(sum(score.page_f1(each) < BAD for each in counts)),
        "CPU ms median": 1000 * median(seconds),
        "p99": 1000 * seconds[int(len(seconds) * 0.99)],
        "max": 1000 * seconds[-1],
        "errors": float(errors),
        "empty": float(empty),
    }


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _overdue(_signal: int, _frame: FrameType | None) -> None:
    raise _Overdue
