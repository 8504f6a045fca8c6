"""A fault of telex itself becomes a file and one line."""

from __future__ import annotations

from pathlib import Path

from tui.crash import report


def _report(folder: Path) -> str:
    error = ValueError("what went wrong")
    return report(ValueError, error, None, folder)


def test_the_report_holds_the_traceback_and_the_line_names_the_file(tmp_path: Path) -> None:
    line = _report(tmp_path / "state")
    file = tmp_path / "state" / "crash.txt"
    assert str(file) in line
    assert "\n" not in line
    assert "ValueError: what went wrong" in file.read_text()


def test_a_report_quotes_neither_control_characters_nor_passwords(tmp_path: Path) -> None:
    said = "\x1b]0;x\x07 \x9b31m \u202e https://me:hunter2@post.example/a?b=c@d http://one@x.example"
    error = ValueError(said)
    error.__cause__ = KeyError("http://me:hunter2@post.example/")
    report(ValueError, error, None, tmp_path)
    told = (tmp_path / "crash.txt").read_text()
    assert r"\x1b]0;x\x07 \x9b31m \u202e https://post.example/a?b=c@d http://x.example" in told
    assert "hunter2" not in told


def test_a_report_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert "no report could be written" in _report(tmp_path / "state")
