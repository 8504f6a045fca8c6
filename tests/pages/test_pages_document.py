"""Documents: what is kept is what comes back, and damage is said in a sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.pages.document import (
    DEEPEST,
    Block,
    DocumentError,
    Face,
    Kind,
    Span,
    dumps,
    loads,
    plain_text,
)

_SPANS = st.builds(
    Span,
    st.text(max_size=8),
    st.sampled_from([Face(bits) for bits in range(16)]),
    st.sampled_from(["", "https://press.example/1"]),
)
_BLOCKS = st.builds(
    Block,
    st.sampled_from(list(Kind)),
    st.lists(_SPANS, max_size=3).map(tuple),
    st.integers(0, 6),
    st.sampled_from(["", "•", "12."]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.lists(st.lists(st.text(max_size=4), max_size=3).map(tuple), max_size=3).map(tuple),
    st.sampled_from(["", "https://press.example/a.png"]),
)


@given(st.lists(_BLOCKS, max_size=5).map(tuple))
def test_a_kept_document_comes_back_as_it_was(document: tuple[Block, ...]) -> None:
    assert loads(dumps(document)) == document


def test_defaults_take_no_room_in_the_cache() -> None:
    assert dumps((Block(Kind.PARAGRAPH, (Span("Rain in Oslo."),)),)) == '[{"s":["Rain in Oslo."]}]'


def test_an_article_without_content_is_an_empty_list() -> None:
    assert dumps(()) == "[]"
    assert loads("[]") == ()


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[{",
        "{}",
        "7",
        "[" * 100_000,
        "1" * 10_000,
        "[3]",
        '["words"]',
        '[{"k":"poem"}]',
        '[{"s":"words"}]',
        '[{"s":[["words"]]}]',
        '[{"s":[["words",16]]}]',
        '[{"s":[["words",0,"https://a.example/","more"]]}]',
        '[{"s":[["words",0,7]]}]',
        '[{"s":[null]}]',
        '[{"l":-1}]',
        '[{"q":true}]',
        '[{"d":1.5}]',
        '[{"m":3}]',
        '[{"r":["cells"]}]',
        '[{"r":[[1]]}]',
    ],
)
def test_damaged_text_is_reported_in_a_sentence(damaged: str) -> None:
    with pytest.raises(DocumentError, match=r"^The kept text of this article is damaged: .+\.$"):
        loads(damaged)


def test_what_stands_deeper_than_anybody_writes_stands_there() -> None:
    """A worker that was taken over, or a damaged cache, would else make gigabytes of a line."""
    (block,) = loads('[{"k":"item","q":1000000000,"d":1000000000,"s":["a"]}]')
    assert (block.quote, block.depth) == (DEEPEST, DEEPEST)


def test_plain_text_is_the_words_one_block_or_row_a_line() -> None:
    document = (
        Block(Kind.HEADING, (Span("Results"),), level=2),
        Block(Kind.ITEM, (Span("The "), Span("first", Face.BOLD)), marker="1."),
        Block(Kind.RULE),
        Block(Kind.IMAGE, href="https://press.example/a.png"),
        Block(Kind.TABLE, rows=(("Team", "Points"), ("", ""), ("Reds", "3"))),
    )
    assert plain_text(document) == "Results\nThe first\nTeam Points\nReds 3"


def test_the_modules_that_the_app_uses_load_no_parser() -> None:
    code = (
        "import sys, tui.pages.document, tui.pages.render;"
        "print([name for name in sys.modules if name in ('lxml', 'textual', 'apsw', 'httpx2')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
