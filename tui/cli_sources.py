"""The verbs on subscriptions: ``sources``, ``edit``, ``remove``, ``import`` and ``export``.

Knows no screen, no SQL and no network; each verb is a few calls into the rooms, which are imported
where they are needed: see ``tui.cli``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tui.cli_frame import (
    DONE,
    NOTHING,
    USAGE,
    Stop,
    complain,
    configured,
    file_errors,
    open_cache,
    settings_of,
    value_of,
)

if TYPE_CHECKING:
    from tui.config import Settings
    from tui.model import Source, SourceStatus
    from tui.paths import Paths


def sources(options: argparse.Namespace) -> int:
    """``telex sources``: counts and health, or with ``--audit`` what could be pruned."""
    paths, settings = configured(options)
    from tui.cache.sources import statuses
    from tui.plain import health, output

    now = int(time.time())
    with open_cache(paths, settings) as connection:
        found = statuses(connection)
        if options.audit and found:
            from tui.cache.audit import recent
            from tui.desk.audit import audit, sample_size
            from tui.plain import audited

            samples = recent(connection, [status.id for status in found], sample_size(len(found)))
            audited.audited(audit(found, samples, now), output.standard(), as_json=options.json)
            return DONE
    health.sources(found, output.standard(), now=now, as_json=options.json)
    if not found:
        raise Stop(NOTHING, f"telex: {paths.config} has no source; `telex add URL` adds one")
    return DONE


def edit(options: argparse.Namespace) -> int:
    """``telex edit``: change one source; its articles and marks stay, also under another address."""
    paths, settings = configured(options)
    changes = _changes(options)
    if not changes:
        raise Stop(USAGE, "telex: say what to change, as in `telex edit NAME --group World`")
    status = _named(paths, settings, options.source)
    from dataclasses import replace

    from tui import config_edit
    from tui.cache.database import transaction
    from tui.cache.sources import move_source
    from tui.plain import output
    from tui.text import shown_url

    before = next(source for source in settings.sources if source.url == status.url)
    changed = [key for key, value in changes.items() if getattr(before, key) != value]
    if not changed:
        output.standard().line(f"{status.name}: nothing to change")
        return DONE
    new = replace(before, **changes)
    others = [source for source in settings.sources if source is not before]
    if "url" in changed and not config_edit.unknown_sources([new], others):
        raise Stop(NOTHING, f"telex: {shown_url(new.url)} is in {paths.config} already")
    with edit_errors(), open_cache(paths) as connection, transaction(connection):
        if new.url != before.url:
            move_source(connection, before.url, new.url, int(time.time()))
        config_edit.edit(
            paths.config,
            lambda text: config_edit.change_source(
                text, before.url, lambda source: replace(source, **changes)
            ),
        )
    synchronise(paths)
    output.standard().line(f"changed {status.name}: {', '.join(changed)}")
    return DONE


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a source that the options give a value."""
    from tui import config_values as values

    changes: dict[str, Any] = {}
    if options.url is not None:
        changes["url"] = value_of("--url", values.address, options.url)
    for name in ("name", "group"):
        if getattr(options, name) is not None:
            changes[name] = value_of(f"--{name}", values.words, getattr(options, name))
    if options.interval == "default":
        changes["interval"] = None
    elif options.interval is not None:
        changes["interval"] = value_of("--interval", values.duration("1s", "30d"), options.interval)
    if options.weight is not None:
        changes["weight"] = options.weight
    if options.enabled is not None:
        changes["enabled"] = options.enabled
    return changes


def remove(options: argparse.Namespace) -> int:
    """``telex remove``: take one source out of the configuration."""
    paths, settings = configured(options)
    from tui import config_edit
    from tui.plain import output

    status = _named(paths, settings, options.source)
    with edit_errors():
        config_edit.edit(paths.config, lambda text: config_edit.remove_source(text, status.url))
    synchronise(paths)
    output.standard().line(f"removed {status.name}; its articles stay in the cache")
    return DONE


def import_list(options: argparse.Namespace) -> int:
    """``telex import``: add what a list of subscriptions holds, and name what it could not use."""
    paths, settings = configured(options)
    from tui.cache.sources import keep_outlines
    from tui.config_values import same_address
    from tui.feeds import imported, subscriptions
    from tui.plain import output
    from tui.text import shown_url

    name = "standard input" if options.file == "-" else options.file
    with file_errors(of=name):
        try:
            with open(0 if options.file == "-" else options.file, "rb") as file:
                data = file.read(imported.BYTES_LIMIT + 1)
            found = subscriptions.read_any(data, name)
        except imported.SubscriptionError as error:
            raise Stop(USAGE, f"telex: {error}") from error
    added = subscribe(paths, settings, found.sources)
    searches = _keep_searches(paths, found.queries)
    if found.extras:
        settings = settings_of(paths)
        urls = {same_address(source.url): source.url for source in settings.sources}
        extras = {urls[same_address(url)]: extra for url, extra in found.extras.items()}
        with open_cache(paths, settings) as connection:
            keep_outlines(connection, extras)
    new = {source.url for source in added}
    known = [source.url for source in found.sources if source.url not in new]
    out = output.standard()
    for url in known:
        out.line(f"already there: {shown_url(url)}")
    for what, why in found.refused:
        out.line(f"refused: {what} {why}")
    for line in searches:
        out.line(line)
    for note in found.notes:
        out.line(f"note: {note}")
    out.line(f"{len(added)} added, {len(known)} already there, {len(found.refused)} refused")
    return NOTHING if found.refused else DONE


def _keep_searches(paths: Paths, searches: Sequence[tuple[str, str]]) -> list[str]:
    """Make a smart folder of each saved search; what came of each, as a sentence."""
    from functools import partial

    from tui import config_edit
    from tui.config_set import add_table

    there = {folder.name: folder.query for folder in settings_of(paths).folders} if searches else {}
    told = []
    for name, query in searches:
        if name not in there:
            there[name] = query
            folder = {"name": name, "query": query}
            with edit_errors():
                config_edit.edit(paths.config, partial(add_table, name="folders", keys=folder))
            told.append(f"smart folder {name}: {query}")
        elif there[name] == query:
            told.append(f"already there: smart folder {name}")
        else:
            told.append(f"refused: {name} is another smart folder here; it would be {query}")
    if searches:
        synchronise(paths)
    return told


def export(options: argparse.Namespace) -> int:
    """``telex export``: the sources as OPML, with what an import kept of their outlines."""
    paths, settings = configured(options)
    from tui.cache.sources import outlines, titles
    from tui.feeds import opml
    from tui.plain import output

    code = DONE
    extras: dict[str, dict[str, str]] = {}
    called: dict[str, str] = {}
    try:
        with open_cache(paths) as connection:
            extras, called = outlines(connection), titles(connection)
    except Stop as stop:  # the subscriptions must get out of a damaged cache too
        complain(f"{stop}\ntelex: what an import kept of the outlines is missing in this export")
        code = NOTHING
    own = [source for source in settings.sources if not source.url.startswith(("http:", "https:"))]
    for source in own:
        name = source.name or source.url.partition(":")[0]
        complain(f"telex: not exported, as it is a file or a command: {name}")
        code = NOTHING
    exported = [source for source in settings.sources if source not in own]
    document = opml.write_opml(exported, "telex", extras, called).encode()
    if options.output is None:
        output.standard().data(document)
    else:
        with file_errors(of=options.output), open(options.output, "wb") as file:
            file.write(document)
    return code


def subscribe(paths: Paths, settings: Settings, wanted: Sequence[Source]) -> list[Source]:
    """Add those of ``wanted`` that the configuration does not have yet, and give them back."""
    from tui import config_edit

    added = config_edit.unknown_sources(wanted, settings.sources)
    if added:
        with edit_errors():
            config_edit.edit(paths.config, lambda text: config_edit.add_sources(text, added))
        synchronise(paths)
    return added


def _named(paths: Paths, settings: Settings, wanted: str) -> SourceStatus:
    """The one source that a user means by an address or a name; none or several end the verb."""
    from tui.cache.sources import statuses
    from tui.plain.health import find
    from tui.text import clean_line, shown_url

    with open_cache(paths, settings) as connection:
        exact, near = find(statuses(connection), wanted)
    if len(exact) == 1:
        return exact[0]
    told = "several sources are called" if exact else "no source has the address or name"
    candidates = [f"  {status.name}  {shown_url(status.url)}" for status in exact or near]
    raise Stop(NOTHING, "\n".join([f"telex: {told} {clean_line(wanted)}", *candidates]))


@contextmanager
def edit_errors() -> Iterator[None]:
    """An edit of the configuration that cannot be made ends the verb."""
    from tui.config import EditError

    with file_errors():
        try:
            yield
        except EditError as error:
            raise Stop(USAGE, f"telex: {error}") from error


def synchronise(paths: Paths) -> None:
    """Tell the cache, and so a poller at work, of a configuration that was just written."""
    with open_cache(paths, settings_of(paths)):
        pass
