"""The table of figures is whole, what it names exists, and so are lock and promises (30, 31)."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import apsw
import pytest
from figures import KEPT, record
from test_trust_fuzz import SHORT_PAGES, SHORT_RUN

ROOT = Path(__file__).parents[2]
GOALS = range(1, 32)


def rows() -> list[dict[str, str]]:
    """The figures that are kept."""
    return list(json.loads(KEPT.read_text("utf-8")).values())


@pytest.mark.parametrize("goal", GOALS)
def test_every_goal_has_a_figure(goal: int) -> None:
    assert [row for row in rows() if row["goal"] == str(goal)], "run its test with TELEX_RECORD=1"


def test_every_figure_names_a_test_or_program_that_exists() -> None:
    files = {path.name: path for folder in ("tests", ".ci") for path in (ROOT / folder).rglob("*")}
    missing = []
    for row in rows():
        file, _, name = row["test"].partition("::")
        function = re.sub(r"\[.*", "", name)
        if file not in files or (function and f"def {function}(" not in files[file].read_text("utf-8")):
            missing.append(row["test"])
    assert missing == []


def test_every_version_of_the_lock_has_its_hashes_and_sqlite_is_a_sound_one() -> None:
    lock = (ROOT / ".ci" / "requirements.lock").read_text("utf-8")
    versions = re.findall(r"^[\w.-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert len(versions) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) > 20
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 51, 3)
    record(
        30, "versions of the lock, all with hashes; SQLite", f"{len(versions)}; {apsw.sqlite_lib_version()}"
    )


def test_the_page_on_security_says_what_is_promised_and_whom_telex_trusts() -> None:
    page = (ROOT / "docs" / "SECURITY.md").read_text("utf-8")
    for words in ("## What telex promises", "## Reporting", "## Whom telex trusts", "within 30 days"):
        assert words in page
    promises = re.findall(r"^\d+\. \*\*", page, re.MULTILINE)
    record(31, "promises in docs/SECURITY.md; faults against them mended within", f"{len(promises)}; 30 days")


def test_every_run_fuzzes_and_takes_a_warning_for_a_fault() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert settings["filterwarnings"] == ["error"]
    figure = f"{SHORT_RUN} documents, {SHORT_PAGES} pages; warnings are errors; .ci/order shuffles"
    record(29, "what each run fuzzes, besides hypothesis and the bytes on every terminal", figure)
