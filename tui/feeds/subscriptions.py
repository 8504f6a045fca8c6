"""Subscriptions in and out of files: OPML and newsboat's ``urls`` in, OPML out, config.toml edited.

Knows neither network nor cache. What a file from elsewhere says can only become a source with an
http or https address: nothing imported ever names a command or a local file (newsboat before 2.45
ran commands out of OPML; T3 in the notes on hostile input). What is left out is named, with the
reason. An edit of config.toml keeps every other byte as the user wrote it.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tui import config
from tui.config_lines import locate
from tui.config_values import SettingError, address, duration_text, same_address
from tui.feeds.outlines import Outline, decode, outlines, title_of
from tui.model import Source
from tui.text import clean_line, shown_url

BYTES_LIMIT = 20_000_000
"""The longest file that is imported, in bytes."""
DEPTH_LIMIT = 32
"""The deepest folder that counts; what lies deeper stands in that one."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"|([^\s"]\S*)')
_NOT_IMPORTED = {
    "exec": "runs a command; telex imports addresses only",
    "filter": "runs a command; telex imports addresses only",
    "query": "is a saved search, not a feed",
    "file": "is a local file; telex reads http and https",
}
_NO_ADDRESS = "is no address"
_TOML_ESCAPES = {"\\": "\\\\", '"': '\\"'}


class SubscriptionError(Exception):
    """A file that cannot be imported, or an edit that cannot be made; says why in plain words."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a list of subscriptions held."""

    sources: tuple[Source, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    """What was left out, and why."""
    title: str = ""


@dataclass(slots=True)
class _Collector:
    sources: list[Source] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, url: str, name: str, group: str) -> None:
        what = name or url.strip()
        try:
            good = address(url.strip())
        except SettingError:
            scheme = _SCHEME.match(url.strip())
            reason = _NOT_IMPORTED.get(scheme[1].lower(), "") if scheme else ""
            self.refuse(what, reason or "has no http or https address")
            return
        key = same_address(good)
        if key in self.seen:
            self.refuse(what, f"is in the list twice: {shown_url(good)}")
            return
        self.seen.add(key)
        self.sources.append(Source(good, clean_line(name), clean_line(group)))

    def refuse(self, what: str, why: str) -> None:
        self.refused.append((clean_line(what, 200) or "an outline without a name", why))

    def done(self, title: str = "") -> Import:
        return Import(tuple(self.sources), tuple(self.refused), clean_line(title))


def read_any(data: bytes, filename: str) -> Import:
    """Read a list of subscriptions, telling OPML and newsboat's ``urls`` apart by what is in it.

    Raises ``SubscriptionError`` for what is neither, or holds nothing.
    """
    _check_size(data, filename)
    text = decode(data)
    opening = text.lstrip()[:2_000].lower()
    if "<opml" in opening or "<outline" in opening:
        found = read_opml(data)
    elif opening.startswith("<"):
        feed = re.search(r"<(rss|feed|rdf:rdf)[\s>]", opening)
        hint = "a feed; add its address as a source" if feed else "a page or other XML"
        raise SubscriptionError(f"{filename} is not a list of subscriptions but {hint}")
    elif opening.startswith(("{", "[")):
        raise SubscriptionError(f"{filename} is neither OPML nor a list of addresses")
    else:
        found = read_newsboat(text)
    if not found.sources and all(why == _NO_ADDRESS for _, why in found.refused):
        raise SubscriptionError(f"{filename} holds no subscriptions")
    return found


def read_opml(data: bytes) -> Import:
    """Read OPML 1 or 2: nested folders become a group such as "A/B".

    An outline that stands in no folder takes its group from ``category``, if it has one. Raises
    ``SubscriptionError`` for what is no OPML, is too large or declares entities.
    """
    _check_size(data, "the file")
    text = decode(data)
    if "<!ENTITY" in text:
        raise SubscriptionError("the file declares XML entities; a list of subscriptions needs none")
    if not re.search(r"<(opml|outline)[\s>]", text, re.IGNORECASE):
        raise SubscriptionError("the file is not OPML")
    collector = _Collector()
    groups = [""]
    for outline in outlines(text):
        del groups[outline.parents + 1 :]
        group = groups[-1]
        name = clean_line(outline.attributes.get("text")) or clean_line(outline.attributes.get("title"))
        if _is_folder(outline):
            if name and len(groups) <= DEPTH_LIMIT:
                group = f"{group}/{_folder(name)}".strip("/")
        else:
            _take(collector, outline, name, group)
        groups.append(group)
    return collector.done(title_of(text))


def _is_folder(outline: Outline) -> bool:
    held = outline.attributes
    claims = "xmlurl" in held or held.get("url") or held.get("filtercmd")
    return not outline.broken and not claims


def _take(collector: _Collector, outline: Outline, name: str, group: str) -> None:
    held = outline.attributes
    url = held.get("xmlurl") or (held.get("url", "") if held.get("type") == "rss" else "")
    if outline.broken:
        collector.refuse(name, "has an address that cannot be read; its quotation marks are wrong")
    elif held.get("filtercmd"):
        collector.refuse(name or url, _NOT_IMPORTED["filter"])
    elif not url:
        collector.refuse(name, "has no feed's address")
    else:
        first = held.get("category", "").split(",")[0]
        collector.add(url, name, group or "/".join(filter(None, map(_folder, first.split("/")))))


def _folder(name: str) -> str:
    """A folder's name as one part of a group: "/" divides groups."""
    return " ".join(clean_line(name).replace("/", "-").split())


def read_newsboat(text: str) -> Import:
    """Read newsboat's ``urls``, or a plain list of addresses: one a line, ``#`` for comments.

    The first tag is the group, ``"~Title"`` the name. ``!``, which hides a feed there, means nothing
    here. Queries and commands are refused.
    """
    collector = _Collector()
    for line in text.removeprefix("\ufeff").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = [re.sub(r"\\(.)", r"\1", match[1] or "") or match[2] or "" for match in _TOKEN.finditer(line)]
        url, *tags = words or [""]
        name = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        group = next((tag for tag in tags if tag and not tag.startswith(("~", "!", "#"))), "")
        if _SCHEME.match(url) or "." in url:
            collector.add(url, clean_line(name), group)
        else:
            collector.refuse(line, _NO_ADDRESS)
    return collector.done()


def unknown_sources(new: Iterable[Source], known: Iterable[Source]) -> list[Source]:
    """Those of ``new`` whose address is not among ``known``."""
    there = {same_address(source.url) for source in known}
    return [source for source in new if same_address(source.url) not in there]


def write_opml(sources: Iterable[Source], title: str) -> str:
    """``sources`` as OPML 2.0, groups as folders. User names and passwords in addresses are left out."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{escape(clean_line(title))}</title></head>", "  <body>"]
    folders: dict[tuple[str, ...], list[str]] = {(): []}
    for source in sources:
        path = tuple(part for part in map(_folder, source.group.split("/")) if part)[:DEPTH_LIMIT]
        for depth in range(1, len(path) + 1):
            folders.setdefault(path[:depth], [])
        name = quoteattr(clean_line(source.name) or shown_url(source.url))
        url = quoteattr(shown_url(source.url))
        folders[path].append(f'<outline type="rss" text={name} title={name} xmlUrl={url}/>')
    lines += _folder_lines(folders)
    return "\n".join([*lines, "  </body>", "</opml>", ""])


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


def add_sources(text: str, new: Sequence[Source]) -> str:
    """The configuration ``text`` with a ``[[sources]]`` table for each of ``new`` at its end.

    Raises ``SubscriptionError`` where ``text`` is in error, a source is there already, or sources
    are written as one inline list.
    """
    before = _parsed(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    joint = "" if not text or text.endswith("\n") else ending
    tables = [ending.join(["", *_table(source), ""]) for source in new]
    result = text + joint + "".join(tables)
    if not text:
        result = result.removeprefix(ending)
    after = _parsed(result)
    expected = [*(source.url for source in before.sources), *(address(each.url) for each in new)]
    if [source.url for source in after.sources] != expected:
        raise SubscriptionError("the sources could not be added to this file; nothing was changed")
    return result


def _table(source: Source) -> list[str]:
    lines = ["[[sources]]", f"url = {_toml_string(source.url)}"]
    if source.name:
        lines.append(f"name = {_toml_string(source.name)}")
    if source.group:
        lines.append(f"group = {_toml_string(source.group)}")
    if source.weight != 1:
        lines.append(f"weight = {source.weight!r}")
    if source.interval is not None:
        lines.append(f"interval = {_toml_string(duration_text(source.interval))}")
    if not source.enabled:
        lines.append("enabled = false")
    return lines


def _toml_string(value: str) -> str:
    """``value`` as a basic string of TOML 1.0; what is not harmless is gone."""
    return f'"{"".join(_TOML_ESCAPES.get(each, each) for each in clean_line(value, 4_000))}"'


def remove_source(text: str, url: str) -> str:
    """The configuration ``text`` without the ``[[sources]]`` table of ``url``.

    The table's lines go, from its header to its last key, and one blank line above it, which
    ``add_sources`` put there; comments above the header and after the last key stay. Raises
    ``SubscriptionError`` where ``text`` is in error or has no such table.
    """
    before = _parsed(text)
    wanted = _key_of(url)
    index = next((i for i, s in enumerate(before.sources) if same_address(s.url) == wanted), None)
    if index is None:
        raise SubscriptionError(f"no source has the address {shown_url(clean_line(url, 2_000))}")
    layout = locate(text)
    place = ("sources", index)
    block = next((block for block in layout.blocks if block.place == place), None)
    if block is None:
        raise SubscriptionError(
            f"line {layout.line(place)}: the source is part of an inline list; take it out by hand"
        )
    above = text.rfind("\n", 0, max(0, block.start - 1)) + 1
    start = block.start if text[above : block.start].strip() else above
    result = text[:start] + text[block.end :]
    after = _parsed(result)
    left = before.sources[:index] + before.sources[index + 1 :]
    if (after.sources, after.poll, after.app) != (left, before.poll, before.app):
        raise SubscriptionError("the source could not be taken out of this file; nothing was changed")
    return result


def _key_of(url: str) -> str:
    try:
        return same_address(address(url))
    except SettingError as error:
        raise SubscriptionError(f"the address {error}") from error


def _parsed(text: str) -> config.Settings:
    try:
        return config.parse(text, "config.toml")
    except config.ConfigError as error:
        raise SubscriptionError(f"the configuration would not be right:\n{error}") from error


def save(path: Path, text: str) -> None:
    """Put ``text`` in the place of the file at ``path``, as a whole or not at all.

    A symbolic link is followed, the file's mode kept; a new file has mode 0600. Raises
    ``SubscriptionError`` where that fails; the old file is then as it was.
    """
    target = Path(os.path.realpath(path))
    data = text.encode("utf-8")
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SubscriptionError(f"{path} cannot be saved: {reason}; it is as it was") from error


def _check_size(data: bytes, what: str) -> None:
    if len(data) > BYTES_LIMIT:
        raise SubscriptionError(f"{what} is larger than {BYTES_LIMIT} bytes")
