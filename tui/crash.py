"""The last word on a fault of telex itself: a file with the traceback, one line for the user."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from types import TracebackType

from tui.paths import make_folder, own_file

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_CREDENTIALS = re.compile(r"//[^/\s'\"]*@")


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None, folder: Path) -> str:
    """Write the traceback to ``crash.txt`` in ``folder``; gives the line that tells the user.

    What an error says may quote a feed, or an address with its password: the report is ASCII without
    controls, and without what stands before the host of an address. Local variables are not in it.
    """
    what = f"telex: a fault of telex itself ({kind.__name__})"
    path = folder / "crash.txt"
    try:
        make_folder(folder)
        told = _CREDENTIALS.sub("//", "".join(traceback.format_exception(kind, error, trace)))
        with open(path, "w", encoding="ascii", errors="backslashreplace", opener=own_file) as file:
            file.write(_CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", told))
    except OSError as reason:
        return f"{what}; no report could be written to {path}: {reason.strerror}"
    return f"{what}; please report it with the file {path}"
