"""What a command of the session in lines is. Knows no command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.plain.session import Session


@dataclass(frozen=True, slots=True)
class Order:
    """A command of the session."""

    name: str
    argument: str
    help: str
    do: Callable[[Session, str], object]
    """False ends the session. A ValueError is said and changes nothing."""
    guest: bool = False
    """Whether a guest may: nothing that changes, sends or starts anything."""
