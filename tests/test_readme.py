"""The README says what the code does."""

from __future__ import annotations

import re

from key_table import README, with_key_table
from query_table import with_query_table

from tui.cli_arguments import parser


def test_the_table_of_keys_is_the_table_of_acts() -> None:
    readme = README.read_text("utf-8")
    assert with_key_table(readme) == readme, "run: .venv/bin/python tests/key_table.py"


def test_the_table_of_queries_is_the_table_of_fields() -> None:
    readme = README.read_text("utf-8")
    assert with_query_table(readme) == readme, "run: .venv/bin/python tests/query_table.py"


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((docs/[^)]+)\)", README.read_text("utf-8"))
    assert pictures
    assert all((README.parent / picture).is_file() for picture in pictures)


def test_every_verb_is_named() -> None:
    readme = README.read_text("utf-8")
    verbs = re.findall(r"^    ([a-z]+) ", parser().format_help(), re.MULTILINE)
    assert "poll" in verbs
    assert [verb for verb in verbs if f"telex {verb}" not in readme] == []
