"""tui.config_lines: places in TOML, held against tomllib's own idea of what is there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config_lines import Place, locate

WHOLE = (
    """# measure = 1
top = 1 # "not a string
"quo\\u0074ed" = 'it"""
    + """'
a.b . "c d" = 2
text = \"\"\"
[not.a.table]
key = "no" \\\\\"\"\" # end
raw = '''
x = 1 '' '''''
list = [
  1, # ]
  [2, "]"], {k = "}", l.m = 3},
]
when = 1979-05-27 07:32:00
inline = { p = { q = 1 }, "r.s" = [] }
[poll] # here
interval = "5m"
[[sources]]
url = "u0"
[sources.sub]
deep = 1
[[sources.many]]
n = 1
[[sources.many]]
[[sources]]

url = "u1"
# tail
"""
)


def places_in(value: Any, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places_in(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places_in(inner, (*place, index))


def test_every_place_that_tomllib_reads_has_a_line() -> None:
    lines = locate(WHOLE).lines
    assert set(lines) == set(places_in(tomllib.loads(WHOLE)))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("quoted",), 3),
        (("a", "b", "c d"), 4),
        (("text",), 5),
        (("raw",), 8),
        (("list",), 10),
        (("list", 0), 11),
        (("list", 1), 12),
        (("list", 2, "l", "m"), 12),
        (("when",), 14),
        (("inline", "p", "q"), 15),
        (("poll",), 16),
        (("poll", "interval"), 17),
        (("sources", 0), 18),
        (("sources", 0, "url"), 19),
        (("sources", 0, "sub", "deep"), 21),
        (("sources", 0, "many", 0, "n"), 23),
        (("sources", 1, "url"), 27),
    ],
)
def test_a_place_is_on_the_line_where_it_is_written(place: Place, line: int) -> None:
    assert locate(WHOLE).lines[place] == line


def test_what_is_missing_is_on_the_line_of_what_surrounds_it() -> None:
    layout = locate("\n[[sources]]\nname = 'x'\n")
    assert layout.line(("sources", 0, "url")) == 2
    assert layout.line(("elsewhere",)) == 0


def test_a_block_reaches_from_its_header_to_its_last_key() -> None:
    text = "# first\n[[s]] # one\n# inside\nurl = '''\n[[s]]\n'''\n\n# second\n  [[s]]\n[poll]\nx = 1\n"
    first, second = locate(text).blocks
    assert text[first.start : first.end] == "[[s]] # one\n# inside\nurl = '''\n[[s]]\n'''\n"
    assert text[second.start : second.end] == "  [[s]]\n"
    assert second.place == ("s", 1)


def test_a_block_at_the_end_of_a_text_without_line_end_is_whole() -> None:
    text = '[[s]]\nurl = "x"'
    (block,) = locate(text).blocks
    assert (block.start, block.end) == (0, len(text))


def test_a_block_holds_the_tables_within_it() -> None:
    text = "[[s]]\na = 1\n[s.t]\nb = 2\n[[s.u]]\nc = 3\n# d\n[[s]]\n[other]\ne = 4\n"
    blocks = {block.place: text[block.start : block.end] for block in locate(text).blocks}
    assert blocks[("s", 0)] == "[[s]]\na = 1\n[s.t]\nb = 2\n[[s.u]]\nc = 3\n"
    assert blocks[("s", 0, "u", 0)] == "[[s.u]]\nc = 3\n"
    assert blocks[("s", 1)] == "[[s]]\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_pair_reaches_from_its_key_to_the_end_of_its_value(ending: str) -> None:
    text = ending.join(["[[s]]", ' "a" = 1.5 # x', "b.c = [", "1, # y", "] ", "d='e#'", "f = 1"])
    pairs = locate(text).pairs
    assert {place[2:]: text[pair.start : pair.end] for place, pair in pairs.items()} == {
        ("a",): '"a" = 1.5',
        ("b", "c"): f"b.c = [{ending}1, # y{ending}]",
        ("d",): "d='e#'",
        ("f",): "f = 1",
    }
    assert text[pairs["s", 0, "d"].value :].startswith("'e#'")


def test_nesting_deeper_than_tomllib_reads_is_walked_without_recursion() -> None:
    text = "a = " + "[" * 2_000 + "]" * 2_000 + "\nb = 1\n"
    assert locate(text).lines[("b",)] == 2


SCALARS = st.sampled_from(
    ['"a # ]"', "'b }'", '"""c\n"" """', "'''d\n'''", "1", "true", "1979-05-27 07:32:00", "-inf"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda xs: "[\n" + ",\n".join(xs) + " # ]\n]")
        | st.lists(inner, max_size=3).map(
            lambda xs: "{" + ", ".join(f'"k{i}" = {x}' for i, x in enumerate(xs)) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=5), st.booleans())
def test_any_value_is_stepped_over_in_full(written: list[str], dos: bool) -> None:
    text = "".join(f"[[t]]\nv = {value} # '\n" for value in written) + "end = 1\n"
    text = text.replace("\n", "\r\n") if dos else text
    layout = locate(text)
    assert set(layout.lines) == set(places_in(tomllib.loads(text)))
    assert len(layout.blocks) == len(written)
