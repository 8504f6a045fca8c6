"""tui.plain.audited: an audit as a table, as columns and as records."""

from __future__ import annotations

import pytest

from tui.desk.audit import DAY, Audited
from tui.model import SourceStatus
from tui.plain.audited import bar, columns, record, table

STATUS = SourceStatus(
    id=1,
    url="https://me:secret@bay.example/rss",
    name="Bay Radio",
    group="Coast",
    enabled=True,
    state="idle",
    unread=398,
    total=400,
    last_poll=None,
    last_success=None,
    failing_since=1_800_000_000,
    failures=0,
    error="503",
    note="",
    next_due=None,
)
FOUND = Audited(
    status=STATUS,
    read=0.005,
    per_week=12.54,
    silent=94 * DAY,
    shared=0.8,
    partner="BBC World",
    partner_share=0.75,
    findings=("2 of 400 read", "75 % also in BBC World"),
    weight=3.0,
)


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0.0, "......"),
        (0.001, "#....."),
        (0.5, "###..."),
        (0.999, "#####."),
        (1.0, "######"),
    ],
)
def test_a_share_is_drawn_so_that_something_is_not_nothing_nor_all(share: float, drawn: str) -> None:
    assert bar(share) == drawn


def test_the_table_stands_in_columns_with_the_findings_below() -> None:
    head, row, *findings = table([FOUND])
    assert row.split() == ["Bay", "Radio", "#.....", "2/400", "12.5", "13w", "#####.", "80", "%"]
    assert head.index("WEEK") + len("WEEK") == row.index("12.5") + len("12.5")
    assert head.index("ELSEWHERE") == row.index("#####.")
    assert findings == ["  2 of 400 read", "  75 % also in BBC World"]
    assert row.isascii()


def test_a_source_without_articles_has_a_line_too() -> None:
    empty = Audited(STATUS, None, 0.0, None, 0.0, "", 0.0, (), 0.0)
    assert "......" in list(table([empty]))[1]
    assert columns(empty)[5:8] == ("-", "0", "-")


def test_the_columns_of_a_pipe_end_in_findings_and_address() -> None:
    assert columns(FOUND) == (
        *("Bay Radio", "Coast", "2", "400", "12.5", "94", "80", "BBC World"),
        *("2 of 400 read; 75 % also in BBC World", "https://bay.example/rss"),
    )


def test_a_record_has_numbers_for_machines_and_no_password() -> None:
    fields = record(FOUND)
    assert (fields["read"], fields["silent"], fields["shared"]) == (2, 94 * DAY, 0.8)
    assert fields["failing_since"] == "2027-01-15T08:00:00Z"
    assert "secret" not in repr(fields)
