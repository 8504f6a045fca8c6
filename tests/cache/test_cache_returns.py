"""tui.cache.returns: what comes back, when, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_parts import NOW, arrive, arrive_many, counts, entry, opened, recount, revise

from tui.cache.database import Connection, connect
from tui.cache.journal import entries
from tui.cache.listing import Listing
from tui.cache.returns import bring_back, due
from tui.cache.triage import mark, undo
from tui.cache.window import Window

ALL = Listing("All articles")


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Twelve unread articles of three sources, 1 to 12; the first is put off by an hour."""
    connection = opened(tmp_path)
    arrive_many(connection, 12)
    mark(connection, "later", [1], now=NOW, terminal="here", argument=str(NOW + 3_600))
    return connection


def test_nothing_comes_back_before_its_time(cache: Connection) -> None:
    assert not due(cache, NOW + 3_599)
    assert bring_back(cache, NOW + 3_599) == ()


def test_at_its_time_it_is_unread_and_on_top(cache: Connection) -> None:
    assert due(cache, NOW + 3_600)
    assert bring_back(cache, NOW + 3_600) == (1,)
    first = Window(cache, ALL).row(0)
    assert first is not None
    assert (first.id, first.read, first.later_until, first.at) == (1, False, None, NOW + 3_600)
    assert counts(cache) == recount(cache)


def test_whoever_notices_first_brings_it_back_and_nobody_else(tmp_path: Path, cache: Connection) -> None:
    other = connect(tmp_path / "telex.db")
    assert bring_back(other, NOW + 3_600) == (1,)
    assert bring_back(cache, NOW + 3_600) == ()
    assert [each.act for each in entries(cache)] == ["back", "later"]


def test_an_open_list_counts_it_as_an_arrival_and_does_not_move(cache: Connection) -> None:
    window = Window(cache, ALL)
    order = window.ids()
    bring_back(cache, NOW + 3_600)
    window.refresh()
    assert window.arrivals() == 1
    assert window.ids() == order
    assert Window(cache, ALL).arrivals() == 0


def test_its_return_is_nobody_s_act_and_what_put_it_off_is_past(cache: Connection) -> None:
    mark(cache, "star", [2], now=NOW, terminal="here")
    bring_back(cache, NOW + 3_600)
    taken = undo(cache, now=NOW + 3_601, terminal="here")
    assert taken is not None
    assert taken.act == "star"
    taken = undo(cache, now=NOW + 3_601, terminal="here")
    assert taken is not None
    assert (taken.act, taken.article_ids) == ("later", ())
    assert cache.execute("SELECT read, later_until FROM article WHERE id = 1").fetchone() == (0, None)


def test_one_put_off_anew_waits_for_its_new_time(cache: Connection) -> None:
    mark(cache, "later", [1], now=NOW, terminal="here", argument=str(NOW + 7_200))
    assert bring_back(cache, NOW + 3_600) == ()
    assert bring_back(cache, NOW + 7_200) == (1,)


@pytest.mark.parametrize(
    ("headline", "back"),
    [("Number one", False), ("NUMBER ONE!", False), ("Number one and two", True), ("Number 1", True)],
)
def test_what_is_dismissed_comes_back_when_its_headline_says_something_new(
    tmp_path: Path, headline: str, back: bool
) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "Number one", published=NOW - 60))
    mark(connection, "dismiss", [1], now=NOW, terminal="here")
    assert len(Window(connection, ALL)) == 0
    revise(connection, 1, entry("a", headline, text="another text"), now=NOW + 60)
    window = Window(connection, ALL)
    assert len(window) == back
    if back:
        row = window.row(0)
        assert row is not None
        assert (row.read, row.at) == (False, NOW + 60)
    assert counts(connection) == recount(connection)


def test_what_is_dismissed_for_good_stays_away(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "Number one"))
    mark(connection, "dismiss-for-good", [1], now=NOW, terminal="here")
    revise(connection, 1, entry("a", "Something else entirely"), now=NOW + 60)
    assert len(Window(connection, ALL)) == 0


def test_whether_something_is_due_is_asked_of_an_index(cache: Connection) -> None:
    plan = cache.execute("EXPLAIN QUERY PLAN SELECT 1 FROM article WHERE later_until <= ? LIMIT 1", (NOW,))
    assert [row[3] for row in plan] == ["SEARCH article USING COVERING INDEX article_due (later_until<?)"]
