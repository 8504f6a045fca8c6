"""How the long texts of articles lie in the file: deflated. Knows no table.

Measured on the 7,561 entries of 300 real feeds (2,770 bytes each on average): zlib leaves 40 % of them,
with a dictionary trained on other publishers' texts 35 %; zstd leaves 42 % and 36 %, and is a dependency
of 5 MB before Python 3.14. A dictionary would have to be kept as long as any text that was made with it
lives, for a thirtieth of the whole file: zlib alone it is.

The same format is written by isal (Intel's storage library, for ARM as well; 1 MB, PSF licence) in a third
of the time, which was a seventh of all that it took to write articles; it is read with zlib.
"""

from __future__ import annotations

import zlib

import apsw
from isal import isal_zlib

SHORTEST = 120
"""Characters below which a text is left as it is: there is nothing to gain."""
_LEVEL = isal_zlib.ISAL_BEST_COMPRESSION
"""20 µs a text, and 42.3 % of it left; zlib's level 4 takes 58 and leaves 41.5 % (6,175 texts)."""


def packed(text: str) -> str | bytes:
    """``text`` as the file keeps it: deflated where that makes it shorter."""
    if len(text) < SHORTEST:
        return text
    plain = text.encode()
    deflated = isal_zlib.compress(plain, _LEVEL)
    return deflated if len(deflated) < len(plain) else text


def unpacked(kept: str | bytes) -> str:
    """The text that ``packed`` was given; "" where it is damaged, which the reader of a document reports."""
    if not isinstance(kept, bytes):
        return kept
    try:
        return zlib.decompress(kept).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""


def teach(connection: apsw.Connection) -> None:
    """Let SQL say ``packed(text)`` where a text is written, and ``unpacked(column)`` where it is read."""
    connection.create_scalar_function("packed", _packed, 1, deterministic=True)
    connection.create_scalar_function("unpacked", _unpacked, 1, deterministic=True)


def _packed(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    return packed(values[0]) if isinstance(values[0], str) else values[0]


def _unpacked(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    return unpacked(values[0]) if isinstance(values[0], (str, bytes)) else values[0]
