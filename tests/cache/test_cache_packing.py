"""tui.cache.packing: texts that lie deflated in the file, read back as they were."""

from __future__ import annotations

from pathlib import Path

from cache_parts import arrive, entry, opened, revise
from hypothesis import given
from hypothesis import strategies as st

from tui.cache import packing
from tui.cache.articles import article
from tui.cache.database import Connection

LONG = "The harbour master has closed the outer basin until the tide turns. " * 20


def kind(connection: Connection, table: str) -> list[str]:
    sql = "SELECT typeof(document) FROM " + table  # noqa: S608 - a name of ours
    return [row[0] for row in connection.execute(sql)]


@given(st.text(max_size=400))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert packing.unpacked(packing.packed(text)) == text


def test_a_text_that_would_not_get_shorter_is_left_as_it_is() -> None:
    assert packing.packed("short") == "short"
    rare = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    assert len(packing.packed(rare)) <= len(rare.encode())


def test_a_long_text_takes_less_than_half_of_its_size() -> None:
    assert len(packing.packed(LONG)) < len(LONG) / 2


def test_a_damaged_text_is_no_text() -> None:
    kept = packing.packed(LONG)
    assert isinstance(kept, bytes)
    assert packing.unpacked(kept[:-9]) == ""
    assert packing.unpacked(b"\xff" * 50) == ""


def test_articles_and_their_revisions_are_packed_and_read_in_full(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", text=LONG))
    revise(connection, 1, entry("a", text=LONG + "Reopened."))
    assert kind(connection, "body") == kind(connection, "revision") == ["blob"]
    found = article(connection, 1)
    assert found is not None
    assert found.document == entry("a", text=LONG + "Reopened.").document
    before = connection.execute("SELECT unpacked(document) FROM revision").get
    assert before == entry("a", text=LONG).document


def test_a_text_that_an_earlier_version_left_unpacked_is_read_as_well(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", text=LONG))
    connection.execute("UPDATE body SET document = unpacked(document)")
    found = article(connection, 1)
    assert kind(connection, "body") == ["text"]
    assert found is not None
    assert found.document == entry("a", text=LONG).document
