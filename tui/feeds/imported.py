"""What a list of subscriptions from elsewhere came to: sources, what was left out, what is kept aside.

Knows no file format, network or cache. Whatever a list says can only become a source with an http or
https address: nothing imported ever names a command or a local file (newsboat before 2.45 ran
commands out of OPML; T3 in the notes on hostile input). What is left out is named, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tui.config_values import SettingError, address, same_address
from tui.model import Source
from tui.text import clean_line, shown_url

BYTES_LIMIT = 20_000_000
"""The longest file that is imported, in bytes."""
GROUPS_LIMIT = 1_000
"""Characters of the further groups of one source that are kept."""
NAMED = 5
"""How many names a sentence lists before it only counts."""
NO_ADDRESS = "is no address"
NOT_IMPORTED = {
    "exec": "runs a command; telex imports addresses only",
    "filter": "runs a command; telex imports addresses only",
    "query": "is a saved search that cannot be read",
    "file": "is a local file; telex reads http and https",
}
"""Why addresses of these schemes are left out."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FEED_SCHEME = re.compile(r"\Afeed:(?://)?(https?:)?", re.IGNORECASE)
"""Of addresses that a browser is to hand to a feed reader: ``feed://a.example`` is http."""


class SubscriptionError(Exception):
    """A file that cannot be imported; says why in plain words."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a list of subscriptions held."""

    sources: tuple[Source, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    """What was left out, and why."""
    title: str = ""
    extras: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By address: attributes of its outline that telex does not use and an export writes back."""
    queries: tuple[tuple[str, str], ...] = ()
    """Saved searches: what each is called, and the query of telex that means the same."""
    notes: tuple[str, ...] = ()
    """What else a user should know, one sentence each."""


@dataclass(slots=True)
class Collector:
    """An import in the making."""

    sources: list[Source] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    extras: dict[str, dict[str, str]] = field(default_factory=dict)
    queries: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[str, Source] = field(default_factory=dict)

    def add(
        self,
        url: str,
        name: str,
        group: str,
        *,
        interval: int | None = None,
        weight: float = 1.0,
        enabled: bool = True,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """Take one subscription, or name it among the refused. Its texts need not be clean."""
        what, url = name or url.strip(), _FEED_SCHEME.sub(_web, url.strip())
        try:
            good = address(url)
        except SettingError:
            scheme = _SCHEME.match(url)
            reason = NOT_IMPORTED.get(scheme[1].lower(), "") if scheme else ""
            self.refuse(what, reason or "has no http or https address")
            return
        key = same_address(good)
        if (first := self.seen.get(key)) is not None:
            self._take_again(what, first, clean_line(group))
            return
        self.seen[key] = Source(good, clean_line(name), clean_line(group), weight, interval, enabled)
        self.sources.append(self.seen[key])
        if extra:
            self.extras[good] = dict(extra)

    def _take_again(self, what: str, first: Source, group: str) -> None:
        """Name a subscription that is there already; another group of it is kept for an export."""
        why = f"is in the list twice: {shown_url(first.url)}"
        kept = self.extras.get(first.url, {})
        full = len(kept.get("category", "")) > GROUPS_LIMIT
        if full or not first.group or group in ("", first.group):
            self.refuse(what, why)  # without a folder the kept word would be read as one
            return
        self.extras[first.url] = kept
        there, also = kept.get("category", f"/{first.group.replace(',', ' ')}"), f"/{group.replace(',', ' ')}"
        kept["category"] = f"{there},{also}"
        self.refuse(what, f"{why}; that it is also in {group} is kept for an export")

    def refuse(self, what: str, why: str) -> None:
        """Name something that is left out."""
        self.refused.append((clean_line(what, 200) or "an outline without a name", why))

    def done(self, title: str = "") -> Import:
        """The import as it came to be."""
        return Import(
            sources=tuple(self.sources),
            refused=tuple(self.refused),
            title=clean_line(title),
            extras=self.extras,
            queries=tuple(self.queries),
            notes=tuple(self.notes),
        )


def _web(scheme: re.Match[str]) -> str:
    return scheme[1] or "http://"


def named(names: Iterable[str]) -> str:
    """``names`` as a list in a sentence; beyond ``NAMED`` of them only how many more."""
    cleaned = [clean_line(name, 80) for name in names]
    more = len(cleaned) - NAMED
    return ", ".join(cleaned[:NAMED]) + (f" and {more} more" if more > 0 else "")


def check_size(data: bytes, what: str) -> None:
    """Raises ``SubscriptionError`` for more than ``BYTES_LIMIT``."""
    if len(data) > BYTES_LIMIT:
        raise SubscriptionError(f"{what} is larger than {BYTES_LIMIT} bytes")


def has_scheme(text: str) -> bool:
    """Whether ``text`` begins as an absolute address does, of whatever scheme."""
    return _SCHEME.match(text) is not None
