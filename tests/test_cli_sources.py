"""``sources``, ``add``, ``remove``, ``import`` and ``export``: the configuration and the cache in step."""

from __future__ import annotations

import json
import time
from pathlib import Path

from telex_command import BAY, POST, Home, entry

from tui.cache import polls
from tui.cache.database import connect
from tui.cache.triage import mark
from tui.config import load
from tui.model import Source


def test_sources_tell_who_fails_since_when_and_why(home: Home) -> None:
    now = int(time.time())
    connection = connect(home.cache / "telex.db")
    failed = polls.PollRecord(
        at=now, next_due=now + 600, etag="", last_modified="", body_hash="",
        error="the server says 503", failures=2, failing_since=now - 60,
    )  # fmt: skip
    polls.record_poll(connection, 2, failed)
    connection.close()
    assert "\tfailing\tthe server says 503\t" in home.telex("sources").stdout
    table = home.on_terminal("sources")
    assert "failing" in table[2]
    assert "2 polls: the server says 503" in table[3]
    records = [json.loads(line) for line in home.telex("sources", "--json").stdout.splitlines()]
    assert [(record["name"], record["health"]) for record in records] == [
        ("The Harbour Post", "new"),
        ("Bay Radio", "failing"),
    ]


def test_sources_follow_the_configuration(home: Home) -> None:
    home.config.write_text(f'[[sources]]\nurl = "{BAY}"\nname = "Renamed"\nenabled = false\n')
    lines = home.telex("sources").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].split("\t")[0] == "Renamed"
    assert "\tpaused\t" in lines[0]


def _urls(home: Home) -> list[str]:
    return [source.url for source in load(home.config).sources]


def test_a_source_that_is_added_is_configured_and_in_the_cache(home: Home) -> None:
    done = home.telex(
        "add", "https://echo.example/feed", "--no-check", "--name", "Echo", "--group", "World/North",
        "--interval", "30m",
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == "added Echo; it is polled next\n"
    assert load(home.config).sources[-1] == Source(
        "https://echo.example/feed", "Echo", "World/North", interval=1_800
    )
    connection = connect(home.cache / "telex.db")
    assert [pollable.url for pollable in polls.pollables(connection)][-1] == "https://echo.example/feed"
    connection.close()


def test_a_source_is_added_once(home: Home) -> None:
    before = home.config.read_bytes()
    done = home.telex("add", POST.replace("post.example", "POST.example:443"))
    assert done.returncode == 1
    assert "already" in done.stderr
    assert home.config.read_bytes() == before


def test_what_is_no_address_time_or_place_is_not_added(home: Home) -> None:
    before = home.config.read_bytes()
    for arguments in (
        ["ftp://post.example/"],
        ["file:///etc/passwd"],
        ["harbour"],
        [""],
        ["https://echo.example/", "--interval", "soon"],
        ["https://echo.example/", "--interval", ""],
    ):
        assert home.telex("add", *arguments).returncode == 2
    assert home.config.read_bytes() == before


def test_an_added_name_cannot_smuggle_in_settings(home: Home) -> None:
    home.telex("add", "https://echo.example/", "--no-check", "--name", 'x"\nenabled = false\ny = "\x1b[2J')
    added = load(home.config).sources[-1]
    assert added.enabled
    assert "\x1b" not in added.name


def test_a_source_is_removed_by_address_or_name_and_its_articles_stay(filled: Home) -> None:
    assert filled.telex("remove", POST).returncode == 0
    assert filled.telex("remove", "bay radio").stdout == "removed Bay Radio; its articles stay in the cache\n"
    assert _urls(filled) == []
    assert len(filled.telex("list").stdout.splitlines()) == 3


def test_a_part_of_a_name_removes_nothing_and_lists_candidates(home: Home) -> None:
    done = home.telex("remove", "harbour")
    assert done.returncode == 1
    assert "The Harbour Post  https://post.example/feed" in done.stderr
    assert "Bay Radio" not in done.stderr
    assert _urls(home) == [POST, BAY]


def test_an_import_adds_what_is_new_and_names_the_rest(home: Home) -> None:
    (home.folder / "urls").write_text(
        f'{POST}\nhttps://echo.example/feed World "~Echo"\n"exec:rm -rf /"\nhttps://tide.example/feed\n'
    )
    done = home.telex("import", "urls")
    assert done.returncode == 1
    assert f"already there: {POST}" in done.stdout
    assert "refused: exec:rm -rf / runs a command" in done.stdout
    assert done.stdout.endswith("2 added, 1 already there, 1 refused\n")
    assert _urls(home) == [POST, BAY, "https://echo.example/feed", "https://tide.example/feed"]


def test_an_import_that_is_wholly_known_is_done(home: Home) -> None:
    done = home.telex("import", "-", stdin=POST.encode())
    assert done.returncode == 0
    assert done.stdout.endswith("0 added, 1 already there, 0 refused\n")


def test_an_export_imports_into_another_configuration_as_it_was(home: Home) -> None:
    exported = home.telex("export")
    assert exported.returncode == 0
    empty = home.folder / "empty.toml"
    empty.write_text("")
    other = ["--config", str(empty), "--cache", str(home.folder / "other")]
    done = home.telex("import", "-", *other, stdin=exported.stdout.encode())
    assert done.returncode == 0
    assert set(load(empty).sources) == set(load(home.config).sources)


def test_an_export_goes_to_a_file_where_one_is_named(home: Home) -> None:
    assert home.telex("export", "-o", "out.opml").stdout == ""
    assert (home.folder / "out.opml").read_text() == home.telex("export").stdout
    assert home.telex("export", "-o", "no/such/folder.opml").returncode == 2


def test_an_export_is_utf_8_whatever_the_locale(home: Home) -> None:
    home.configure(Source(POST, "Zürich — 東京"))
    assert "Zürich — 東京" in home.telex("export", PYTHONIOENCODING="ascii").stdout


def test_a_file_that_cannot_be_imported_is_one_line_of_wrong_usage(home: Home) -> None:
    (home.folder / "page.html").write_text("<!doctype html><title>x</title>")
    for name in ("missing.opml", ".", "page.html"):
        done = home.telex("import", name)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert name in done.stderr


def test_a_configuration_that_cannot_be_edited_stays_as_it_is(home: Home) -> None:
    inline = f'sources = [{{ url = "{POST}" }}]\n'
    home.config.write_text(inline)
    for arguments in (["add", "https://echo.example/", "--no-check"], ["remove", POST]):
        done = home.telex(*arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("telex: ")
    assert home.config.read_text() == inline


def test_a_source_is_edited_by_name_and_the_rest_of_the_file_stays(home: Home) -> None:
    with home.config.open("ab") as file:
        file.write(b"# the end\r\n")
    before = home.config.read_bytes()
    done = home.telex(
        "edit", "bay radio", "--group", "Coast", "--interval", "10m", "--weight", "2", "--pause"
    )
    assert (done.returncode, done.stdout) == (0, "changed Bay Radio: group, interval, weight, enabled\n")
    assert load(home.config).sources[1] == Source(BAY, "Bay Radio", "Coast", 2.0, 600, False)
    assert "\tpaused\t" in home.telex("sources").stdout
    back = ["--group", "", "--interval", "default", "--weight", "1", "--resume"]
    assert home.telex("edit", BAY, *back).returncode == 0
    assert home.config.read_bytes() == before.replace(
        b'name = "Bay Radio"\ngroup = ""\n', b'name = "Bay Radio"\n'
    )


def test_a_source_that_moves_keeps_its_articles_and_marks(filled: Home) -> None:
    connection = connect(filled.cache / "telex.db")
    mark(connection, "read", [1], now=0, terminal="")
    connection.close()
    done = filled.telex("edit", POST, "--url", "https://new.example/feed", "--name", "The New Post")
    assert done.stdout == "changed The Harbour Post: url, name\n"
    assert _urls(filled) == ["https://new.example/feed", BAY]
    records = [json.loads(line) for line in filled.telex("sources", "--json").stdout.splitlines()]
    assert [(each["id"], each["name"], each["unread"], each["total"]) for each in records] == [
        (1, "The New Post", 1, 2),
        (2, "Bay Radio", 1, 1),
    ]


def test_an_edit_that_cannot_be_changes_neither_file_nor_cache(home: Home) -> None:
    before = home.config.read_bytes()
    for code, arguments in (
        (1, ["edit", "harbour", "--pause"]),
        (1, ["edit", BAY, "--url", POST.upper().replace("HTTPS", "https").replace("/FEED", "/feed")]),
        (2, ["edit", BAY]),
        (2, ["edit", BAY, "--interval", "soon"]),
        (2, ["edit", BAY, "--weight", "11"]),
        (2, ["edit", BAY, "--weight", "nan"]),
        (2, ["edit", BAY, "--url", "exec:ls"]),
        (2, ["edit", BAY, "--pause", "--resume"]),
    ):
        done = home.telex(*arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
    assert home.config.read_bytes() == before
    assert len(home.telex("sources").stdout.splitlines()) == 2


def test_an_edit_that_cannot_be_saved_leaves_the_cache_as_it_was(home: Home) -> None:
    home.config.write_text(f'sources = [{{ url = "{BAY}" }}]\n')
    done = home.telex("edit", BAY, "--url", "https://new.example/")
    assert done.returncode == 2
    assert "by hand" in done.stderr
    connection = connect(home.cache / "telex.db")
    assert BAY in [row[0] for row in connection.execute("SELECT url FROM source")]
    connection.close()


def test_an_edit_to_what_is_so_already_changes_nothing(home: Home) -> None:
    before = home.config.read_bytes()
    done = home.telex("edit", BAY, "--name", "Bay Radio", "--resume")
    assert (done.returncode, done.stdout) == (0, "Bay Radio: nothing to change\n")
    assert home.config.read_bytes() == before


def test_a_saved_search_of_newsboat_becomes_a_smart_folder(home: Home) -> None:
    home.config.write_text(home.config.read_text() + "# mine\n")
    urls = '"query:New:unread = \\"yes\\" and title =~ \\"harbour\\""\n"query:Not:title !~ \\"harbour\\""\n'
    done = home.telex("import", "-", stdin=urls.encode())
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "smart folder New: is:unread title:harbour*"
    assert [(each.name, each.query) for each in load(home.config).folders] == [
        ("New", "is:unread title:harbour*"),
        ("Not", "-title:harbour*"),
    ]
    assert "# mine\n" in home.config.read_text()
    again = home.telex("import", "-", stdin=urls.replace("Not:title", "New:title").encode())
    assert again.stdout.splitlines()[:2] == [
        "already there: smart folder New",
        "refused: New is another smart folder here; it would be -title:harbour*",
    ]


def test_what_an_import_keeps_of_a_list_comes_out_of_an_export(home: Home) -> None:
    path = Path(__file__).parent / "feeds" / "lists" / "freshrss.opml"
    done = home.telex("import", str(path))
    assert done.returncode == 1
    assert "refused: Listing " in done.stdout
    assert "note: not used here, but kept for an export: frss:cssFullContent (1)" in done.stdout
    assert done.stdout.endswith("1 added, 2 already there, 1 refused\n")
    assert 'frss:cssFullContent="article .body &gt; p"' in home.telex("export").stdout


def test_a_command_stays_out_of_an_export_and_is_named(home: Home) -> None:
    home.config.write_text(f'[[sources]]\nurl = "{BAY}"\n[[sources]]\nurl = "exec:news --key=secret"\n')
    done = home.telex("export")
    assert done.returncode == 1
    assert BAY in done.stdout
    assert "exec" in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_subscriptions_get_out_of_a_damaged_cache_too(home: Home) -> None:
    (home.cache / "telex.db").write_bytes(b"no database" * 1_000)
    done = home.telex("export")
    assert done.returncode == 1
    assert POST in done.stdout
    assert "missing" in done.stderr


def test_an_audit_names_what_speaks_against_a_source(filled: Home) -> None:
    filled.store(BAY, *(entry(f"n{n}", f"A long enough headline, number {n}") for n in range(60)))
    filled.store(POST, *(entry(f"n{n}", f"A long enough headline, number {n}") for n in range(60)))
    lines = filled.telex("sources", "--audit").stdout.splitlines()
    cells = [line.split("\t") for line in lines]
    assert [(row[0], row[2], row[3]) for row in cells] == [
        ("Bay Radio", "0", "61"),
        ("The Harbour Post", "0", "62"),
    ]
    assert cells[0][8] == "0 of 61 read; 98 % also in The Harbour Post"
    table = filled.on_terminal("sources", "--audit", cells=60)
    assert table[0].split() == ["NAME", "READ", "WEEK", "NEWEST", "ELSEWHERE"]
    assert "  0 of 61 read" in table
    assert all(len(line) <= 60 for line in table)
    record = json.loads(filled.telex("sources", "--audit", "--json").stdout.splitlines()[0])
    assert (record["name"], record["partner"]) == ("Bay Radio", "The Harbour Post")
