"""The library ``reader`` as a program: subscribe to the addresses on standard input, update once.

Run by the interpreter of the environment that holds ``reader``, with the path of its database.
"""

from __future__ import annotations

import sys
from importlib import import_module

WORKERS = 8


def main() -> None:
    reader = import_module("reader").make_reader(sys.argv[1])
    with open(sys.argv[2], encoding="ascii") as file:
        for url in file.read().split():
            reader.add_feed(url, exist_ok=True)
    reader.update_feeds(workers=WORKERS)


if __name__ == "__main__":
    main()
