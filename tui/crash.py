"""The last word on a fault of telex itself: a file with the traceback, one line for the user."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import TracebackType

from tui.paths import make_folder, own_file


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None, folder: Path) -> str:
    """Write the traceback to ``crash.txt`` in ``folder``; gives the line that tells the user."""
    what = f"telex: a fault of telex itself ({kind.__name__})"
    path = folder / "crash.txt"
    try:
        make_folder(folder)
        with open(path, "w", encoding="utf-8", errors="backslashreplace", opener=own_file) as file:
            file.write("".join(traceback.format_exception(kind, error, trace)))
    except OSError as reason:
        return f"{what}; no report could be written to {path}: {reason.strerror}"
    return f"{what}; please report it with the file {path}"
