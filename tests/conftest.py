"""What tests of the command start from."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings
from telex_command import Home, fill, founded

# A shell that starts the tests in the background has them ignore interrupts, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No timed assertion: a busy machine is not a fault of the code.
settings.register_profile("telex", deadline=None)
settings.load_profile("telex")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two sources and no article."""
    return founded(tmp_path)


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with three articles, 1 to 3 in order of arrival."""
    fill(home)
    return home
