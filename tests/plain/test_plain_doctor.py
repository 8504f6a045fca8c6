"""What the doctor makes of folders, libraries and terminals."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.plain import doctor
from tui.plain.terminal import ancestors, colours, facts


def _remarks(environ: dict[str, str], encoding: str = "utf-8", size: tuple[int, int] = (80, 24)) -> list[str]:
    return [fact.topic for fact in facts(environ, encoding, size) if fact.remarkable and fact.topic != "mosh"]


def test_an_ordinary_terminal_calls_for_no_remark() -> None:
    assert _remarks({"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}) == []


@pytest.mark.parametrize("term", ["", "dumb"])
def test_a_terminal_that_cannot_move_its_cursor_is_remarked_on(term: str) -> None:
    assert _remarks({"TERM": term}) == ["TERM"]


def test_an_encoding_that_lacks_characters_is_remarked_on() -> None:
    assert _remarks({"TERM": "xterm", "LC_ALL": "C"}, encoding="ascii") == ["encoding"]


def test_a_window_too_small_for_the_app_is_remarked_on() -> None:
    assert _remarks({"TERM": "xterm"}, size=(39, 24)) == ["size"]
    assert _remarks({"TERM": "xterm"}, size=(40, 10)) == []


def test_an_empty_no_color_is_as_good_as_none() -> None:
    assert _remarks({"TERM": "xterm", "NO_COLOR": ""}) == []
    assert _remarks({"TERM": "xterm", "NO_COLOR": "1"}) == ["NO_COLOR"]


def test_tmux_screen_and_ssh_are_told_from_the_environment() -> None:
    environ = {"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0", "STY": "1.x", "SSH_CONNECTION": "a b c d"}
    topics = [fact.topic for fact in facts(environ, "utf-8", (80, 24))]
    assert {"tmux", "screen", "SSH"} <= set(topics)


@pytest.mark.parametrize(
    ("environ", "count"),
    [
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16,777,216"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "vt100"}, "none"),
        ({}, "none"),
    ],
)
def test_the_number_of_colours_follows_from_term_and_colorterm(environ: dict[str, str], count: str) -> None:
    assert colours(environ) == count


def test_ancestors_are_read_up_to_the_first_process(tmp_path: Path) -> None:
    for process, text in {
        "self": "42 (python) S 41 42 42",
        "41": "41 (a) b (sh) S 1 41 41",
        "1": "1 (init) S 0 1 1",
    }.items():
        (tmp_path / process).mkdir()
        (tmp_path / process / "stat").write_text(text)
    assert ancestors(tmp_path, "self") == ["a) b (sh", "init"]


def test_without_a_process_table_there_are_no_ancestors(tmp_path: Path) -> None:
    assert ancestors(tmp_path, "self") == []


def test_a_folder_that_can_be_made_is_well(tmp_path: Path) -> None:
    check = doctor.writable("cache folder", tmp_path / "a" / "b")
    assert check.state == doctor.OK
    assert "not there yet" in check.text


def test_a_file_in_the_place_of_a_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    assert doctor.writable("cache folder", tmp_path / "a" / "b").state == doctor.FAULT


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_a_fault(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert doctor.writable("cache folder", tmp_path / "a").state == doctor.FAULT


def test_a_library_that_is_missing_is_a_fault() -> None:
    states = {check.topic: check.state for check in doctor.versions(["rich", "telex-does-not-need-this"])}
    assert states["rich"] == doctor.OK
    assert states["telex-does-not-need-this"] == doctor.FAULT
