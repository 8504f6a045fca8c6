"""Which sources could be pruned, and why: counts and newest articles in, findings out. Pure.

Knows neither cache nor screen. The findings say what is so and leave the decision to the reader; the
order puts first what costs attention and gives least for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from tui.model import SourceStatus

SAMPLE = 500
"""The most articles of one source that are compared with those of others."""
SAMPLES = 250_000
"""The most articles that are compared in all: with more than 500 sources each gives fewer."""
CARRIERS = 8
"""The most sources that one link or title is followed to; wire copy stands in hundreds."""
TITLE_LENGTH = 20
"""Characters of the shortest title that counts as the same news elsewhere: "Morning briefing" is none."""
DAY, WEEK = 86_400, 604_800
RATE_DAYS = 28
"""The days over which the rate is counted."""
SILENT_DAYS = 30
"""The shortest silence that is worth a word; and four times as long as is usual for the source."""
FAILING_DAYS = 3
READ_COUNT = 50
"""The fewest articles by which it shows whether a source is read."""
READ_SHARE = 0.05
"""A source of which less than this was read is named."""
COPIES_COUNT = 5
"""The fewest articles by which it shows whether a source brings its own."""
SHARED = 0.4
"""The share of articles that stand elsewhere too, from which a source is named."""

_TRACKING = re.compile(
    r"(?:utm|at|mc|ns)_.*|fbclid|gclid|ito|cmp|ref|rss|source|xtor|guccounter", re.IGNORECASE
)
"""Parameters of a link that say where it was followed from, not where it leads."""
_NO_WORD = re.compile(r"[\W_]+")

Recent = tuple[int, str, str]
"""The time, link and title of one article."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One source as an audit sees it."""

    status: SourceStatus
    read: float | None
    """The share of its articles that were read; None where it has none."""
    per_week: float
    silent: int | None
    """Seconds since its newest article; None where it has none."""
    shared: float
    """The share of its newest articles whose link or title another source carries too."""
    partner: str
    """The source that carries most of those; "" where there is none."""
    partner_share: float
    findings: tuple[str, ...]
    """What speaks against it, one sentence each, without a full stop."""
    weight: float
    """How much speaks against it: the order of the list."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is remembered of the newest articles of one source."""

    keys: tuple[tuple[int, int], ...]
    """Of each article the hash of its link and of its title; 0: none that could be compared."""
    per_week: float
    silent: int | None
    usual: float
    """Seconds from one article to the next on average; 0 where there are none to tell it by."""


def sample_size(sources: int) -> int:
    """How many articles of each of so many sources are compared."""
    return max(1, min(SAMPLE, SAMPLES // max(1, sources)))


def audit(
    statuses: Sequence[SourceStatus], newest: Iterable[tuple[int, Sequence[Recent]]], now: int
) -> list[Audited]:
    """All of ``statuses``, the worst first; ``newest`` gives the newest articles of each by its id.

    The work is linear in the articles: a link or title is followed to ``CARRIERS`` sources at most.
    """
    samples: dict[int, _Sample] = {}
    carriers: dict[int, tuple[int, ...]] = {}
    for source_id, articles in newest:
        samples[source_id] = _sample(articles, now)
        for key in {key for pair in samples[source_id].keys for key in pair if key}:
            held = carriers.get(key, ())
            if len(held) < CARRIERS:
                carriers[key] = (*held, source_id)
    names = {status.id: status.name for status in statuses}
    found: list[Audited] = []
    for status in statuses:
        sample = samples.get(status.id, _Sample((), 0.0, None, 0.0))
        shared, partner, common = _overlap(status.id, sample, carriers)
        found.append(_judged(status, sample, now, shared, names.get(partner, ""), common))
    return sorted(
        found,
        key=lambda each: (-each.weight, 1.0 if each.read is None else each.read, each.status.name.casefold()),
    )


def _sample(articles: Sequence[Recent], now: int) -> _Sample:
    if not articles:
        return _Sample((), 0.0, None, 0.0)
    times = [at for at, _, _ in articles]
    window = min(RATE_DAYS * DAY, max(DAY, now - times[-1]))
    return _Sample(
        keys=tuple((link_key(link), title_key(title)) for _, link, title in articles),
        per_week=sum(at >= now - window for at in times) * WEEK / window,
        silent=max(0, now - times[0]),
        usual=(times[0] - times[-1]) / (len(times) - 1) if len(times) > 1 else 0.0,
    )


def link_key(link: str) -> int:
    """Equal for links to one page: scheme, "www.", a final "/" and who sent the reader make no difference.

    0 for a link to a whole site, which many articles share without being the same.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return 0
    path = parts.path.rstrip("/")
    asked = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    if not (path or asked) or not parts.hostname:
        return 0
    return hash((parts.hostname.removeprefix("www."), path, urlencode(sorted(asked)))) or 1


def title_key(title: str) -> int:
    """Equal for titles of the same words; 0 for one too short to be told from a rubric."""
    words = _NO_WORD.sub(" ", title.casefold()).strip()
    return (hash(words) or 1) if len(words) >= TITLE_LENGTH else 0


def _overlap(
    source_id: int, sample: _Sample, carriers: dict[int, tuple[int, ...]]
) -> tuple[float, int, float]:
    """The share of articles that stand elsewhere too, the source that has most of them, and its share."""
    elsewhere = 0
    counts: Counter[int] = Counter()
    for pair in sample.keys:
        others = {other for key in pair for other in carriers.get(key, ()) if other != source_id}
        elsewhere += bool(others)
        counts.update(others)
    if not counts:
        return 0.0, 0, 0.0
    partner, common = max(counts.items(), key=lambda item: (item[1], -item[0]))
    return elsewhere / len(sample.keys), partner, common / len(sample.keys)


def _judged(
    status: SourceStatus, sample: _Sample, now: int, shared: float, partner: str, common: float
) -> Audited:
    read = 1 - status.unread / status.total if status.total else None
    marks = [
        _health(status, now),
        _silence(status, sample),
        _attention(status, read),
        _copies(len(sample.keys), shared, partner, common),
    ]
    return Audited(
        status=status,
        read=read,
        per_week=sample.per_week,
        silent=sample.silent,
        shared=shared,
        partner=partner,
        partner_share=common,
        findings=tuple(words for _, words in marks if words),
        weight=sum(weight for weight, _ in marks),
    )


_NOTHING = (0.0, "")


def _health(status: SourceStatus, now: int) -> tuple[float, str]:
    """How much its errors speak against it, and in words. A paused source has none."""
    if not (status.enabled and status.error):
        return _NOTHING
    if status.next_due is None:
        return 4.0, f"not polled any more: {status.error}"
    days = 0 if status.failing_since is None else (now - status.failing_since) // DAY
    return (
        (min(3.0, days / 10), f"failing for {days} days: {status.error}")
        if days >= FAILING_DAYS
        else _NOTHING
    )


def _silence(status: SourceStatus, sample: _Sample) -> tuple[float, str]:
    if not status.enabled or status.error:
        return _NOTHING
    if sample.silent is None:
        return (2.0, "has brought no article") if status.last_success is not None else _NOTHING
    days = sample.silent // DAY
    if days < SILENT_DAYS or sample.silent < 4 * sample.usual:
        return _NOTHING
    return min(2.0, days / 90), f"silent for {days} days"


def _attention(status: SourceStatus, read: float | None) -> tuple[float, str]:
    if read is None or status.total < READ_COUNT or read >= READ_SHARE:
        return _NOTHING
    return 1 + min(1.0, status.total / 500), f"{status.total - status.unread} of {status.total} read"


def _copies(articles: int, shared: float, partner: str, common: float) -> tuple[float, str]:
    if articles < COPIES_COUNT or shared < SHARED:
        return _NOTHING
    if common >= SHARED:
        return 2 * common, f"{round(100 * common)} % also in {partner}"
    return 2 * shared, f"{round(100 * shared)} % also in other sources"
