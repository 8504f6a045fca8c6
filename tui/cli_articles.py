"""The verbs on articles as texts: ``show``, and ``export --as``. Knows no screen, no SQL and no network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli_frame import DONE, NOTHING, USAGE, Stop, file_errors, open_cache, paths_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.pages.edition import Edition
    from tui.query import Node


def show(options: argparse.Namespace) -> int:
    """``telex show``: one article."""
    paths = paths_of(options)
    from tui.cache.stories import lead_of
    from tui.plain import listing, output

    with open_cache(paths) as connection:
        story = options.id.startswith("story:")
        number = int(options.id.removeprefix("story:"))
        article = lead_of(connection, number) if story else number
        if article is None:
            raise Stop(NOTHING, f"telex: the cache has no story {number}")
        trouble = listing.show(connection, article, output.standard(), options.format)
    if trouble:
        raise Stop(NOTHING, f"telex: {trouble}")
    return DONE


def export_articles(options: argparse.Namespace, query: Node, now: int) -> int:
    """``telex export --as``: the articles that a query finds, for other programs."""
    if options.form == "markdown" and options.output is None:
        raise Stop(USAGE, "telex: Markdown is one file an article: give a folder with -o FOLDER")
    paths = paths_of(options)
    from tui.plain import listing, output

    with open_cache(paths) as connection:
        found = list(listing.editions(connection, query, limit=options.limit, now=now))
    if not found:
        raise Stop(NOTHING, "telex: no article matches the query")
    with file_errors(of=options.output):
        if options.form == "markdown":
            from tui.pages.saving import file_in, save

            for each in found:
                save(file_in(Path(options.output), each), each)
            output.standard().line(f"{len(found)} files in {options.output}")
        elif options.output is None:
            output.standard().data(_bytes(options, found, now))
        else:
            Path(options.output).write_bytes(_bytes(options, found, now))
    return DONE


def _bytes(options: argparse.Namespace, found: Sequence[Edition], now: int) -> bytes:
    if options.form == "epub":
        from tui.pages.epub import epub

        return epub(found, " ".join(["telex", *options.query]), now)
    from tui.pages.formats import as_json

    return "".join(as_json(each) for each in found).encode("utf-8", "replace")
