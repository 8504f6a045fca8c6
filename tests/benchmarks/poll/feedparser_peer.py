"""feedparser alone: parse the files named on standard input's list, nothing else. Argument 2: ``lean``."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    feedparser = import_module("feedparser")
    lean = {"sanitize_html": False, "resolve_relative_uris": False} if sys.argv[2] == "lean" else {}
    found = 0
    for path in Path(sys.argv[1]).read_text("utf-8").splitlines():
        found += len(feedparser.parse(io.BytesIO(Path(path).read_bytes()), **lean).entries)
    sys.stdout.write(f"{found} entries\n")


if __name__ == "__main__":
    main()
