"""The README's table of keys, made from the table of acts; run it to write the README anew."""

from __future__ import annotations

from pathlib import Path

from tui.app.acts import ACTS, Act
from tui.app.key_names import shown
from tui.app.keys import Keymap, keymap
from tui.app.presets import PRESETS

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->"


def key_table() -> str:
    """A head, and one row for each act: its keys in each preset."""
    maps = [keymap(preset) for preset in PRESETS]
    rows = [(*(_code(keys, act) for keys in maps), act.help) for act in ACTS]
    head = [(*PRESETS, "what it does"), ("---",) * (len(PRESETS) + 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in [*head, *rows])


def _code(keys: Keymap, act: Act) -> str:
    """Of many keys the first three; the help screen has them all."""
    words = ["1–9"] if act.id == "link" else [shown(each) for each in keys.keys_of(act)][:3]
    return " ".join(_quoted(word) for word in words) or f"`:{act.id}`"


def _quoted(word: str) -> str:
    fence = "``" if "`" in word else "`"
    inside = f" {word} " if "`" in word else word
    return f"{fence}{inside}{fence}".replace("|", "\\|")


def with_key_table(readme: str) -> str:
    """``readme`` with its table as the acts are now."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}{key_table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_key_table(README.read_text("utf-8")), "utf-8")
