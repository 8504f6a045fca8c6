"""Whether what an entry carries is the whole story."""

from __future__ import annotations

import pytest

from tui.pages.document import Block, Document, Kind, Span
from tui.pages.whole import is_whole

SENTENCE = "The ferry left the pier an hour late because of the fog on the river this morning. "


def text(*paragraphs: str) -> Document:
    return tuple([Block(Kind.PARAGRAPH, (Span(each),)) for each in paragraphs])


def test_nothing_is_not_whole() -> None:
    assert not is_whole(())
    assert not is_whole((Block(Kind.IMAGE, (Span("A ferry"),), href="https://x.example/a.jpg"),))


def test_a_long_text_is_whole() -> None:
    assert is_whole(text(SENTENCE * 20))


@pytest.mark.parametrize(
    "end",
    [
        "and then …",
        "[...]",
        "Read more",
        "Continue reading →",
        "Weiterlesen",
        "Lire la suite »",
        "続きを読む",
    ],
)
def test_a_text_that_says_it_goes_on_is_not_whole_however_long(end: str) -> None:
    assert not is_whole(text(SENTENCE * 20, end))


def test_three_whole_paragraphs_are_a_short_story() -> None:
    assert is_whole(text(SENTENCE * 3, SENTENCE * 3, SENTENCE))
    assert not is_whole(text(SENTENCE * 3, SENTENCE * 3, "and so"))


def test_one_paragraph_is_a_summary() -> None:
    assert not is_whole(text(SENTENCE * 4))


def test_a_list_or_a_quotation_is_no_teaser() -> None:
    assert is_whole((*text(SENTENCE * 3), Block(Kind.ITEM, (Span("one"),), marker="•")))
    assert is_whole((*text(SENTENCE * 3), Block(Kind.PARAGRAPH, (Span(SENTENCE),), quote=1)))


def test_scripts_without_spaces_count_by_their_characters() -> None:
    assert is_whole(text("渡船今天早上因為河上有霧而晚了一個小時離開碼頭。" * 30))
