"""The README's table of the query language, made from its fields; run it to write the README anew."""

from __future__ import annotations

from pathlib import Path

from tui.query_help import table

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- query -->\n", "<!-- /query -->"


def with_query_table(readme: str) -> str:
    """``readme`` with its table as the language is now."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_query_table(README.read_text("utf-8")), "utf-8")
