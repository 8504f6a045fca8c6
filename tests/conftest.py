"""What tests of the command start from."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings
from telex_command import BAY, POST, Home, entry

from tui.model import Level, Source

# A shell that starts the tests in the background has them ignore interrupts, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No timed assertion: a busy machine is not a fault of the code.
settings.register_profile("telex", deadline=None)
settings.load_profile("telex")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two sources and no article."""
    made = Home(tmp_path)
    made.configure(Source(POST, "The Harbour Post", "World"), Source(BAY, "Bay Radio"))
    made.sync()
    return made


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with three articles, 1 to 3 in order of arrival."""
    home.store(POST, entry("a", "Ferry service resumes", text="Boats sail again.", age=7_200))
    home.store(POST, entry("b", "Harbour closed by storm", level=Level.URGENT, text="All ships wait."))
    home.store(BAY, entry("c", "Concert in the park", text="Music for all.", age=60))
    return home
