"""OPML 1 and 2 in and out: nested folders as groups; what telex does not use of an outline is kept.

Knows neither network nor cache. The lists of other readers were looked at in their sources: Miniflux
writes flat categories and settings as ``miniflux:…``, FreshRSS categories and ``frss:…``, with pages
that it scrapes among the feeds (``type="HTML+XPath"``), NetNewsWire OPML 1.1 with empty attributes.
Namespaced attributes are OPML's own way to extend it (opml.org/spec2.opml, "Extending OPML").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from tui.feeds.imported import NOT_IMPORTED, Collector, Import, SubscriptionError, check_size, named
from tui.feeds.outlines import KNOWN, Outline, decode, namespaces, outlines, title_of
from tui.model import Source
from tui.text import clean_block, clean_line, shown_url

DEPTH_LIMIT = 32
"""The deepest folder that counts; what lies deeper stands in that one."""
VALUE_LIMIT = 4_000
"""Characters of an attribute that is kept for an export."""
EXTRAS_LIMIT = 40
"""The most attributes of one outline that are kept."""
_NAMESPACES = {
    "frss": "https://freshrss.org/opml",
    "miniflux": "https://miniflux.app/opml",
    "telex": "urn:x-telex:opml",
}
"""Of what an export writes itself. For what others have a word already, theirs is written."""
_TTL, _DISABLED, _WEIGHT, _UNNAMED = "frss:ttl", "miniflux:disabled", "telex:weight", "telex:unnamed"
"""Seconds between polls, negative where paused; "true" where paused; how much a source's word counts;
"true" where the text is the feed's own title, and the user has given the source no name."""
_COMMENT = "isComment"
"""OPML 2.0's own word for an outline that is there and does not count."""
_STANDARD = frozenset(("htmlUrl", "description", "version", "language", "created", "category", "title"))
"""Attributes that the specification knows and that every list has: not worth a word."""
_SECRET = re.compile(
    r"cookie|passw|auth(?!or)|token|secret|httpheader|proxy|postfields|api_?key", re.IGNORECASE
)
_LEAST_TTL, _MOST_TTL = 60, 2_592_000
"""Seconds. No list from elsewhere makes telex ask more often than once a minute."""
_NAME = re.compile(r"(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*", re.ASCII)


def read_opml(data: bytes) -> Import:
    """Read OPML 1 or 2: nested folders become a group such as "A/B".

    An outline that stands in no folder takes its group from ``category``, if it has one. Raises
    ``SubscriptionError`` for what is no OPML, is too large or declares entities.
    """
    check_size(data, "the file")
    text = decode(data)
    if "<!ENTITY" in text:
        raise SubscriptionError("the file declares XML entities; a list of subscriptions needs none")
    if not re.search(r"<(opml|outline)[\s>]", text, re.IGNORECASE):
        raise SubscriptionError("the file is not OPML")
    collector = Collector()
    sieve = _Sieve(namespaces(text))
    groups = [""]
    for outline in outlines(text):
        del groups[outline.parents + 1 :]
        group = groups[-1]
        name = clean_line(outline.attributes.get("text")) or clean_line(outline.attributes.get("title"))
        if _is_folder(outline):
            sieve.lose(outline.attributes)
            if name and len(groups) <= DEPTH_LIMIT:
                group = f"{group}/{_folder(name)}".strip("/")
        else:
            _take(collector, sieve, outline, name, group)
        groups.append(group)
    collector.notes += sieve.notes()
    return collector.done(title_of(text))


def _is_folder(outline: Outline) -> bool:
    held = outline.attributes
    claims = "xmlurl" in held or held.get("url") or held.get("filtercmd")
    return not outline.broken and not claims


def _take(collector: Collector, sieve: _Sieve, outline: Outline, name: str, group: str) -> None:
    held = outline.attributes
    kind = clean_line(held.get("type"), 80)
    url = held.get("xmlurl") or (held.get("url", "") if kind == "rss" else "")
    if outline.broken:
        collector.refuse(name, "has an address that cannot be read; its quotation marks are wrong")
    elif held.get("filtercmd"):
        collector.refuse(name or url, NOT_IMPORTED["filter"])
    elif not url:
        collector.refuse(name, "has no feed's address")
    elif "+" in kind:
        collector.refuse(name or url, f"is no feed but a page read by rules ({kind}); telex takes feeds")
    else:
        first = held.get("category", "").split(",")[0]
        collector.add(
            url,
            "" if name == shown_url(url.strip()) or held.get(_UNNAMED) == "true" else name,
            group or "/".join(filter(None, map(_folder, first.split("/")))),
            interval=_interval(held),
            weight=_weight(held),
            enabled=not (
                held.get(_TTL, "").startswith("-") or "true" in map(held.get, (_DISABLED, _COMMENT))
            ),
            extra=sieve.keep(held),
        )


def _interval(held: Mapping[str, str]) -> int | None:
    """The seconds between polls that a list asks for; None where it asks for none that can be."""
    match = re.fullmatch(r"-?([0-9]{1,7})", held.get(_TTL, ""))
    seconds = int(match[1]) if match else 0
    return seconds if _LEAST_TTL <= seconds <= _MOST_TTL else None


def _weight(held: Mapping[str, str]) -> float:
    text = held.get(_WEIGHT, "")
    weight = float(text) if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", text) else 1.0
    return weight if weight <= 10 else 1.0


def _folder(name: str) -> str:
    """A folder's name as one part of a group: "/" divides groups."""
    return " ".join(clean_line(name).replace("/", "-").split())


@dataclass(slots=True)
class _Sieve:
    """Sorts the attributes that telex does not use into those that are kept and those that cannot be."""

    namespaces: Mapping[str, str]
    kept: Counter[str] = field(default_factory=Counter)
    lost: dict[str, Counter[str]] = field(default_factory=dict)
    """By reason."""

    def keep(self, held: Mapping[str, str]) -> dict[str, str]:
        """The attributes of one outline that an export is to write back, with their namespaces."""
        found: dict[str, str] = {}
        for name, value in _unused(held):
            prefix = name.partition(":")[0] if ":" in name else ""
            if reason := self._against(name, value, prefix, len(found)):
                self.lost.setdefault(reason, Counter())[name] += 1
                continue
            if prefix:
                found[f"xmlns:{prefix}"] = self.namespaces[prefix]
            text = clean_block(value)
            found[name] = shown_url(text) if text.startswith(("http://", "https://")) else text
            if name not in _STANDARD:
                self.kept[name] += 1
        return found

    def _against(self, name: str, value: str, prefix: str, count: int) -> str:
        """Why an attribute cannot be kept; "" where it can."""
        if _SECRET.search(name):
            return "it may hold a secret"
        if len(value) > VALUE_LIMIT or count >= EXTRAS_LIMIT:
            return "it is too long"
        if prefix and prefix not in self.namespaces:
            return "the list does not say what its prefix stands for"
        return ""

    def lose(self, held: Mapping[str, str]) -> None:
        """Count what a folder has beside its name: there is nothing here to keep it with."""
        for name, _ in _unused(held):
            if name not in _STANDARD:
                self.lost.setdefault("it belongs to a folder", Counter())[name] += 1

    def notes(self) -> list[str]:
        """What a user should know of it."""
        lines = [f"not used here, but kept for an export: {_counted(self.kept)}"] if self.kept else []
        return lines + [f"not kept, since {why}: {_counted(names)}" for why, names in self.lost.items()]


def _unused(held: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The attributes that neither make a source nor are written anew by an export."""
    for name, value in held.items():
        used = name in KNOWN and name not in ("category", "type", "title")
        used = used or (name == "title" and value in ("", held.get("text") or value))
        used = used or name in (_TTL, _DISABLED, _WEIGHT, _UNNAMED, _COMMENT) or name.startswith("xmlns")
        used = used or (name == "type" and value.lower() == "rss")
        if not used and value.strip() and _NAME.fullmatch(name):
            yield name, value


def _counted(names: Counter[str]) -> str:
    return named(f"{name} ({count})" for name, count in names.most_common())


def write_opml(
    sources: Iterable[Source],
    title: str,
    extras: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """``sources`` as OPML 2.0, groups as folders. User names and passwords in addresses are left out.

    So are files and commands of this machine: another one has no use for them, and an older newsboat
    would run them. ``extras``: by address, the attributes that an import kept. ``titles``: by address,
    what a feed calls itself, for a source without a name.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{escape(clean_line(title))}</title></head>", "  <body>"]
    folders: dict[tuple[str, ...], list[str]] = {(): []}
    for source in sources:
        if not source.url.startswith(("http:", "https:")):
            continue
        path = tuple(part for part in map(_folder, source.group.split("/")) if part)[:DEPTH_LIMIT]
        for depth in range(1, len(path) + 1):
            folders.setdefault(path[:depth], [])
        folders[path].append(_outline(source, extras.get(source.url, {}), titles.get(source.url, "")))
    lines += _folder_lines(folders)
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(source: Source, extra: Mapping[str, str], title: str) -> str:
    name = clean_line(source.name) or clean_line(title) or shown_url(source.url)
    own = {"type": "rss", "text": name, "title": name, "xmlUrl": shown_url(source.url)}
    set_here = {
        _TTL: "" if source.interval is None else f"{'' if source.enabled else '-'}{source.interval}",
        _DISABLED: "" if source.enabled else "true",
        _WEIGHT: "" if source.weight == 1 else repr(source.weight),
        _UNNAMED: "true" if title and not source.name else "",
    }
    for attribute, value in set_here.items():
        if value:
            prefix = attribute.partition(":")[0]
            own |= {f"xmlns:{prefix}": _NAMESPACES[prefix], attribute: value}
    # What a list calls "title" is the feed's own name, where it is another than the reader's.
    stays = {key: value for key, value in extra.items() if key in ("type", "title") or key not in own}
    written = own | stays
    return f"<outline {' '.join(f'{key}={quoteattr(value)}' for key, value in written.items())}/>"


def _folder_lines(folders: dict[tuple[str, ...], list[str]]) -> list[str]:
    lines = [f"    {line}" for line in folders[()]]
    inside: tuple[str, ...] = ()
    order = {path: place for place, path in enumerate(folders)}
    # Sorting by where each ancestor first appeared puts a folder's own folders right behind it.
    ways = sorted(folders, key=lambda path: [order[path[:depth]] for depth in range(1, len(path) + 1)])
    for path in [*ways[1:], ()]:
        while inside != path[: len(inside)]:
            lines.append(f"{'  ' * (len(inside) + 1)}</outline>")
            inside = inside[:-1]
        if path:
            indent = "  " * (len(path) + 1)
            lines.append(f"{indent}<outline text={quoteattr(path[-1])}>")
            lines += [f"{indent}  {line}" for line in folders[path]]
        inside = path
    return lines
