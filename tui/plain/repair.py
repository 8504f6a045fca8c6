"""``doctor --repair``: a sound cache in the place of a damaged one, and what came of it in words."""

from __future__ import annotations

from pathlib import Path

from tui.cache.daily import FOLDER
from tui.cache.database import CacheError, poller_lock, poller_pid
from tui.cache.salvage import Salvaged, salvage
from tui.pages.document import DocumentError, loads, plain_text
from tui.paths import Paths
from tui.plain.output import Output


def repair(paths: Paths, out: Output, *, stamp: str) -> None:
    """Repair the cache and say what was saved; ``stamp`` goes into the name of the damaged file.

    Raises CacheError where it cannot be done.
    """
    if not paths.database.exists():
        out.line(f"{paths.database}: there is no cache, so there is nothing to repair")
        for line in _backup(paths.cache):
            out.line(line)
        return
    with poller_lock(paths.lock) as ours:
        if not ours:
            raise CacheError(
                f"{paths.database}: a poller (process {poller_pid(paths.lock)}) is at work on this cache;"
                " stop it, leave telex everywhere, then try again"
            )
        found = salvage(paths.database, _text_of, stamp)
    if found is None:
        out.line(f"{paths.database}: nothing is wrong with it; it was left as it is")
        return
    lines = _told(found)
    if found.lost or found.gaps or not found.articles:
        lines += _backup(paths.cache)
    for line in lines:
        out.line(line)


def _backup(cache: Path) -> list[str]:
    """The way to what the last daily backup holds, if there is one."""
    made = sorted((cache / FOLDER).glob("*.jsonl"))
    return [f"Marks, tags and sources of {made[-1].stem}: telex restore {made[-1]}"] if made else []


def _told(found: Salvaged) -> list[str]:
    lines = [f"{found.articles:,} articles were saved into a new cache, with marks, tags and journal"]
    if found.lost:
        lines.append(f"{found.lost:,} articles could not be read; those still in their feeds come back")
    lines += [f"unreadable places in {table}: {count:,}" for table, count in sorted(found.gaps.items())]
    lines.append(f"The damaged file is kept: {found.kept_as}; remove it when you miss nothing")
    return lines


def _text_of(document: str) -> str:
    try:
        return plain_text(loads(document))
    except DocumentError:
        return ""
