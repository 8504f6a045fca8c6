"""The README's table of keys, made from the table of acts; run it to write the README anew."""

from __future__ import annotations

from pathlib import Path

from tui.app.acts import ACTS
from tui.app.keys import keys_of

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->"


def key_table() -> str:
    """A head, and one row for each act."""
    return "| key | what it does |\n| --- | --- |\n" + "".join(
        f"| {_code(keys_of(act))} | {act.help} |\n" for act in ACTS
    )


def _code(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split(" "))


def with_key_table(readme: str) -> str:
    """``readme`` with its table as the acts are now."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}{key_table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_key_table(README.read_text("utf-8")), "utf-8")
