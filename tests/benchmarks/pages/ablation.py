"""What each step of the cascade adds: the sets scored once more with one step after the other left out.

Steps are left out by replacing the function that takes them; the program has no switch for that. What
needs the network (other forms of a page) or a person (rules of single sites) can only be counted here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from tui.feeds.charset import as_utf8
from tui.feeds.parse import parse_feed
from tui.feeds.wire import ParseError
from tui.pages import extract as whole
from tui.pages import extract_recover, extract_select, extract_text
from tui.pages.document import loads
from tui.pages.whole import is_whole
from tui.text import host_of

from . import ours, score
from .gold import Labelled
from .measure import BAD
from .peers import trafilatura
from .report import Row

Replaced = Sequence[tuple[object, str, object]]


def _first(text: str, *_: object) -> str:
    return text


def _second(_: object, text: str, *__: object) -> str:
    return text


def _no(*_: object, **__: object) -> bool:
    return False


def _nothing(*_: object, **__: object) -> None:
    """Leave all as it is."""


STEPS: Mapping[str, Replaced] = {
    "as it is": (),
    "no rescue of half stories": ((extract_text, "_rescued", _second),),
    "no JSON-LD articleBody": (
        (extract_text, "_judged", _first),
        (whole, "covers", lambda *_: True),
    ),
    "nothing taken back": ((extract_recover.Recovery, "run", _nothing),),
    "no words of furniture": (
        (whole, "is_furniture", _no),
        (extract_recover, "is_furniture", _no),
    ),
    "no containers without story": ((extract_select, "_shun", _nothing),),
    "no rivers": (
        (extract_select, "rivers", lambda _: []),
        (extract_recover, "rivers", lambda _: []),
    ),
    "no edges trimmed": ((extract_select, "_trim", _nothing),),
}
"""What is replaced by what for leaving a step out."""


def bodies(pages: Sequence[Labelled]) -> list[Row]:
    """One row for each step that is left out, one for the extractor by itself."""
    rows = []
    for name, replaced in STEPS.items():
        with _without(replaced):
            rows.append(_row(name, pages, lambda page: ours.story_of(page.html, page.url)))
    alone = trafilatura()
    counts = [score.overlap(page.body, alone(page.html, page.url)) for page in pages]
    return [*rows, {"left out": "all but the extractor", **_scores(counts), **dict.fromkeys(_KINDS, "")}]


_KINDS = ("heading", "item", "quote", "cell", "caption", "standfirst")


@contextmanager
def _without(replaced: Replaced) -> Iterator[None]:
    with ExitStack() as stack:
        for where, name, other in replaced:
            stack.enter_context(patch.object(where, name, other))
        yield


def _row(name: str, pages: Sequence[Labelled], story_of: Callable[[Labelled], whole.Story]) -> Row:
    counts = []
    kept: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for page in pages:
        story = story_of(page)
        counts.append(score.overlap(page.body, ours.body_of(story.document)))
        found = ours.pieces_of(story.document)
        found["heading"].append(story.title)
        pieces = dict(page.pieces)
        if page.standfirst:
            pieces["standfirst"] = [page.standfirst]
            found["standfirst"] = [ours.body_of(story.document), story.standfirst]
        for kind, wanted in pieces.items():
            hit, asked = score.kept(wanted, found[kind])
            kept[kind][0] += hit
            kept[kind][1] += asked
    shares = {kind: f"{kept[kind][0] / kept[kind][1]:.3f}" if kept[kind][1] else "" for kind in _KINDS}
    return {"left out": name, **_scores(counts), **shares}


def _scores(counts: Sequence[tuple[float, float, float]]) -> dict[str, str]:
    precision, recall, f1 = score.summary(counts)
    bad = sum(score.page_f1(each) < BAD for each in counts)
    return {
        "precision": f"{precision:.3f}",
        "recall": f"{recall:.3f}",
        "F1": f"{f1:.3f}",
        f"F1 < {BAD}": f"{bad}",
    }


def learned(pages: Sequence[Labelled], seen: int) -> list[Row]:
    """Pages of hosts with several in the sets, without and with what the others of their host have taught.

    ``seen``: stories of a host that hold a block before it is the site's own; 3 in the program, and the sets
    have hardly any host so often, so the table is of 2 as well.
    """
    by_host: dict[str, list[Labelled]] = defaultdict(list)
    for page in pages:
        by_host[host_of(page.url)].append(page)
    rows: list[Row] = []
    for least in (2, seen):
        before, after = [], []
        for group in by_host.values():
            if len(group) <= least:
                continue
            stories = [ours.story_of(page.html, page.url) for page in group]
            for page, story in zip(group, stories, strict=True):
                names = Counter(name for other in stories if other is not story for name in other.learned)
                known = frozenset(name for name, count in names.items() if count >= least)
                taught = whole.extract(as_utf8(page.html, ""), page.url, boilerplate=known)
                before.append(score.overlap(page.body, ours.body_of(story.document)))
                after.append(score.overlap(page.body, ours.body_of(taught.document)))
        for name, counts in (("without", before), ("with", after)):
            if counts:
                scores = _scores(counts)
                rows.append(
                    {"what is learned": f"{name}, seen in {least}", "pages": float(len(counts)), **scores}
                )
    return rows


def other_forms(pages: Sequence[Labelled]) -> list[Row]:
    """How many pages name another form of themselves, and how many of those show too little to do without."""
    rows: list[Row] = []
    stories = [(page, ours.story_of(page.html, page.url)) for page in pages]
    for name in ("printed", "amp", "canonical", "refresh"):
        named = [story for page, story in stories if getattr(story, name) not in ("", page.url)]
        thin = sum(len(ours.body_of(story.document).split()) < 100 for story in named)
        rows.append(
            {"form": name, "pages that name one": float(len(named)), "of those below 100 words": float(thin)}
        )
    return rows


def entries(folder: Path) -> list[Row]:
    """How many entries of real feeds are whole, so that no page is asked for."""
    found: list[str] = []
    for file in sorted(each for each in folder.iterdir() if each.is_file()):
        with suppress(ParseError):
            feed = parse_feed(file.read_bytes(), "https://feed.example/", "", frozenset(), 100)
            found += [entry.document for entry in feed.entries]
    documents = [loads(text) for text in found]
    return [
        {
            "entries": float(len(documents)),
            "with text": float(sum(bool(document) for document in documents)),
            "whole by the rule": float(sum(is_whole(document) for document in documents)),
        }
    ]
