"""``doctor``: whether this telex, its files and this terminal are well, one line each. Repairs nothing."""

from __future__ import annotations

import os
import platform
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import apsw

from tui import __version__, notify
from tui.ages import moment
from tui.cache import database
from tui.cache.daily import FOLDER, last_backup
from tui.cache.readonly import connect_to_read
from tui.config import AlertSettings, ConfigError, load
from tui.paths import Paths
from tui.plain.link import link
from tui.plain.output import Output
from tui.plain.terminal import Fact, facts, notifications

OK, NOTE, FAULT = "ok", "note", "FAULT"
_LIBRARIES = ("textual", "rich", "httpx2", "feedparser", "lxml")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    state: str
    """``ok``, ``note`` (worth knowing) or ``FAULT``."""
    topic: str
    text: str


def doctor(
    paths: Paths,
    environ: Mapping[str, str],
    out: Output,
    *,
    now: int,
    as_json: bool,
    try_notify: bool = False,
) -> bool:
    """Print every check; False when one of them found a fault."""
    well = True
    for check in _checks(paths, environ, out, now):
        well = well and check.state != FAULT
        if as_json:
            out.record(asdict(check))
        else:
            out.line(f"{check.state:<5}  {check.topic:<14}  {check.text}")
    if try_notify and out.stream.isatty():
        how = notify.way(environ, _alerts(paths.config).protocol)
        out.put(notify.notification("telex", "This is how an alert looks.", how) + "\a")
        out.line("note   notifications  one was sent, with a bell; nothing seen: see [alerts] protocol")
    return well


def _checks(paths: Paths, environ: Mapping[str, str], out: Output, now: int) -> Iterable[Check]:
    yield from versions(_LIBRARIES)
    yield from _configuration(paths.config)
    yield writable("cache folder", paths.cache)
    yield writable("state folder", paths.state)
    yield from _cache(paths.database, now)
    yield _poller(paths.lock)
    encoding = out.stream.encoding
    size = None
    for descriptor in (1, 2, 0):
        if os.isatty(descriptor):
            size = os.get_terminal_size(descriptor)
            break
    for fact in facts(environ, encoding, size):
        yield _of(fact)
    if (far := link(0, 1)) is not None:
        yield _of(far)
    for fact in notifications(environ, _alerts(paths.config)):
        yield _of(fact)


def _alerts(path: Path) -> AlertSettings:
    """``[alerts]``, or the defaults where the configuration cannot be read: it has a check of its own."""
    try:
        return load(path).alerts
    except ConfigError:
        return AlertSettings()


def _of(fact: Fact) -> Check:
    return Check(NOTE if fact.remarkable else OK, fact.topic, fact.text)


def versions(libraries: Iterable[str]) -> Iterable[Check]:
    """The versions of telex, Python, SQLite and ``libraries``, none of which is imported for it."""
    yield Check(OK, "telex", __version__)
    yield Check(OK, "Python", f"{platform.python_version()} on {platform.platform()}, {sys.executable}")
    yield Check(OK, "SQLite", f"{apsw.sqlite_lib_version()}, apsw {apsw.apsw_version()}")
    for name in libraries:
        try:
            yield Check(OK, name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(FAULT, name, "is not installed; install telex again")


def _configuration(path: Path) -> Iterable[Check]:
    if not os.path.exists(path):
        yield Check(NOTE, "configuration", f"{path}: not there yet; the first start of telex writes it")
        return
    try:
        settings = load(path)
    except ConfigError as error:
        for line in str(error).splitlines():
            yield Check(FAULT, "configuration", line)
        return
    yield Check(OK, "configuration", f"{path}, {len(settings.sources)} sources")


def writable(topic: str, folder: Path) -> Check:
    """Whether ``folder`` can be written, or made where it is not there yet."""
    existing = folder
    while not os.path.exists(existing) and existing != existing.parent:
        existing = existing.parent
    made = "" if existing == folder else " (not there yet)"
    if not os.path.isdir(existing):
        return Check(FAULT, topic, f"{folder}: {existing} is no folder; move it away")
    if not os.access(existing, os.W_OK | os.X_OK):
        return Check(FAULT, topic, f"{folder}: {existing} cannot be written; check its owner and mode")
    return Check(OK, topic, f"{folder}{made}")


def _cache(path: Path, now: int) -> Iterable[Check]:
    try:
        status = path.stat()
    except FileNotFoundError:
        yield Check(NOTE, "cache", f"{path}: not there yet; the first poll makes it")
        return
    except OSError as error:
        yield Check(FAULT, "cache", f"{path}: cannot be looked at: {error.strerror}")
        return
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check(NOTE, "cache", f"{path}: other users may read it; chmod 600 keeps it private")
    try:
        connection = connect_to_read(path)
        try:
            articles, sources = connection.execute(
                "SELECT coalesce(sum(c.total), 0), coalesce(sum(s.subscribed), 0)"
                " FROM source s JOIN source_count c ON c.source_id = s.id"
            ).get
            yield Check(
                OK,
                "cache",
                f"{path}, {status.st_size:,} bytes, schema {database.VERSION},"
                f" {articles:,} articles, {sources:,} sources",
            )
            yield size(connection, now)
            yield backup(connection, path, now)
            if connection.readonly("main"):
                yield Check(NOTE, "cache", f"{path}: cannot be written; you can read, but no mark is kept")
            faults = database.check(connection)
        finally:
            connection.close()
    except database.CacheError as error:
        yield Check(FAULT, "cache", str(error))
        return
    except apsw.Error as error:
        yield Check(FAULT, "cache", database.explain(error, path))
        return
    yield from (Check(FAULT, "cache check", fault) for fault in faults)
    if faults:
        yield Check(NOTE, "cache check", "`telex doctor --repair` saves what can be read into a new cache")
    if not faults:
        yield Check(OK, "cache check", "SQLite's quick_check finds nothing wrong")


def size(connection: database.Connection, now: int) -> Check:
    """How large the cache is, what of that is free, and how it has grown in the last thirty days."""
    pages, free, page = (
        int(str(connection.pragma(name))) for name in ("page_count", "freelist_count", "page_size")
    )
    articles = int(connection.execute("SELECT coalesce(sum(total), 0) FROM source_count").get)
    used = (pages - free) * page
    text = f"{_megabytes(used)} in use, {_megabytes(free * page)} free"
    if articles:
        text += f", {used / articles / 1000:.1f} kB an article"
    today = now // 86_400
    then = connection.execute(
        "SELECT day, bytes, articles FROM size WHERE day BETWEEN ? AND ? ORDER BY day LIMIT 1",
        (today - 30, today - 1),
    ).fetchone()
    if then:
        days = today - int(str(then[0]))
        grown, came = (used - int(str(then[1]))) / days, (articles - int(str(then[2]))) / days
        text += f"; {grown / 1e6:+,.1f} MB and {came:+,.0f} articles a day in the last {days} days"
    return Check(OK, "cache size", text)


def backup(connection: database.Connection, path: Path, now: int) -> Check:
    """When the last daily backup was made, and why the last try failed."""
    last = last_backup(connection)
    made = f"the last one {moment(int(last['at']), now)}" if "at" in last else "none yet"
    where = f"{made}, in {path.parent / FOLDER}"
    if last.get("error"):
        return Check(FAULT, "daily backup", f"{where}; the last try failed: {last['error']}")
    return Check(OK, "daily backup", where)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"


def _poller(lock: Path) -> Check:
    try:
        pid = database.poller_pid(lock)
    except OSError as error:
        return Check(FAULT, "poller", f"{lock}: cannot be read: {error.strerror}")
    if pid is None:
        return Check(NOTE, "poller", "none is at work on this cache; start one with `telex poll`")
    return Check(OK, "poller", f"at work, process {pid}")
