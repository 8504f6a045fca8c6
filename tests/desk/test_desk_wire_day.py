"""A short simulated wire day: alerts are right, in time and few. The full ones: tests/benchmarks/desk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "stories"


@pytest.mark.skipif(not DATA.exists(), reason="needs the labelled articles in ../shared/data/stories")
def test_on_a_wire_day_alerts_are_right_in_time_and_few() -> None:
    small = ("--days", "1", "--sources", "40", "--noise", "10", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.desk", *small],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    row = json.loads(done.stdout)
    assert row["thirds"] >= 10
    assert row["alerted"] >= 0.9 * row["thirds"]
    assert row["same_batch"] == 1.0
    assert row["precision_bulletin"] >= 0.9
    assert row["per_day"] <= 12
