"""What changed between two texts, word by word."""

from __future__ import annotations

from tui.pages.diff import Change, Piece, documents, has_changed, words
from tui.pages.document import Block, Document, Face, Kind, Span


def paragraphs(*texts: str) -> Document:
    return tuple([Block(Kind.PARAGRAPH, (Span(text),)) for text in texts])


def test_one_word_for_another_is_one_removed_and_one_added() -> None:
    assert words("Three people died.", "Four people died.") == (
        Piece("Three", Change.REMOVED),
        Piece("Four", Change.ADDED),
        Piece(" people died.", Change.SAME),
    )


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert words("as it was", "as it was") == (Piece("as it was", Change.SAME),)
    assert words("", "") == ()


def test_both_texts_can_be_read_out_of_the_pieces() -> None:
    before, after = "The mayor, 52, resigned on Monday", "The mayor (53) resigned late on Monday"
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after


def test_words_that_stay_between_changed_ones_do_not_tear_the_phrase() -> None:
    before, after = (
        "Lifeboats from Saint Wyn lie off the ship",
        "Two helicopters lift one person off the ship",
    )
    pieces = words(before, after)
    assert [piece.text for piece in pieces] == [
        "Lifeboats from Saint Wyn lie",
        "Two helicopters lift one person",
        " off the ship",
    ]


def test_old_and_new_words_stand_apart_though_no_face_tells_them() -> None:
    shown = documents(paragraphs("Police say 12 were hurt."), paragraphs("Police say 14 were hurt."))
    assert "".join(span.text for span in shown[0].spans) == "Police say 12 14 were hurt."


def test_chinese_is_compared_by_the_character() -> None:
    assert Piece("三", Change.REMOVED) in words("三人死亡", "四人死亡")


def test_a_text_without_end_counts_as_replaced() -> None:
    long = "word " * 3_000
    assert [piece.change for piece in words(long, long + "end")] == [Change.REMOVED, Change.ADDED]


def test_a_corrected_sentence_shows_old_and_new_words_in_their_place() -> None:
    before = paragraphs("First.", "Police say 12 people were hurt in the fire.", "Last.")
    after = paragraphs("First.", "Police say 14 people were hurt in the fire.", "Last.")
    shown = documents(before, after)
    assert [block.spans[0].text for block in shown] == ["First.", "Police say ", "Last."]
    assert shown[1].spans[1] == Span("12", Face.STRIKE)
    assert shown[1].spans[3] == Span("14", Face.BOLD)


def test_a_new_paragraph_is_bold_and_a_removed_one_struck_out() -> None:
    shown = documents(paragraphs("Stays.", "Goes away."), paragraphs("Stays.", "Quite another thing!"))
    assert [block.spans[0].face for block in shown] == [Face.PLAIN, Face.BOLD, Face.STRIKE]


def test_a_block_that_did_not_change_keeps_its_links() -> None:
    linked = Block(Kind.PARAGRAPH, (Span("here", href="https://example.org/"),))
    assert documents((linked,), (*paragraphs("New."), linked))[1] == linked


def test_only_other_words_are_a_change() -> None:
    bold = (Block(Kind.PARAGRAPH, (Span("as it was", Face.BOLD),)),)
    assert not has_changed(paragraphs("as  it was"), bold)
    assert has_changed(paragraphs("as it was"), paragraphs("as it is"))
