"""``list``, ``search``, ``show`` and ``tail``: in pipes, on terminals, with readers that go away."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from telex_command import BAY, DEADLINE, POST, Home, entry, line_from

from tui.cache.database import connect, poller_lock
from tui.cache.stories import Filed, enter
from tui.text import CONTROL, width


def test_a_list_in_a_pipe_has_uncut_columns_newest_first(filled: Home) -> None:
    rows = [line.split("\t") for line in filled.telex("list").stdout.splitlines()]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert [row[2:] for row in rows][1] == ["URGENT", "N", "The Harbour Post", "Harbour closed by storm"]


def test_a_list_on_a_terminal_fits_its_width(filled: Home) -> None:
    filled.store(BAY, entry("long", "長い見出し " * 40))
    lines = filled.on_terminal("list", cells=50)
    assert len(lines) == 4
    assert max(map(width, lines)) <= 50
    assert any("•" in line for line in lines)


def test_a_limit_is_kept_and_zero_means_all(filled: Home) -> None:
    assert len(filled.telex("list", "--limit", "2").stdout.splitlines()) == 2
    assert len(filled.telex("list", "--limit", "0").stdout.splitlines()) == 3
    assert filled.telex("list", "--limit", "-1").returncode == 2


def test_a_list_as_json_is_one_object_on_each_line(filled: Home) -> None:
    records = [json.loads(line) for line in filled.telex("list", "is:alert", "--json").stdout.splitlines()]
    assert len(records) == 1
    wanted = {"id": 2, "source": "The Harbour Post", "level": "URGENT", "read": False, "guid": "b"}
    assert wanted.items() <= records[0].items()
    assert " ".join(records[0]) == (
        "id source source_url group guid title link author published at fetched level reasons"
        " read starred later_until dismissed tags revisions lead facts"
    )


def test_a_search_reaches_into_the_text(filled: Home) -> None:
    done = filled.telex("search", "sail")
    assert done.returncode == 0
    assert "Ferry service resumes" in done.stdout


def test_a_search_without_a_hit_says_so(filled: Home) -> None:
    done = filled.telex("search", "unicorn")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no article matches" in done.stderr


def test_an_empty_cache_says_how_to_fill_it(home: Home) -> None:
    done = home.telex("list")
    assert done.returncode == 1
    assert "telex poll" in done.stderr


def test_a_wrong_query_is_shown_with_a_caret_below_the_place(filled: Home) -> None:
    done = filled.telex("search", "東京", "is:green")
    assert done.returncode == 2
    message, query, caret = done.stderr.splitlines()
    assert "is:" in message
    assert width(query[: query.index("green")]) == caret.index("^")


def test_a_long_wrong_query_is_shown_around_the_place_only(filled: Home) -> None:
    done = filled.telex("search", "ferry " * 300 + "is:green" + " boat" * 300)
    message, query, caret = done.stderr.splitlines()
    assert "1804" in message
    assert query.index("green") == caret.index("^")
    assert len(query) < 80


def test_a_query_too_long_to_mean_anything_is_wrong_usage(filled: Home) -> None:
    assert filled.telex("search", "ferry " * 1_000).returncode == 2


def test_a_query_of_undecodable_bytes_is_harmless(filled: Home) -> None:
    assert filled.telex("search", b"\xff\xfe ferry").returncode in (0, 1)


def test_a_query_that_begins_with_a_minus_goes_behind_two(filled: Home) -> None:
    assert len(filled.telex("list", "--", "-is:alert").stdout.splitlines()) == 2


def test_show_prints_what_is_known_and_marks_nothing(filled: Home) -> None:
    done = filled.telex("show", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("Harbour closed by storm\nSource: The Harbour Post (World)\n")
    assert "Level: URGENT\n  its own marker says so\n" in done.stdout
    assert done.stdout.endswith("\nAll ships wait.\n")
    assert "\tN\t" in filled.telex("list", "storm").stdout


def test_show_as_json_adds_the_text(filled: Home) -> None:
    record = json.loads(filled.telex("show", "1", "--json").stdout)
    assert (record["title"], record["text"]) == ("Ferry service resumes", "Boats sail again.")


def test_show_of_an_unknown_article_finds_nothing(filled: Home) -> None:
    done = filled.telex("show", "99")
    assert (done.returncode, done.stdout) == (1, "")
    assert "99" in done.stderr
    assert filled.telex("show", "x").returncode == 2
    assert filled.telex("show", "9" * 5_000).returncode == 2


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["show", "1"], ["tail", "--no-follow"]])
def test_hostile_text_in_the_cache_comes_out_harmless(home: Home, arguments: Sequence[str]) -> None:
    home.store(POST, entry("h", "\x1b]0;owned\x07\x1b[2J\x9b31m[red]%s\ttab\nline", text="\x1b[31mred\x9b"))
    plain = home.telex(*arguments).stdout
    screen = "\n".join(home.on_terminal(*arguments))
    for text in (plain, screen):
        assert "[red]%s" in text
        assert set(CONTROL.findall(text)) <= {"\n", "\t"}


def test_an_output_that_knows_ascii_only_gets_question_marks(home: Home) -> None:
    home.store(POST, entry("u", "Zürich — 東京"))
    done = home.telex("list", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.endswith("Z?rich ? ??\n")


def test_a_list_whose_reader_goes_away_ends_quietly(home: Home) -> None:
    home.store(POST, *(entry(f"g{n}", f"Bulletin number {n} " * 9) for n in range(1_000)))
    with home.started("list", "--limit", "0") as process:
        line_from(process)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(DEADLINE) == 0


def test_tail_waiting_for_news_ends_quietly_when_its_reader_goes_away(filled: Home) -> None:
    with poller_lock(filled.cache / "poller.lock"), filled.started("tail") as process:
        for _ in range(3):
            line_from(process)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(DEADLINE) == 0


def test_tail_prints_what_arrives_and_stops_at_an_interrupt(filled: Home) -> None:
    with filled.started("tail") as process:
        first = [line_from(process) for _ in range(3)]
        filled.store(BAY, entry("d", "Bridge reopened"))
        assert "Bridge reopened" in line_from(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 130
        assert process.stderr is not None
        stderr = process.stderr.read().decode()
    assert [line.split("  ")[-1].lstrip() for line in first] == [
        "Ferry service resumes\n",
        "Harbour closed by storm\n",
        "Concert in the park\n",
    ]
    assert "URGENT" in first[1]
    assert stderr.splitlines() == ["telex: no poller is at work on this cache; start one with `telex poll`"]


def test_tail_begins_with_what_was_fetched_since_a_time(filled: Home) -> None:
    connection = connect(filled.cache / "telex.db")
    connection.execute("UPDATE article SET fetched = fetched - 7300 WHERE id < 3")
    connection.close()
    lines = filled.telex("tail", "--no-follow", "--since", "2h", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [3]
    assert filled.telex("tail", "--no-follow", "--since", "soon").returncode == 2


def test_tail_without_since_prints_the_last_ten(home: Home) -> None:
    home.store(POST, *(entry(f"g{n}", f"Bulletin {n}", age=500 - n) for n in range(25)))
    titles = [line.split("  ")[-1] for line in home.telex("tail", "--no-follow").stdout.splitlines()]
    assert titles == [f"Bulletin {n}" for n in range(15, 25)]


def test_show_prints_an_article_for_other_programs(filled: Home) -> None:
    assert filled.telex("show", "2", "--format", "markdown").stdout.startswith('---\ntitle: "Harbour closed')
    assert "<h1>Harbour closed by storm</h1>" in filled.telex("show", "2", "--format", "html").stdout
    assert json.loads(filled.telex("show", "2", "--format", "json").stdout)["full_text"] is False


def test_articles_are_exported_as_a_folder_a_book_or_lines(filled: Home, tmp_path: Path) -> None:
    done = filled.telex("export", "--as", "jsonl", "harbour")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [2]
    assert filled.telex("export", "--as", "markdown", "-o", str(tmp_path / "news")).returncode == 0
    assert len(list((tmp_path / "news").glob("*.md"))) == 3
    assert filled.telex("export", "--as", "epub", "-o", str(tmp_path / "news.epub")).returncode == 0
    assert (tmp_path / "news.epub").read_bytes().startswith(b"PK")


def test_an_export_that_cannot_be_is_told(filled: Home) -> None:
    assert "add --as markdown" in filled.telex("export", "harbour").stderr
    assert "give a folder" in filled.telex("export", "--as", "markdown").stderr
    done = filled.telex("export", "--as", "jsonl", "unicorn")
    assert (done.returncode, done.stdout) == (1, "")


def test_tail_prints_only_what_a_query_finds(filled: Home) -> None:
    done = filled.telex("tail", "--no-follow", "storm", "level:urgent..")
    assert [line.split("  ")[-1].strip() for line in done.stdout.splitlines()] == ["Harbour closed by storm"]
    assert filled.telex("tail", "level:nothing").returncode == 2


def test_search_shows_what_it_found_with_its_hits_marked(filled: Home) -> None:
    assert any("*Boats* sail again." in line for line in filled.on_terminal("search", "boats"))
    record = json.loads(filled.telex("search", "boat*", "--json").stdout)
    assert record["piece"] == "*Boats* sail again."
    assert "piece" not in json.loads(filled.telex("list", "boat*", "--json").stdout)


def test_help_prints_the_page_on_queries(home: Home) -> None:
    page = home.telex("help", "query").stdout
    assert "level:LEVEL" in page
    assert "usage: telex" in home.telex("help").stdout


def test_a_story_is_shown_by_its_lead_and_listed_by_its_number(filled: Home) -> None:
    connection = connect(filled.cache / "telex.db")
    enter(connection, [Filed(2, 1, None, (), b"")])
    connection.close()
    assert "telex list story:1" in filled.telex("show", "story:1").stdout
    listed = filled.telex("list", "story:1").stdout.splitlines()
    assert sorted(line.split("\t")[0] for line in listed) == ["1", "2"]
    assert "no story 9" in filled.telex("show", "story:9").stderr
