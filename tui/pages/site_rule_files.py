"""Where a person's own rule for the pages of one site is: found by the poller, which reads no page itself.

What is in it ``site_rules`` knows, in the page worker.
"""

from __future__ import annotations

import os
from pathlib import Path

from tui.text import host_of


def file_for(folder: Path, url: str) -> Path | None:
    """The file of a site's rule: ``example.org.txt`` or ``.example.org.txt``, also for hosts below it."""
    labels = host_of(url).removeprefix("www.").split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        for path in (folder / f"{name}.txt", folder / f".{name}.txt"):
            if os.path.isfile(path):  # Path.is_file raises for a host that is too long for a name
                return path
    return None
