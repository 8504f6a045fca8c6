"""``sources``, ``add``, ``remove``, ``import`` and ``export``: the configuration and the cache in step."""

from __future__ import annotations

import json
import time

from telex_command import BAY, POST, Home

from tui.cache import writer
from tui.cache.database import connect
from tui.config import load
from tui.model import Source


def test_sources_tell_who_fails_since_when_and_why(home: Home) -> None:
    now = int(time.time())
    connection = connect(home.cache / "telex.db")
    failed = writer.PollRecord(
        at=now, next_due=now + 600, etag="", last_modified="", body_hash="",
        error="the server says 503", failures=2, failing_since=now - 60,
    )  # fmt: skip
    writer.record_poll(connection, 2, failed)
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
        "add", "https://echo.example/feed", "--name", "Echo", "--group", "World/North", "--interval", "30m"
    )
    assert done.returncode == 0
    assert done.stdout == "added Echo; it is polled next\n"
    assert load(home.config).sources[-1] == Source(
        "https://echo.example/feed", "Echo", "World/North", interval=1_800
    )
    connection = connect(home.cache / "telex.db")
    assert [pollable.url for pollable in writer.pollables(connection)][-1] == "https://echo.example/feed"
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
        ["post.example"],
        [""],
        ["https://echo.example/", "--interval", "soon"],
        ["https://echo.example/", "--interval", ""],
    ):
        assert home.telex("add", *arguments).returncode == 2
    assert home.config.read_bytes() == before


def test_an_added_name_cannot_smuggle_in_settings(home: Home) -> None:
    home.telex("add", "https://echo.example/", "--name", 'x"\nenabled = false\ny = "\x1b[2J')
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
    for arguments in (["add", "https://echo.example/"], ["remove", POST]):
        done = home.telex(*arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("telex: ")
    assert home.config.read_text() == inline
