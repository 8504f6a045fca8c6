"""What the screen starts with, and that a file that was read is not read for its sources again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from new_cache import new_cache

from tui.app.settings import settings_in_step
from tui.cache.database import Connection
from tui.cache.sources import statuses
from tui.config import ConfigError, load, load_without_sources

TEXT = """theme = "paper"

[[sources]]
url = "https://pier.example/feed"
headers = { X-Key = "[poll]" }

# a remark
[poll]
interval = "1h"

[[sources]]
url = "https://bay.example/feed"
user = "me"
[sources.password]
env = "BAY"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT)
    return path


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    return new_cache(tmp_path / "telex.db")


def urls(connection: Connection) -> list[str]:
    return [status.url for status in statuses(connection)]


def test_a_first_start_reads_the_sources(config: Path, connection: Connection) -> None:
    assert len(settings_in_step(connection, config, 0).sources) == 2
    assert urls(connection) == ["https://pier.example/feed", "https://bay.example/feed"]


def test_a_file_that_was_read_is_not_read_for_its_sources_again(config: Path, connection: Connection) -> None:
    whole = settings_in_step(connection, config, 0)
    again = settings_in_step(connection, config, 0)
    assert again.sources == ()
    assert (again.app, again.poll) == (whole.app, whole.poll)
    assert again.app.theme == "paper"
    assert again.poll.interval == 3_600


def test_a_file_that_was_edited_is_read_again_also_by_a_byte(config: Path, connection: Connection) -> None:
    config.write_text('[[sources]]\nurl = "https://pier.example/feed"\n')
    settings_in_step(connection, config, 0)
    state = config.stat()
    config.write_text('[[sources]]\nurl = "https://pier.example/food"\n')
    os.utime(config, ns=(state.st_atime_ns, state.st_mtime_ns))
    settings_in_step(connection, config, 0)
    assert urls(connection) == ["https://pier.example/food"]


def test_sources_that_another_configuration_left_are_read_anew(
    config: Path, connection: Connection, tmp_path: Path
) -> None:
    config.write_text('[[sources]]\nurl = "https://pier.example/feed"\n')
    other = tmp_path / "other.toml"
    other.write_text('[[sources]]\nurl = "https://bay.example/feed"\n')
    for path, expected in ((config, "pier"), (other, "bay"), (config, "pier")):
        settings_in_step(connection, path, 0)
        assert urls(connection) == [f"https://{expected}.example/feed"]


def test_a_file_that_became_wrong_is_said_so(config: Path, connection: Connection) -> None:
    settings_in_step(connection, config, 0)
    config.write_text(TEXT + "wait = 3\n")
    with pytest.raises(ConfigError):
        settings_in_step(connection, config, 0)


@pytest.mark.parametrize("text", [TEXT, TEXT[:17], "", '[ poll ]\ncontact = "a@b.example"\n'])
def test_the_settings_beside_the_sources_are_those_of_the_whole_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    whole, known = load(path), load_without_sources(path)
    assert known is not None
    assert (known.app, known.poll, known.sources) == (whole.app, whole.poll, ())


def test_where_a_header_may_be_a_line_of_a_string_the_whole_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[sources]]\nurl = "https://pier.example/"\nname = """\n[poll]\ninterval = "1h" """\n')
    assert load_without_sources(path) is None
