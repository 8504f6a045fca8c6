"""The ``:`` line: an act by its name, and what follows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tui.app.acts import ACTS, BY_ID, Act


class CommandError(ValueError):
    """A ``:`` line that means nothing; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Command:
    """An act to be done."""

    act: Act
    argument: str = ""
    """What stood after it, or the digit of a link."""


def parse(line: str) -> tuple[Act, str]:
    """The act that a ``:`` line names, in full or by its beginning, and its argument. Raises CommandError."""
    word, _, argument = line.strip().partition(" ")
    argument = argument.strip()
    found = [BY_ID[word]] if word in BY_ID else [act for act in ACTS if act.id.startswith(word)]
    if not word or not found:
        raise CommandError(f"no act is called {word!r}; ? lists them")
    if len(found) > 1:
        raise CommandError(f"{word!r} may be {', '.join(act.id for act in found)}")
    if argument and not found[0].argument:
        raise CommandError(f"{found[0].id} takes nothing after it")
    return found[0], argument


def hint(line: str) -> str:
    """What the act that ``line`` begins to name does; of several, their names; "" while nothing is typed."""
    word = line.strip().partition(" ")[0]
    if not word:
        return ""
    found = [BY_ID[word]] if word in BY_ID else [act for act in ACTS if act.id.startswith(word)]
    if len(found) == 1:
        return " ".join(part for part in (found[0].id, found[0].argument, "·", found[0].help) if part)
    return "  ".join(act.id for act in found) or "No act is called so."


def completions(themes: Iterable[str]) -> list[str]:
    """What the ``:`` line may be completed to."""
    return [act.id for act in ACTS] + [f"theme {name}" for name in sorted(themes)]
