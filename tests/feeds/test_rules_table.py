"""RULES.md: each rule names the tests that hold it, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("RULES.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").rsplit(" | ", 1) for line in TABLE.splitlines() if line.startswith("| ")][2:]


def test_each_rule_names_tests_that_are_there() -> None:
    named = {
        (file, test)
        for _, tests in ROWS
        for file, _, names in (part.partition(": ") for part in tests.split("; "))
        for test in names.split(", ")
    }
    files = {path.stem: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")}
    written = {
        (file, test) for file, text in files.items() for test in ["all", *re.findall(r"def (test_\w+)", text)]
    }
    assert len(named) > len(ROWS)
    assert named - written == set()
