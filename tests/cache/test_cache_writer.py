"""tui.cache.writer on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from new_cache import new_cache

from tui.arrivals import Changes, Entry, version_of
from tui.cache import polls, writer
from tui.cache.articles import article
from tui.cache.database import Connection, change_counter, connect
from tui.cache.polls import PollRecord
from tui.cache.sources import request_poll, statuses, sync
from tui.cache.triage import mark
from tui.cache.writer import BATCH
from tui.model import Article, Enclosure, Facts, Level, Source

NOW = 1_790_000_000
URL = "https://news.example/feed"
ENTRY = Entry(
    guid="a", fingerprint="f1", title="Ferry late", link="https://news.example/1", author="A. Reed",
    published=NOW - 100, lead="It is late.", document='[{"s":["It is late."]}]', text="It is late.",
)  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    sync(opened, [Source(url=URL, interval=600), Source(url="https://b.example/", name="B")], 900)
    yield opened
    opened.close()


def stored(connection: Connection, *entries: Entry, now: int = NOW) -> list[int]:
    """The ids of these entries once they are articles of the first source."""
    writer.store(connection, 1, Changes(insert=entries), now)
    return [known.id for known in writer.known(connection, 1, [entry.guid for entry in entries]).values()]


def of(connection: Connection, article_id: int) -> Article:
    found = article(connection, article_id)
    assert found is not None
    return found


def search(connection: Connection, word: str) -> list[int]:
    """The articles whose text has a word."""
    return [
        row[0]
        for row in connection.execute("SELECT rowid FROM article_text WHERE article_text MATCH ?", (word,))
    ]


def record(**changes: object) -> PollRecord:
    plain = PollRecord(at=NOW, next_due=NOW + 600, etag='"e"', last_modified="then", body_hash="h")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_each_new_article_leads_a_story_of_its_own(connection: Connection) -> None:
    ids = stored(connection, *(replace(ENTRY, guid=str(n)) for n in range(3)))
    writer.store(connection, 2, Changes(insert=(ENTRY,)), NOW)
    found = connection.execute(
        "SELECT a.id, s.lead_id, s.first_at, s.articles FROM article a JOIN story s ON s.id = a.story_id"
    ).fetchall()
    assert sorted(found) == [(each, each, NOW - 100, 1) for each in (*sorted(ids), max(ids) + 1)]


def test_an_entry_becomes_an_article_that_can_be_found(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    found = of(connection, article_id)
    assert (found.title, found.link, found.author, found.document) == (
        ENTRY.title, ENTRY.link, ENTRY.author, ENTRY.document,
    )  # fmt: skip
    assert (found.published, found.at, found.fetched, found.read) == (NOW - 100, NOW - 100, NOW, False)
    assert search(connection, "late") == [article_id]


@pytest.mark.parametrize("published", [None, NOW + 1, 600_000_000])
def test_a_date_that_is_missing_to_come_or_absurd_counts_as_now(
    connection: Connection, published: int | None
) -> None:
    (article_id,) = stored(connection, replace(ENTRY, published=published))
    assert of(connection, article_id).at == NOW


@pytest.mark.parametrize(
    ("ahead", "skew", "at"),
    [
        (500, 600, NOW - 100),  # published 100 s ago by a clock that is 600 s ahead
        (600, 600, NOW),
        (601, 600, NOW),  # to come by its own clock as well
        (-100, 600, NOW - 100),  # by our clock it may be right: nothing is moved that need not be
        (500, -600, NOW),
        (90_000, 100_000, NOW),  # a clock that is a day off is nobody's
    ],
)
def test_what_a_clock_that_is_ahead_dates_into_the_future_is_put_right(
    connection: Connection, ahead: int, skew: int, at: int
) -> None:
    writer.store(connection, 1, Changes(insert=(replace(ENTRY, published=NOW + ahead),)), NOW, skew)
    found = of(connection, 1)
    assert (found.at, found.published) == (at, NOW + ahead)


def test_what_the_feed_states_is_kept_and_renewed(connection: Connection) -> None:
    stated = Facts(authors=("A. Reed",), comments=1, enclosures=(Enclosure("https://a.example/1.mp3"),))
    (article_id,) = stored(connection, replace(ENTRY, facts=stated))
    assert of(connection, article_id).facts == stated
    more = replace(ENTRY, facts=replace(stated, comments=7))
    writer.store(connection, 1, Changes(touch=((article_id, more),)), NOW)
    assert of(connection, article_id).facts.comments == 7
    other = replace(more, title="Ferry sunk", facts=replace(stated, comments=9))
    writer.store(connection, 1, Changes(revise=((article_id, other),)), NOW)
    assert of(connection, article_id).facts.comments == 9


def test_a_text_that_comes_back_is_shown_again_and_not_counted(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    other = replace(ENTRY, fingerprint="f2", title="Ferry sunk", document="[]", text="Gone")
    writer.store(connection, 1, Changes(revise=((article_id, other),)), NOW + 50)
    assert writer.known(connection, 1, ["a"])["a"].earlier == {version_of(ENTRY.title, ENTRY.document)}
    for n in range(3):
        for entry in (ENTRY, other):
            writer.store(connection, 1, Changes(restore=((article_id, entry),)), NOW + 60 + n)
    found = of(connection, article_id)
    assert (found.title, found.revisions) == ("Ferry sunk", 1)
    kept = connection.execute("SELECT title FROM revision ORDER BY id")
    assert [row[0] for row in kept] == ["Ferry late", "Ferry sunk"]
    assert (search(connection, "gone"), search(connection, "late")) == ([article_id], [])


def test_an_article_bears_its_new_guid_and_keeps_its_marks(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    mark(connection, "read", [article_id], now=NOW, terminal="test")
    for guid, changes in (
        ("b", Changes(touch=((article_id, replace(ENTRY, guid="b")),))),
        ("c", Changes(revise=((article_id, replace(ENTRY, guid="c", title="Ferry sunk")),))),
    ):
        writer.store(connection, 1, changes, NOW)
        assert (of(connection, article_id).guid, of(connection, article_id).read) == (guid, True)


def test_the_newest_articles_of_a_source_may_be_somebody_s_former_self(connection: Connection) -> None:
    stored(connection, *(replace(ENTRY, guid=str(n), published=NOW - n) for n in range(5)))
    first, second = writer.formers(connection, 1, 2)
    assert (first.guid, second.guid) == ("0", "1")
    assert (first.title, first.link, first.lead, first.published, first.at) == (
        ENTRY.title, ENTRY.link, ENTRY.lead, NOW, NOW,
    )  # fmt: skip


def test_ids_follow_time_and_within_one_time_the_end_of_the_document(connection: Connection) -> None:
    times = {"new": NOW - 1, "undated-first": None, "undated-second": None, "old": NOW - 9}
    stored(connection, *(replace(ENTRY, guid=guid, published=at) for guid, at in times.items()))
    guids = [row[0] for row in connection.execute("SELECT guid FROM article ORDER BY id")]
    assert guids == ["old", "new", "undated-second", "undated-first"]


def test_a_large_feed_is_written_in_batches(connection: Connection) -> None:
    commits: list[int] = []

    def count() -> bool:
        commits.append(1)
        return False  # go on

    connection.set_commit_hook(count)
    stored(connection, *(replace(ENTRY, guid=str(n)) for n in range(2 * BATCH + 1)))
    assert len(commits) == 3


def test_counts_follow_new_articles(connection: Connection) -> None:
    stored(connection, ENTRY, replace(ENTRY, guid="b"))
    assert [(status.total, status.unread) for status in statuses(connection)] == [(2, 2), (0, 0)]


def test_one_guid_in_two_sources_is_two_articles(connection: Connection) -> None:
    writer.store(connection, 1, Changes(insert=(ENTRY,)), NOW)
    writer.store(connection, 2, Changes(insert=(ENTRY,)), NOW)
    assert [status.total for status in statuses(connection)] == [1, 1]


def test_a_revision_keeps_the_old_text_and_shows_the_new(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    new = replace(ENTRY, fingerprint="f2", title="Ferry sunk", document="[]", text="Gone", lead="Gone")
    writer.store(connection, 1, Changes(revise=((article_id, new),)), NOW + 50)
    found = of(connection, article_id)
    assert (found.title, found.lead, found.revisions, found.fetched) == ("Ferry sunk", "Gone", 1, NOW)
    old = connection.execute(
        "SELECT title, unpacked(document), replaced FROM revision WHERE article_id = ?", (article_id,)
    )
    assert list(old) == [("Ferry late", ENTRY.document, NOW + 50)]
    assert (search(connection, "sunk"), search(connection, "late")) == ([article_id], [])


def test_a_revision_does_not_move_an_article_or_make_it_unread(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    mark(connection, "read", [article_id], now=NOW, terminal="test")
    new = replace(ENTRY, fingerprint="f2", title="Ferry sunk", published=NOW + 20)
    writer.store(connection, 1, Changes(revise=((article_id, new),)), NOW + 50)
    found = of(connection, article_id)
    assert (found.at, found.read) == (NOW - 100, True)


def test_a_level_once_given_stays_with_its_reasons(connection: Connection) -> None:
    (article_id,) = stored(connection, replace(ENTRY, level=Level.URGENT, reasons=("It said so.",)))
    calmer = replace(ENTRY, fingerprint="f2", title="All clear")
    writer.store(connection, 1, Changes(revise=((article_id, calmer),)), NOW)
    found = of(connection, article_id)
    assert (found.level, found.reasons) == (Level.URGENT, ("It said so.",))


def test_a_higher_level_brings_its_own_reasons(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    graver = replace(ENTRY, fingerprint="f2", title="Worse", level=Level.FLASH, reasons=("Now it does.",))
    writer.store(connection, 1, Changes(revise=((article_id, graver),)), NOW)
    found = of(connection, article_id)
    assert (found.level, found.reasons) == (Level.FLASH, ("Now it does.",))


def test_an_article_that_was_only_touched_has_its_new_link_and_no_revision(connection: Connection) -> None:
    (article_id,) = stored(connection, ENTRY)
    moved = replace(ENTRY, fingerprint="f2", link="https://news.example/moved")
    writer.store(connection, 1, Changes(touch=((article_id, moved),)), NOW)
    assert (of(connection, article_id).link, of(connection, article_id).revisions) == (moved.link, 0)
    assert writer.fingerprints(connection, 1, 10) == ["f2"]


def test_only_the_asked_guids_of_the_asked_source_are_known(connection: Connection) -> None:
    stored(connection, ENTRY, replace(ENTRY, guid="b"))
    assert set(writer.known(connection, 1, ["a", "x"])) == {"a"}
    assert writer.known(connection, 2, ["a"]) == {}


def test_fingerprints_are_those_of_the_newest_articles(connection: Connection) -> None:
    stored(
        connection, *(replace(ENTRY, guid=str(n), fingerprint=f"f{n}", published=NOW - n) for n in range(5))
    )
    assert writer.fingerprints(connection, 1, 2) == ["f0", "f1"]


def test_a_success_is_recorded_with_all_that_the_next_poll_needs(connection: Connection) -> None:
    polls.set_state(connection, [1], "fetching")
    polls.record_poll(connection, 1, record(title="Harbour Gazette", note="a note"))
    source = polls.pollables(connection)[0]
    assert (source.etag, source.last_modified, source.body_hash, source.next_due) == (
        '"e"',
        "then",
        "h",
        NOW + 600,
    )
    assert (source.name, source.note, source.last_poll) == ("Harbour Gazette", "a note", NOW)
    status = statuses(connection)[0]
    assert (status.state, status.last_success, status.error) == ("idle", NOW, "")


def test_a_failure_leaves_the_last_success_as_it_was(connection: Connection) -> None:
    polls.record_poll(connection, 1, record())
    polls.record_poll(
        connection, 1, record(at=NOW + 9, error="HTTP 404: not found", failures=1, failing_since=NOW + 9)
    )
    status = statuses(connection)[0]
    assert (status.last_success, status.last_poll, status.failures) == (NOW, NOW + 9, 1)
    assert status.error == "HTTP 404: not found"


def test_a_feed_that_names_itself_no_more_keeps_its_title(connection: Connection) -> None:
    polls.record_poll(connection, 1, record(title="Harbour Gazette"))
    polls.record_poll(connection, 1, record())
    assert statuses(connection)[0].name == "Harbour Gazette"


def test_a_configured_name_comes_before_the_feed_s_title(connection: Connection) -> None:
    polls.record_poll(connection, 2, record(title="Long title"))
    assert polls.pollables(connection)[1].name == "B"


def test_disabled_and_former_sources_are_not_polled(connection: Connection) -> None:
    sync(connection, [Source(url=URL, enabled=False)], 900)
    assert polls.pollables(connection) == []


def test_a_poll_that_is_put_off_keeps_its_history(connection: Connection) -> None:
    polls.record_poll(connection, 1, record())
    polls.postpone(connection, 1, NOW + 5_000, "left in peace")
    source = polls.pollables(connection)[0]
    assert (source.next_due, source.note, source.last_poll, source.etag) == (
        NOW + 5_000,
        "left in peace",
        NOW,
        '"e"',
    )


def test_requests_are_taken_once(connection: Connection) -> None:
    request_poll(connection, 2, NOW)
    request_poll(connection, 2, NOW)
    assert writer.take_requests(connection) == (False, frozenset({2}))
    assert writer.take_requests(connection) == (False, frozenset())


def test_a_request_for_all_is_told_from_one_for_some(connection: Connection) -> None:
    request_poll(connection, None, NOW)
    request_poll(connection, 1, NOW)
    assert writer.take_requests(connection) == (True, frozenset({1}))


def test_states_that_a_killed_poller_left_are_reset(connection: Connection) -> None:
    polls.set_state(connection, [1, 2], "fetching")
    polls.reset_states(connection)
    assert {status.state for status in statuses(connection)} == {"idle"}


def test_pauses_of_hosts_outlive_the_poller(connection: Connection) -> None:
    assert polls.pauses(connection) == {}
    polls.keep_pauses(connection, {"news.example:443": 12.5}, 10)
    assert polls.pauses(connection) == {"news.example:443": 12.5}


def test_other_sources_change_the_word_for_the_configuration(connection: Connection) -> None:
    before = polls.configuration(connection)
    sync(connection, [Source(url="https://c.example/")], 900)
    assert polls.configuration(connection) != before


def test_what_is_written_stirs_the_readers(connection: Connection, tmp_path: Path) -> None:
    reader = connect(tmp_path / "telex.db")
    before = change_counter(reader)
    stored(connection, ENTRY)
    assert change_counter(reader) != before
    reader.close()
