"""tui.cache.background: writes leave the event loop, in order, and none is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cache_parts import NOW, arrive_many, ids, opened

from tui.cache.background import BackgroundWriter
from tui.cache.database import CacheError, Connection, connect
from tui.cache.effects import ActError
from tui.cache.triage import Act, mark, undo


def test_a_write_gives_its_result_once_it_is_committed(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    arrive_many(reader, 3)
    writer = BackgroundWriter(tmp_path / "telex.db")
    act = writer.submit(mark, "star", [2], now=NOW, terminal="").result()
    assert act == Act("star", (2,))
    assert ids(reader, "SELECT id FROM article WHERE starred") == [2]
    writer.close()


def test_what_was_accepted_is_written_before_it_closes(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    arrive_many(reader, 60)
    writer = BackgroundWriter(tmp_path / "telex.db")
    for number in range(1, 61):
        writer.submit(mark, "read", [number], now=NOW, terminal="")
    writer.close()
    assert ids(reader, "SELECT count(*) FROM article WHERE read") == [60]
    assert ids(reader, "SELECT id FROM journal WHERE articles = char(0)") == []
    assert undo(reader, now=NOW, terminal="here") == Act("read", (60,))


def test_writes_run_one_after_the_other_on_one_thread_that_is_not_ours(tmp_path: Path) -> None:
    opened(tmp_path)
    writer = BackgroundWriter(tmp_path / "telex.db")

    def where(_: Connection) -> int:
        return threading.get_ident()

    threads = {writer.submit(where).result() for _ in range(5)}
    writer.close()
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_the_writes_of_the_app_survive_power_loss(tmp_path: Path) -> None:
    opened(tmp_path)
    writer = BackgroundWriter(tmp_path / "telex.db")

    def level(connection: Connection) -> int:
        return int(str(connection.pragma("synchronous")))

    assert writer.submit(level).result() == 2
    writer.close()


def test_a_failed_write_is_told_and_the_next_one_is_made(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    arrive_many(reader, 3)
    writer = BackgroundWriter(tmp_path / "telex.db")
    failed = writer.submit(mark, "burn", [1], now=NOW, terminal="")
    good = writer.submit(mark, "read", [1], now=NOW, terminal="")
    assert isinstance(failed.exception(), ActError)
    assert good.result() == Act("read", (1,))
    writer.close()


def test_a_cache_that_cannot_be_opened_is_told_with_each_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    writer = BackgroundWriter(tmp_path / "file" / "telex.db")
    for _ in range(2):
        with pytest.raises(CacheError, match="cannot be opened"):
            writer.submit(undo, now=NOW, terminal="").result()
    writer.close()


def test_a_writer_that_was_never_used_closes(tmp_path: Path) -> None:
    BackgroundWriter(tmp_path / "telex.db").close()
    assert list(tmp_path.iterdir()) == []


def test_closing_lets_go_of_the_cache(tmp_path: Path) -> None:
    opened(tmp_path).close()
    writer = BackgroundWriter(tmp_path / "telex.db")
    writer.submit(undo, now=NOW, terminal="").result()
    writer.close()
    # The last connection takes the WAL with it.
    connect(tmp_path / "telex.db").close()
    assert [file.name for file in tmp_path.iterdir()] == ["telex.db"]
