"""A story as a Markdown file of its own, in a folder. Knows no screen and no cache."""

from __future__ import annotations

from pathlib import Path

from tui.pages.edition import Edition
from tui.pages.formats import as_markdown, file_name
from tui.paths import naming


def file_in(folder: Path, shown: Edition) -> Path:
    """The file that a story has in a folder."""
    return folder / file_name(shown, "md")


def save(path: Path, shown: Edition) -> None:
    """Write a story, and make the folder for it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with naming(path):
        path.write_text(as_markdown(shown), "utf-8", "replace")
