"""newsboat's ``urls``, or a plain list of addresses: one a line, with tags, titles and saved searches.

Knows neither network nor cache. The format is that of newsboat's manual ("Tagging", "Query Feeds")
and of its reader (rust/libnewsboat/src/utils.rs: words by blanks, ``"…"`` with backslashes, ``#``
begins a comment wherever a word could begin).
"""

from __future__ import annotations

import re

from tui.feeds.imported import NO_ADDRESS, Collector, Import, has_scheme, named
from tui.feeds.newsboat_filter import FilterError, translate
from tui.text import clean_line

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"|([^\s"]\S*)')
_QUERY = re.compile(r"query:([^:]*):(.*)", re.DOTALL)


def read_newsboat(text: str) -> Import:
    """Read newsboat's ``urls``. The first tag is the group, ``"~Title"`` the name.

    A source has one group here: several tags are kept for an export, as OPML's ``category``. What
    is hidden there (``!``) is shown here, and said. A saved search becomes the query of telex that
    means the same; where there is none, it is refused, as commands and files are.
    """
    collector = Collector()
    searches: list[tuple[str, str]] = []
    hidden: list[str] = []
    several: list[str] = []
    groups: dict[str, set[str]] = {}
    """By tag: the groups that feeds with that tag come to stand in."""
    for line in text.removeprefix("\ufeff").splitlines():
        url, *marks = _words(line) or [""]
        if not url:
            continue
        if query := _QUERY.fullmatch(url):
            searches.append((query[1], query[2]))
            continue
        name = next((mark[1:] for mark in marks if mark.startswith("~")), "")
        tags = [mark for mark in marks if mark and not mark.startswith(("~", "!"))]
        group = tags[0] if tags else ""
        if not (has_scheme(url) or "." in url):
            collector.refuse(line, NO_ADDRESS)
            continue
        extra = {"category": ",".join(clean_line(tag.replace(",", " ")) for tag in tags)}
        collector.add(url, clean_line(name), group, extra=extra if len(tags) > 1 else None)
        for tag in tags:
            groups.setdefault(tag, set()).add(group)
        if len(tags) > 1:
            several.append(name or url)
        if any(mark.startswith("!") for mark in marks):
            hidden.append(name or url)
    if several:
        collector.notes.append(
            f"the first tag is the group, further ones are kept for an export: {named(several)}"
        )
    if hidden:
        collector.notes.append(f"hidden in newsboat, shown here: {named(hidden)}")
    for name, expression in searches:
        _take_search(collector, name, expression, groups)
    return collector.done()


def _words(line: str) -> list[str]:
    words: list[str] = []
    for match in _TOKEN.finditer(line):
        if (match[2] or "").startswith("#"):
            break
        words.append(match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1]))
    return words


def _take_search(collector: Collector, name: str, expression: str, groups: dict[str, set[str]]) -> None:
    name = clean_line(name) or "query"
    try:
        found = translate(expression)
    except FilterError as error:
        collector.refuse(name, f"is a saved search {error}")
        return
    collector.queries.append((name, clean_line(found.query, 4_000)))
    elsewhere = [tag for tag in sorted(found.tags) if groups.get(tag, {tag}) != {tag}]
    if elsewhere:
        collector.notes.append(f"{name}: some feeds with the tag {named(elsewhere)} stand in another group")
