"""tui.paths: where everything lives."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tui.paths import naming, put_file, resolve, shipped

HOME = {"HOME": "/home/ada"}


def test_without_variables_all_is_below_the_home() -> None:
    paths = resolve(HOME)
    assert paths.config == Path("/home/ada/.config/telex/config.toml")
    assert paths.cache == Path("/home/ada/.local/share/telex")
    assert paths.state == Path("/home/ada/.local/state/telex")


def test_the_xdg_variables_move_it() -> None:
    paths = resolve({**HOME, "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"})
    assert (paths.config, paths.cache, paths.state) == (
        Path("/c/telex/config.toml"),
        Path("/d/telex"),
        Path("/s/telex"),
    )


@pytest.mark.parametrize("value", ["", "relative/folder", "./x", "~"])
def test_an_xdg_variable_that_is_not_absolute_counts_for_nothing(value: str) -> None:
    environ = {**HOME, "XDG_CONFIG_HOME": value, "XDG_DATA_HOME": value, "XDG_STATE_HOME": value}
    assert resolve(environ) == resolve(HOME)


def test_the_command_line_has_the_last_word() -> None:
    paths = resolve({**HOME, "XDG_DATA_HOME": "/d"}, config=Path("my.toml"), cache=Path("/elsewhere"))
    assert (paths.config, paths.cache) == (Path("my.toml"), Path("/elsewhere"))
    assert paths.state == Path("/home/ada/.local/state/telex")


def test_without_a_home_in_the_environment_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/root/of/all")
    assert resolve({}).cache == Path("/root/of/all/.local/share/telex")


def test_each_file_has_its_folder() -> None:
    paths = resolve(HOME)
    assert paths.database == paths.cache / "telex.db"
    assert paths.lock == paths.cache / "poller.lock"
    assert paths.log == paths.state / "telex.log"
    assert paths.user_themes == Path("/home/ada/.config/telex/themes")


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    paths = resolve({"HOME": str(tmp_path)})
    assert not paths.database.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["themes", "config.example.toml"])
def test_what_is_shipped_is_found(name: str) -> None:
    assert shipped(name).exists()


def test_a_file_is_put_where_a_link_leads_and_never_in_the_place_of_what_is_no_file(tmp_path: Path) -> None:
    link, file, pipe = tmp_path / "link", tmp_path / "file", tmp_path / "pipe"
    link.symlink_to(file)
    put_file(link, b"one")
    assert link.is_symlink()
    assert file.read_bytes() == b"one"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="no file") as caught:
        put_file(pipe, b"two")
    assert caught.value.filename == str(pipe)
    assert pipe.is_fifo()


def test_an_error_that_names_no_file_is_given_the_one_that_it_happened_to() -> None:
    with pytest.raises(OSError, match="full") as caught, naming("list"):
        raise OSError(errno.ENOSPC, "full")
    assert caught.value.filename == "list"
