"""No text from outside comes near what parses markup: a lint over the app's sources (goal 3)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from figures import record

import tui

APP = Path(tui.__file__).parent / "app"
DRAWING = frozenset({
    "rich.cells", "rich.color", "rich.color_triplet", "rich.console", "rich.segment", "rich.style",
    "rich.text",
})  # fmt: skip
"""Of rich the modules that take text as it is, once what a call does to it is known (below)."""
PARSERS = ("textual.widgets", "textual.content", "textual.markup", "textual.visual")
"""Of Textual what takes markup: none of its ready-made widgets is used."""
CALLS = frozenset({
    "notify", "panic", "from_markup", "from_rich_text", "from_ansi", "render_markup", "render_str",
    "visualize", "run_action", "action", "parse_action", "simulate_key", "call_action", "update",
    "exit", "append_text",
    "set_title", "post_display", "assemble", "stylize", "bind",
})  # fmt: skip
"""Methods of widgets, texts and the app that read a string as markup, or as an act to carry out."""
SET = frozenset(
    {"border_title", "border_subtitle", "tooltip", "title", "sub_title", "renderable", "placeholder"}
)
"""What is drawn as markup when it is set."""
MAKING = frozenset({"Text", "Content", "Style"})
"""These take a string as it is; of a style what stands for itself: its links are made in two places."""


def hits(source: str, name: str) -> Iterator[str]:
    """Where a string that is no literal goes to what parses it, and each import of a thing that would."""
    for node in ast.walk(ast.parse(source)):
        found = (
            _call(node)
            if isinstance(node, ast.Call)
            else _set(node)
            if isinstance(node, ast.Assign)
            else _import(node)
        )
        if found:
            yield f"{name}: {found}"


def _call(node: ast.Call) -> str:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if called in MAKING and (
        len(node.args) > 1 or {each.arg for each in node.keywords} & {"link", "meta", None}
    ):
        return called
    if isinstance(node.func, ast.Attribute) and called in CALLS and any(map(_may_be_text, given)):
        whole = ast.unparse(node.func)
        return "" if whole == "sys.exit" else whole
    return ""


def _may_be_text(node: ast.expr) -> bool:
    """Not of what is no text by its form, and not of a literal."""
    number = isinstance(node, ast.Constant | ast.BinOp | ast.Set | ast.Dict | ast.Lambda)
    return not number or any(isinstance(each, ast.JoinedStr) for each in ast.walk(node))


def _set(node: ast.Assign) -> str:
    names = [target.attr for target in node.targets if isinstance(target, ast.Attribute)]
    return "" if isinstance(node.value, ast.Constant) else ", ".join(sorted({*names} & SET))


def _import(node: ast.AST) -> str:
    if not isinstance(node, ast.ImportFrom | ast.Import):
        return ""
    modules = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return ", ".join(
        module
        for module in modules
        if module.startswith(PARSERS) or (module.partition(".")[0] == "rich" and module not in DRAWING)
    )


KNOWN = frozenset(
    {"pagewatch.py: self._asked.update", "selection.py: self._ids.update", "widgets/story.py: Style"}
)
"""Each was looked at: two sets of numbers, and the link of a story's text, which ``looks`` sees to."""


def test_no_text_that_is_no_literal_goes_to_what_parses_markup() -> None:
    files = sorted(APP.rglob("*.py"))
    found = [hit for file in files for hit in hits(file.read_text("utf-8"), str(file.relative_to(APP)))]
    assert sorted(set(found) - KNOWN) == []
    assert set(found) >= KNOWN
    record(3, "texts that go to what parses markup", f"0 in {len(files)} modules")


@pytest.mark.parametrize(
    "line",
    [
        "from textual.widgets import Static", "self.notify(f'{title} came')",
        "widget.border_title = title", "Text.from_markup(title)",
        "Style(link=url)", "Content('a', x)", "from textual.content import Content", "import rich.markup",
        "from rich.panel import Panel", "from rich.markup import render", "static.update(f'{title}')",
        "app.run_action(title)", "app.exit(message=f'{title}')",
    ],
)  # fmt: skip
def test_the_lint_finds(line: str) -> None:
    assert list(hits(line, "x")) != []


@pytest.mark.parametrize(
    "line",
    ["Text(title)", "Content(title)", "Segment(title, style)", "self.notify('Saved.')", "found.exit(1)"],
)
def test_the_lint_lets_pass(line: str) -> None:
    assert list(hits(line, "x")) == []
