"""What SQL can say in this cache beyond SQLite: ``indexed``, ``folded`` and ``matches``.

Their modules are imported when SQL first says them: a start needs neither.
"""

from __future__ import annotations

import apsw


def teach(connection: apsw.Connection) -> None:
    """Let ``connection`` use them."""
    connection.create_scalar_function("indexed", _indexed, 1, deterministic=True)
    connection.create_scalar_function("folded", _folded, 1, deterministic=True)
    connection.create_scalar_function("matches", _matches, 2, deterministic=True)


def _indexed(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    from tui.words import indexed

    return indexed(values[0]) if isinstance(values[0], str) else ""


def _folded(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    from tui.words import plain

    return plain(str(values[0]))[0]


def _matches(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    from tui.patterns import found

    return found(str(values[0]), str(values[1]))
