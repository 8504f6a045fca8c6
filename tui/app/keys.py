"""What does this key do here? Presets and the user's own keys over the table of acts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from tui.app.acts import ACTS, ARTICLES, BY_ID, Act, Pane
from tui.app.command_line import Command, CommandError, parse
from tui.app.key_names import KeyNameError, Keys, keys_from, shown
from tui.app.presets import LEADERS, PRESETS
from tui.config_settings import Binding
from tui.text import width

Table = dict[Keys, tuple[Command, ...]]
"""Keys to the acts that they carry out, one after the other; none: the keys are taken away."""

COUNT_LIMIT = 6
"""Digits of a count."""


class KeysError(ValueError):
    """Keys that cannot be used, each mistake with the binding that it is about."""

    def __init__(self, mistakes: Sequence[tuple[Binding, str]]) -> None:
        super().__init__("; ".join(words for _, words in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Keymap:
    """All keys of a session."""

    preset: str
    tables: Mapping[Pane, Table]

    def keys_of(self, act: Act, pane: Pane | None = None) -> list[Keys]:
        """The keys that do this act and nothing else, in ``pane`` or anywhere, the first one first."""
        found: dict[Keys, None] = {}
        for each, table in self.tables.items():
            if pane in (None, each):
                alone = (keys for keys, done in table.items() if len(done) == 1 and done[0].act is act)
                found |= dict.fromkeys(alone)
        return list(found)

    def first(self, act: str, pane: Pane | None = None) -> str:
        """The first key of the act with this id, as people write it, or how ``:`` calls the act."""
        keys = self.keys_of(BY_ID[act], pane)
        return shown(keys[0]) if keys else f":{act}"

    def said(self, act: Act, pane: Pane | None = None) -> str:
        """All keys of an act for the help: ``j ↓``."""
        return _joined(self.keys_of(act, pane))

    def macros(self, pane: Pane) -> list[tuple[str, str]]:
        """(keys, acts) of the user's keys that do several acts, or one with an argument."""
        return [
            (shown(keys), " ; ".join(f"{c.act.id} {c.argument}".strip() for c in commands))
            for keys, commands in self.tables[pane].items()
            if len(commands) > 1 or (commands and commands[0].argument and commands[0].act.id != "link")
        ]

    def follows(self, pane: Pane, begun: Keys) -> list[tuple[str, str]]:
        """(key, words) of what may follow the keys that have been pressed."""
        size = len(begun)
        return [
            (shown(keys[size:]), commands[0].act.words)
            for keys, commands in self.tables[pane].items()
            if len(keys) > size and keys[:size] == begun and commands
        ]


@runtime_checkable
class Keyed(Protocol):
    """An app that has keys of its own."""

    def keys_now(self) -> Keymap:
        """What the keys do."""
        ...


@dataclass(frozen=True, slots=True)
class Typing:
    """What has been typed and not yet carried out."""

    keys: Keys = ()
    count: str = ""
    waiting: Act | None = None
    """An act that still needs a letter."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key led to."""

    typing: Typing = field(default_factory=Typing)
    commands: tuple[Command, ...] = ()
    count: int = 0
    """How many; 0 where no number was typed."""
    known: bool = True
    """False where the keys mean nothing."""


def press(keymap: Keymap, pane: Pane, typing: Typing, key: str) -> Pressed:
    """Take a key: it ends a sequence, goes on with one, counts, or means nothing."""
    if typing.waiting is not None:
        if len(key) == 1:
            return Pressed(commands=(Command(typing.waiting, key),), count=_number(typing.count))
        return Pressed()
    if key == "escape" and (typing.keys or typing.count):
        return Pressed()
    table, keys = keymap.tables[pane], (*typing.keys, key)
    digit = key.removeprefix("alt+")
    counts = key != digit or bool(typing.count) or (key != "0" and keys not in table)
    if not typing.keys and counts and len(digit) == 1 and digit in "0123456789":
        return Pressed(Typing(count=(typing.count + digit)[:COUNT_LIMIT]))
    if commands := table.get(keys):
        if commands[-1].act.argument == "LETTER" and not commands[-1].argument:
            return Pressed(Typing(keys, typing.count, commands[-1].act))
        return Pressed(commands=commands, count=_number(typing.count))
    if any(known[: len(keys)] == keys for known in table):
        return Pressed(Typing(keys, typing.count))
    return Pressed(known=False)


def redraws(keymap: Keymap, key: str) -> bool:
    """Whether a key that types nothing stands, alone, for drawing the screen anew."""
    return len(key) > 1 and (key,) in keymap.keys_of(BY_ID["redraw"])


def _number(digits: str) -> int:
    return int(digits) if digits else 0


def keymap(preset: str = "vim", own: Sequence[Binding] = (), acts: Sequence[Act] = ACTS) -> Keymap:
    """The keys of a preset with the user's own over them. Raises ``KeysError``."""
    tables = _preset_tables(preset, acts)
    mistakes: list[tuple[Binding, str]] = []
    # A key of one pane's table goes before one of all panes.
    for everywhere in (True, False):
        for pane in Pane:
            wanted = [each for each in own if each.pane == ("all" if everywhere else pane)]
            _lay_over(tables[pane], pane, wanted, mistakes)
    if mistakes:
        raise KeysError(list(dict.fromkeys(mistakes)))
    return Keymap(preset, {pane: _taken(table) for pane, table in tables.items()})


def clashes(acts: Sequence[Act] = ACTS, preset: str = "vim") -> list[str]:
    """Keys that mean two things in one pane, in words; no shipped preset may have any."""
    found: list[str] = []
    for pane in Pane:
        seen: dict[Keys, Act] = {}
        for act, keys in _bound(preset, acts, pane):
            for other, holder in seen.items():
                if holder is not act and (other[: len(keys)] == keys or keys[: len(other)] == other):
                    found.append(f"{shown(keys)} in {pane}: {holder.id} and {act.id}")
            seen.setdefault(keys, act)
    return found


def key_line(keymap: Keymap, pane: Pane, cells: int) -> list[tuple[str, str]]:
    """(key, words) of the few acts that matter in ``pane``, as many as fit; how to get help is among them.

    First what list and story have both: it stays where it is when one gives way to the other.
    """
    line = [
        (act.shown >= ARTICLES, (shown(keys[0]), act.words))
        for act in ACTS
        if pane in act.shown and (keys := keymap.keys_of(act, pane))
    ]
    wanted = [pair for _, pair in line if pair[1] == "help"][-1:]
    room = cells - sum(map(_cells, wanted))
    kept: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for shared, pair in line:
        if pair in wanted:
            continue
        room -= _cells(pair)
        if room < 0:
            break
        kept[shared].append(pair)
    return [*kept[True], *kept[False], *wanted]


def hints(keymap: Keymap, pane: Pane, acts: Sequence[tuple[str, str]], cells: int) -> list[tuple[str, str]]:
    """(key, words) for (act, words), as many as fit; the last one, which leaves, is among them."""
    line = [(shown(keys[0]), words) for act, words in acts if (keys := keymap.keys_of(BY_ID[act], pane))]
    while len(line) > 1 and sum(map(_cells, line)) > cells:
        del line[-2]
    return line


def hint_lines(
    keymap: Keymap, pane: Pane, acts: Sequence[tuple[str, str]], cells: int, most: int = 2
) -> list[list[tuple[str, str]]]:
    """The same on as many lines as it takes, ``most`` of them at most."""
    lines: list[list[tuple[str, str]]] = [[]]
    for act, words in acts:
        for keys in keymap.keys_of(BY_ID[act], pane)[:1]:
            pair = (shown(keys), words)
            if sum(map(_cells, [*lines[-1], pair])) > cells:
                lines.append([])
            lines[-1].append(pair)
    return lines[:most]


def _cells(pair: tuple[str, str]) -> int:
    return width(pair[0]) + width(pair[1]) + 3


def _joined(sequences: Iterable[Keys]) -> str:
    words = [shown(keys) for keys in sequences]
    digits = [word for word in words if word in set("123456789")]
    if len(digits) == 9:
        words = [*(word for word in words if word not in digits), "1–9"]
    return " ".join(words)


def _preset_tables(preset: str, acts: Sequence[Act]) -> dict[Pane, Table]:
    return {
        pane: {
            keys: (Command(act, keys[0] if act.id == "link" and keys[0].isdigit() else ""),)
            for act, keys in _bound(preset, acts, pane)
        }
        for pane in Pane
    }


def _bound(preset: str, acts: Sequence[Act], pane: Pane) -> list[tuple[Act, Keys]]:
    """Each act of a pane with each of its keys in a preset.

    An act that a preset does not name keeps those of its ``vim`` keys that the preset leaves free; where
    it has none left, it stands behind the preset's leader.
    """
    here = [act for act in acts if pane in act.panes]
    if preset == "vim":
        return [(act, keys) for act in here for keys in _in_pane(act.keys, pane)]
    own, leader = PRESETS[preset], LEADERS[preset]
    named = {act.id: _in_pane(own[act.id], pane) for act in here if act.id in own}
    taken = {keys for each in named.values() for keys in each}
    found: list[tuple[Act, Keys]] = []
    for act in here:
        if act.id in named:
            found += [(act, keys) for keys in named[act.id]]
            continue
        vim = _in_pane(act.keys, pane)
        wanted = [(leader, *keys[1:]) if keys[0] == "," else keys for keys in vim]
        free = [keys for keys in wanted if not any(_meet(keys, other) for other in taken)]
        behind = [(leader, *wanted[0]), (leader, leader, *wanted[0])] if wanted and not free else []
        free += [keys for keys in behind if not any(_meet(keys, other) for other in taken)][:1]
        found += [(act, keys) for keys in free]
        taken |= set(free)
    return found


def _meet(one: Keys, other: Keys) -> bool:
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def _in_pane(written: Iterable[str], pane: Pane) -> list[Keys]:
    """The sequences of ``written`` that hold in ``pane``: ``story:Enter`` does in that one alone."""
    found: list[Keys] = []
    for text in written:
        where, colon, rest = text.partition(":")
        alone = bool(colon) and where in set(Pane)
        if not alone or where == pane:
            found.append(keys_from(rest if alone else text))
    return found


def _lay_over(table: Table, pane: Pane, own: Sequence[Binding], mistakes: list[tuple[Binding, str]]) -> None:
    """Put the user's keys of one table into ``table``; what is wrong with them goes to ``mistakes``."""
    mine: dict[Keys, Binding] = {}
    # What takes keys away first, so that it takes none that another line gives.
    for binding in sorted(own, key=lambda each: bool(each.lines)):
        try:
            keys = keys_from(binding.keys)
            commands = tuple(Command(*parse(line)) for line in binding.lines)
        except (KeyNameError, CommandError) as error:
            mistakes.append((binding, str(error)))
            continue
        if commands and pane not in commands[0].act.panes:
            if binding.pane != "all":
                mistakes.append((binding, f"{commands[0].act.id} does nothing in the {pane} pane"))
            continue
        for other, holder in mine.items():
            if commands and holder.lines and _meet(keys, other):
                same = "is the same as" if keys == other else "cannot be told from"
                words = f"{same} {holder.keys} in line {holder.line}; take one of them out"
                mistakes.append((binding, words))
        mine[keys] = binding
        for covered in [other for other in table if _meet(keys, other)]:
            del table[covered]
        table[keys] = commands


def _taken(table: Table) -> Table:
    return {keys: commands for keys, commands in table.items() if commands}
