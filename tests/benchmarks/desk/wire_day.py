"""A wire day: what each of some publishers puts out, and when; and the poller that asks them. Pure."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

DATA = Path(__file__).parents[4] / "shared" / "data" / "stories"
START = 1_800_000_000
HOUR = 3_600
POLL = 900
"""Seconds between two polls of a source."""
SHOUTER = "shouter.example"
"""A site that marks all that it has."""
MARKED_NEWS, MARKED_NOISE = 0.15, 0.01
"""Of the first reports of an event, and of the noise, those that bear a marker."""
COPIES = 0.25
"""Of an event's articles, those that are made a copy of its first."""
SPLIT, MERGED = 0.08, 0.01
"""Of articles, those that grouping puts into a story of their own, or into a wrong one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article of the day."""

    id: int
    source: str
    title: str
    at: int
    """When it was published."""
    seen: int
    """When its feed has it."""
    event: str
    """The label of the event that it reports; "" for noise."""
    story: str
    """What grouping makes of it."""
    voice: str


def day(seed: int, sources: int, noise_per_hour: int) -> list[Item]:
    """A day and a half of ``sources`` publishers, in order of publication."""
    die = random.Random(seed)  # noqa: S311 - a die, no secret
    rows = [json.loads(line) for line in (DATA / "uci-36h.jsonl").read_text("utf-8").splitlines()]
    busiest = [name for name, _ in Counter(row["source"] for row in rows).most_common(sources - 1)]
    first = rows[0]["ts"]
    chosen = [row for row in rows if row["label"] and row["source"] in set(busiest)]
    items = [
        Item(
            0, row["source"], row["title"], START + int(row["ts"] - first), 0, row["label"], row["label"], ""
        )
        for row in chosen
    ]
    items += _noise(die, busiest, noise_per_hour, max(item.at for item in items) - START)
    return list(_grouped(die, _marked(die, _copied(die, sorted(items, key=lambda item: item.at)))))


def batches(items: list[Item]) -> Iterator[tuple[int, list[Item]]]:
    """What each poll of a source brings, in the order of the polls: each source at a moment of its own."""
    polls: dict[tuple[int, str], list[Item]] = {}
    for item in items:
        phase = int.from_bytes(item.source.encode()[-4:], "big") % POLL
        turn = (item.seen - START - phase) // POLL + 1
        polls.setdefault((START + phase + turn * POLL, item.source), []).append(item)
    for at, source in sorted(polls):
        yield at, polls[at, source]


def _noise(die: random.Random, sources: list[str], per_hour: int, seconds: int) -> Iterator[Item]:
    with (DATA / "allsides-30d.jsonl").open(encoding="utf-8") as lines:
        others = [row["title"] for row in map(json.loads, lines) if row["label"] is None and row["title"]]
    for _ in range(per_hour * seconds // HOUR):
        source = SHOUTER if die.random() < 0.02 else die.choice(sources)
        yield Item(0, source, die.choice(others), START + die.randrange(seconds), 0, "", "", "")


def _copied(die: random.Random, items: list[Item]) -> Iterator[Item]:
    firsts: dict[str, Item] = {}
    for number, item in enumerate(items, start=1):
        own = f"voice {number}"
        first = firsts.get(item.event) if item.event else None
        if first is not None and die.random() < COPIES:
            yield replace(item, id=number, title=first.title, voice=first.voice)
        else:
            made = replace(item, id=number, voice=own)
            if item.event:
                firsts.setdefault(item.event, made)
            yield made


def _marked(die: random.Random, items: Iterator[Item]) -> Iterator[Item]:
    told: Counter[str] = Counter()
    for item in items:
        delay = int(die.expovariate(1 / 240))
        share = MARKED_NEWS if item.event and told[item.event] < 3 else MARKED_NOISE
        told[item.event] += 1
        marked = item.source == SHOUTER or die.random() < share
        title = f"BREAKING: {item.title}" if marked else item.title
        yield replace(item, title=title, seen=item.at + delay)


def _grouped(die: random.Random, items: Iterator[Item]) -> Iterator[Item]:
    events: list[str] = []
    for item in items:
        story = item.event or f"noise {item.id}"
        if item.event and die.random() < SPLIT:
            story = f"split {item.id}"
        elif events and die.random() < MERGED:
            story = die.choice(events[-40:])
        if item.event:
            events.append(item.event)
        yield replace(item, story=story)
