"""The demo's news day: which invented articles a publisher has out, so many demo seconds after the start.

Pure but for ``load``, which reads the TOML files in ``news/``. Knows nothing of feeds, HTTP or the
clock: elapsed time comes in as an argument. One demo second is one real second divided by the speed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NEWS = Path(__file__).resolve().parent / "news"
"""The folder of the shipped texts."""
STEP = 8
"""Demo seconds from one arrival to the next."""
WINDOW = 40
"""Articles that a feed holds at most: the newest, as real feeds do."""
_SCHEDULES = ("outlets.toml", "day-1.toml", "day-2.toml", "routine.toml")


@dataclass(frozen=True, slots=True)
class Cap:
    """The Common Alerting Protocol's grading of a warning (CAP 1.2, section 3.2.2)."""

    event: str
    severity: str
    urgency: str
    certainty: str
    area: str
    hours: int
    """Hours from publication until it expires."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article as a publisher has it now."""

    key: str
    """Its name within its publisher: the guid and the link are made of it."""
    at: float
    """When it came out, in demo seconds after the start; the archive is negative."""
    changed: float
    """When its text was last replaced, else ``at``."""
    title: str
    lead: str
    body: str = ""
    """HTML that follows the lead; addresses in it begin at the publisher's root."""
    author: str = ""
    tags: tuple[str, ...] = ()
    cap: Cap | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented publisher."""

    slug: str
    name: str
    about: str
    kind: str
    """``rss``, ``rss091``, ``rdf``, ``atom`` or ``json``."""
    group: str
    weight: float
    language: str = "en"
    summary: bool = False
    """Whether the feed gives the lead only and the page the rest."""
    manner: str = "prompt"
    """``prompt``, ``slow``, ``hostile`` or ``dead``."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One scripted article, or the new text of one that ``source`` has already out."""

    source: str
    item: Item
    revises: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A routine article with words in braces that change from one round to the next."""

    source: str
    item: Item
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Script:
    """All that the demo can publish."""

    outlets: tuple[Outlet, ...]
    archive: Mapping[str, tuple[Item, ...]]
    """What each publisher, by slug, had out before the start."""
    arrivals: tuple[Arrival, ...]
    templates: tuple[Template, ...]

    def outlet(self, slug: str) -> Outlet:
        """The publisher of that slug. Raises StopIteration where there is none."""
        return next(outlet for outlet in self.outlets if outlet.slug == slug)


def load(folder: Path = NEWS) -> Script:
    """The script in ``folder``.

    Raises OSError, tomllib.TOMLDecodeError, KeyError or TypeError on a bad one.
    """
    outlets, first, second, routine = (_read(folder / name) for name in _SCHEDULES)
    arrivals = [*first["arrival"], *second["arrival"]]
    return Script(
        outlets=tuple(Outlet(**table) for table in outlets["outlet"]),
        archive={
            path.stem: tuple(_item(table, -3600.0 * table["hours"]) for table in _read(path)["item"])
            for path in sorted(folder.glob("*.toml"))
            if path.name not in _SCHEDULES
        },
        arrivals=tuple(_arrival(table, STEP * number) for number, table in enumerate(arrivals, start=1)),
        templates=tuple(_template(table) for table in routine["template"]),
    )


def items(script: Script, slug: str, elapsed: float) -> list[Item]:
    """What publisher ``slug`` has out ``elapsed`` demo seconds after the start: the newest first."""
    held = {item.key: item for item in script.archive.get(slug, ())}
    for arrival in script.arrivals:
        if arrival.source != slug or arrival.item.at > elapsed:
            continue
        item = arrival.item
        held[item.key] = _revised(held[item.key], item) if arrival.revises else item
    held.update((item.key, item) for item in _routine(script, slug, elapsed))
    return sorted(held.values(), key=lambda item: item.at, reverse=True)[:WINDOW]


def _routine(script: Script, slug: str, elapsed: float) -> Iterator[Item]:
    """The routine articles of one publisher that can still be among its newest."""
    count = int(elapsed // STEP) - len(script.arrivals)
    for position, template in enumerate(script.templates):
        if template.source != slug or count <= position:
            continue
        last = (count - 1 - position) // len(script.templates)
        for turn in range(max(0, last - WINDOW), last + 1):
            number = turn * len(script.templates) + position
            yield _filled(template, turn, number, STEP * (len(script.arrivals) + number + 1))


def _filled(template: Template, turn: int, number: int, at: float) -> Item:
    words = {name: choices[turn % len(choices)] for name, choices in template.words.items()}
    return replace(
        template.item,
        key=f"routine-{number}",
        at=at,
        changed=at,
        title=template.item.title.format_map(words),
        lead=template.item.lead.format_map(words),
        author=template.item.author.format_map(words),
    )


def _revised(old: Item, new: Item) -> Item:
    return replace(old, changed=new.at, title=new.title, lead=new.lead, body=new.body)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _item(table: Mapping[str, Any], at: float) -> Item:
    return Item(
        key=table.get("revises") or table["key"],
        at=at,
        changed=at,
        title=table["title"],
        lead=table["lead"],
        body=table.get("body", "").strip(),
        author=table.get("author", ""),
        tags=tuple(table.get("tags", ())),
        cap=Cap(**table["cap"]) if "cap" in table else None,
    )


def _arrival(table: Mapping[str, Any], at: float) -> Arrival:
    return Arrival(table["source"], _item(table, at), "revises" in table)


def _template(table: Mapping[str, Any]) -> Template:
    words = {name: tuple(choices) for name, choices in table["words"].items()}
    return Template(table["source"], _item({"key": "routine", **table}, 0.0), words)
