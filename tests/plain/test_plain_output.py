"""The gate in front of standard output, JSON Lines, and a reader that goes away."""

from __future__ import annotations

import io
import json
import os

from tui.plain.output import Output, harmless, packed


def _written(encoding: str) -> tuple[Output, io.BytesIO]:
    raw = io.BytesIO()
    return Output(io.TextIOWrapper(raw, encoding=encoding, errors="replace")), raw


def test_every_control_character_is_replaced() -> None:
    controls = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert harmless(f"a{controls}b") == "a" + "\ufffd" * len(controls) + "b"


def test_cells_cannot_bring_their_own_tabs_or_line_ends() -> None:
    out, raw = _written("utf-8")
    out.line("a\tb", "c\nd")
    out.flush()
    assert raw.getvalue().decode() == "a\ufffdb\tc\ufffdd\n"


def test_a_record_is_one_line_of_json_that_says_the_same() -> None:
    fields = {"title": "Zürich\x9b31m\x7f\n\x1b]0;x\x07", "id": 3, "published": None}
    line = packed(fields)
    assert harmless(line) == line
    assert "Zürich" in line
    assert json.loads(line) == fields


def test_a_record_survives_an_output_that_knows_ascii_only() -> None:
    out, raw = _written("ascii")
    out.record({"title": "Zürich 東京"})
    out.flush()
    assert json.loads(raw.getvalue()) == {"title": "Zürich 東京"}


def test_a_line_on_an_output_that_knows_ascii_only_gets_question_marks() -> None:
    out, raw = _written("ascii")
    out.line("Zürich")
    out.flush()
    assert raw.getvalue() == b"Z?rich\n"


def test_a_file_has_no_width() -> None:
    assert _written("utf-8")[0].cells is None


def test_waiting_ends_at_once_when_the_reader_has_gone() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream:
        out = Output(stream)
        assert out.wait(0)
        os.close(reader)
        assert not out.wait(3_600)
