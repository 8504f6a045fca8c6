"""Blocks to lines: nothing is wider than it may be, and no word is lost."""

from __future__ import annotations

import unicodedata
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.pages.document import Block, Face, Kind, Span
from tui.pages.render import Line, Page, Role, Run, Typesetter, plain, render
from tui.text import clean_block, clean_code, clean_line, width


def text_of(line: Line) -> str:
    return "".join(run.text for run in line)


def lines(*blocks: Block, at: int = 40, measure: int = 72) -> list[str]:
    return [text_of(line) for line in render(blocks, at, measure).lines]


def paragraph(text: str, href: str = "", **place: int) -> Block:
    return Block(Kind.PARAGRAPH, (Span(text, href=href),), **place)  # type: ignore[arg-type]


def item(text: str, marker: str = "•", depth: int = 0) -> Block:
    return Block(Kind.ITEM, (Span(text),), marker=marker, depth=depth)


# Lines.


def test_text_breaks_at_spaces_and_blocks_stand_apart() -> None:
    assert lines(paragraph("one two three"), paragraph("four"), at=10) == [
        "one two",
        "three",
        "",
        "four",
    ]


def test_the_line_end_that_an_author_wrote_is_kept() -> None:
    assert lines(paragraph("roses\nare red")) == ["roses", "are red"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert lines(paragraph("no " + "x" * 25), at=10) == ["no", "x" * 10, "x" * 10, "x" * 5]


def test_chinese_breaks_between_characters_and_not_before_a_full_stop() -> None:
    assert lines(paragraph("一二三四五。六"), at=10) == ["一二三四", "五。六"]


def test_latin_words_within_chinese_stay_whole() -> None:
    assert lines(paragraph("一二 Textual三四"), at=10) == ["一二", "Textual三", "四"]


def test_combining_marks_stay_with_their_base() -> None:
    for line in lines(paragraph("x\u0301" * 25), at=10):
        assert not unicodedata.combining(line[0])
        assert width(line) <= 10


def test_a_wide_terminal_has_the_column_in_the_middle() -> None:
    page = render((paragraph("word " * 40),), 100)
    assert page.lines[0][0] == Run(" " * 14, Role.MARGIN)
    assert width(text_of(page.lines[0])) <= 14 + 72


def test_empty_lines_have_no_margin() -> None:
    assert render((paragraph("a"), paragraph("b")), 100).lines[1] == ()


def test_nothing_is_read_as_markup() -> None:
    text = "[bold]x[/] 1986. A year"
    assert lines(paragraph(text)) == [text]


def test_an_empty_document_has_no_lines() -> None:
    assert render((), 80) == Page((), ())


# Blocks.


def test_each_block_names_its_role() -> None:
    blocks = (
        (Block(Kind.HEADING, (Span("h"),), level=1), Role.HEADING),
        (paragraph("p"), Role.TEXT),
        (Block(Kind.PARAGRAPH, (Span("c", Face.CODE),)), Role.CODE),
        (Block(Kind.CODE, (Span("x"),)), Role.CODE),
        (Block(Kind.RULE), Role.RULE),
        (Block(Kind.IMAGE, (Span("i"),)), Role.CAPTION),
        (Block(Kind.TABLE, rows=(("t", "u"),)), Role.TABLE),
    )
    for block, role in blocks:
        assert render((block,), 40).lines[0][0].role is role


def test_faces_reach_the_runs() -> None:
    (line,) = render((Block(Kind.PARAGRAPH, (Span("a "), Span("b", Face.BOLD))),), 40).lines
    assert line == (Run("a ", Role.TEXT), Run("b", Role.TEXT, Face.BOLD))


def test_quotes_have_a_bar_for_every_level_also_between_paragraphs() -> None:
    assert lines(paragraph("a", quote=1), paragraph("b", quote=2), paragraph("c")) == [
        "│ a",
        "│ ",
        "│ │ b",
        "",
        "c",
    ]
    assert render((paragraph("a", quote=1),), 40).lines[0] == (
        Run("│ ", Role.MARKER),
        Run("a", Role.QUOTE),
    )


def test_items_hang_behind_their_markers_and_stand_close() -> None:
    assert lines(item("one two three four"), item("five"), at=12) == ["• one two", "  three four", "• five"]
    assert lines(item("nine", "9."), item("ten", "10."), at=12) == ["9. nine", "10. ten"]


def test_a_list_of_numbers_after_one_of_bullets_is_another_list() -> None:
    assert lines(item("one"), item("deep", "1.", 1), item("two"), item("nine", "9.")) == [
        "• one",
        "  1. deep",
        "• two",
        "",
        "9. nine",
    ]


def test_nested_items_and_paragraphs_line_up_with_the_text_above() -> None:
    document = (item("a", "10."), item("b", depth=1), paragraph("c", depth=1))
    assert lines(*document) == ["10. a", "    • b", "", "    c"]


def test_a_marker_that_is_too_long_to_hang_stands_on_its_own_line() -> None:
    assert lines(item("word", "123456."), at=10) == ["123456.", "word"]


def test_listings_keep_their_spaces_and_are_cut_where_too_long() -> None:
    assert lines(Block(Kind.CODE, (Span("if x:\n\n    return 1234"),)), at=10) == [
        "if x:",
        "",
        "    return",
        " 1234",
    ]


def test_listings_and_tables_run_on_into_the_margin_before_they_break() -> None:
    line = "x = " + "y" * 30
    code = Block(Kind.CODE, (Span(line),))
    assert lines(code, paragraph("word " * 8), at=60, measure=20)[0] == " " * 20 + line
    table = Block(Kind.TABLE, rows=(("a" * 18, "b" * 18), ("c", "d")))
    assert lines(table, at=60, measure=20)[0] == " " * 20 + "a" * 18 + "  " + "b" * 18
    assert max(map(len, lines(code, at=30, measure=20))) == 30


def test_an_image_is_its_caption_and_a_numbered_address() -> None:
    document = (
        Block(Kind.IMAGE, (Span("A harbour"),), href="https://press.example/a.png"),
        Block(Kind.IMAGE, href="https://press.example/b.png"),
    )
    assert lines(*document) == ["[image: A harbour][1]", "", "[image][2]"]


# Links.


def test_links_are_numbered_by_the_first_appearance_of_their_address() -> None:
    page = render((paragraph("b", "https://b.example/"), paragraph("a", "https://a.example/")), 40)
    assert page.links == ("https://b.example/", "https://a.example/")
    assert page.lines[0] == (
        Run("b", Role.LINK, link=1),
        Run("[1]", Role.MARKER, link=1),
    )


def test_the_same_address_keeps_its_number() -> None:
    page = render((paragraph("x", "https://a.example/"), paragraph("y", "https://a.example/")), 40)
    assert [text_of(line) for line in page.lines] == ["x[1]", "", "y[1]"]
    assert page.links == ("https://a.example/",)


def test_a_link_in_several_faces_has_one_number() -> None:
    spans = (Span("a", href="https://a.example/"), Span("b", Face.BOLD, "https://a.example/"))
    assert lines(Block(Kind.PARAGRAPH, (*spans, Span("c")))) == ["ab[1]c"]


def test_plain_text_ends_with_whole_addresses() -> None:
    address = "https://press.example/" + "x" * 60
    assert plain((paragraph("see", address),), 20) == f"see[1]\n\n[1] {address}"


def test_plain_text_without_links_has_no_list() -> None:
    assert plain((paragraph("a"), paragraph("b", quote=1)), 20) == "a\n\n│ b"


# Tables.

_TABLE = Block(Kind.TABLE, level=1, rows=(("Team", "Points"), ("Reds", "3"), ("東京", "12")))


def test_a_table_that_fits_has_straight_columns_and_a_rule_under_its_header() -> None:
    page = render((_TABLE,), 40)
    assert [text_of(line) for line in page.lines] == [
        "Team  Points",
        "────────────",
        "Reds  3",
        "東京  12",
    ]
    assert page.lines[0][0].face is Face.BOLD
    assert page.lines[2][0].face is Face.PLAIN


def test_a_table_that_does_not_fit_names_the_header_of_every_value() -> None:
    assert lines(_TABLE, at=10) == ["Team: Reds", "Points: 3", "", "Team: 東京", "Points: 12"]


def test_a_table_without_header_has_no_rule() -> None:
    assert lines(Block(Kind.TABLE, rows=(("a", "b"), ("c",)))) == ["a  b", "c"]


def test_a_folded_table_keeps_headers_without_values() -> None:
    table = Block(Kind.TABLE, level=1, rows=(("A" * 8, "B" * 8), ("", "x")))
    assert lines(table, at=12) == ["AAAAAAAA:", "", "BBBBBBBB: x"]


def test_a_long_value_of_a_folded_table_is_set_in() -> None:
    table = Block(Kind.TABLE, level=1, rows=(("Team", "Points"), ("Reds of the north", "3")))
    assert lines(table, at=14) == ["Team: Reds", "  of the north", "Points: 3"]


def test_cells_are_wrapped_in_their_columns_while_these_stay_wide_enough() -> None:
    rows = (("Boat", "Why"), ("Ada", "the mast broke in the storm"), ("Ida", "東京都の新しい表計算である"))
    table = Block(Kind.TABLE, level=1, rows=rows)
    assert lines(table, at=20) == [
        "Boat  Why",
        "────────────────────",
        "Ada   the mast broke",
        "      in the storm",
        "",
        "Ida   東京都の新しい",
        "      表計算である",
    ]
    assert lines(table, at=16)[0] == "Boat: Ada"


def test_ten_thousand_columns_are_folded() -> None:
    table = Block(Kind.TABLE, level=1, rows=(("h",) * 10_000, ("x",) * 10_000))
    assert len(lines(table)) == 10_000


# Any document, any width.


def test_one_word_of_a_megabyte_is_cut_into_lines() -> None:
    assert sum(map(len, lines(paragraph("漢" * 500_000), at=72))) == 500_000
    assert sum(map(len, lines(paragraph("a" * 1_000_000), at=72))) == 1_000_000


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_even_a_width_that_no_one_has_ends(columns: int) -> None:
    document = (paragraph("漢字 word", quote=5), item("x" * 20, "12.", 3), _TABLE)
    for line in render(document, columns).lines:
        assert width(text_of(line)) <= max(2, columns)


def test_a_depth_that_no_list_has_costs_nothing() -> None:
    assert lines(paragraph("x", depth=10**9, quote=10**9))[0].endswith("x")


_CHARACTERS = st.one_of(
    st.sampled_from("ab c\n-.[]/漢字、。ー한é\u0301\u0302ก็😀\u200dक\u094dष\u200c"),
    st.characters(exclude_categories=["Cs"]),
)
_TEXT = st.one_of(
    st.text(_CHARACTERS, max_size=60),
    st.text(_CHARACTERS, min_size=1, max_size=3).map(lambda word: word * 40),
)
_LINE = _TEXT.map(clean_line)
_ADDRESS = st.sampled_from(["", "https://a.example/", "https://b.example/"])
_SPANS = st.lists(
    st.builds(Span, _TEXT.map(clean_block), st.sampled_from([Face(bits) for bits in range(16)]), _ADDRESS),
    min_size=1,
    max_size=4,
).map(tuple)
# A partial, because ``builds`` fills the fields of a named tuple that are left out by itself.
_BLOCK = partial(Block)
_PLACED = st.fixed_dictionaries(
    {
        "quote": st.integers(0, 12),
        "depth": st.integers(0, 12),
        "marker": st.one_of(
            st.just(""), st.just("•"), st.integers(0, 10**7).map(lambda number: f"{number}.")
        ),
    }
)
_BLOCKS = _PLACED.flatmap(
    lambda place: st.one_of(
        st.builds(
            _BLOCK,
            st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM]),
            _SPANS,
            **{name: st.just(value) for name, value in place.items()},
        ),
        st.builds(_BLOCK, st.just(Kind.IMAGE), _SPANS, href=_ADDRESS),
        st.builds(_BLOCK, st.just(Kind.CODE), _TEXT.map(clean_code).map(lambda text: (Span(text),))),
        st.builds(
            _BLOCK,
            st.just(Kind.TABLE),
            level=st.integers(0, 1),
            rows=st.lists(st.lists(_LINE, max_size=4).map(tuple), max_size=4).map(tuple),
        ),
        st.just(Block(Kind.RULE)),
    )
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(page: Page) -> str:
    signs = (Role.MARKER, Role.MARGIN, Role.RULE)
    return squeezed("".join(run.text for line in page.lines for run in line if run.role not in signs))


@given(st.lists(_BLOCKS, max_size=5).map(tuple), st.integers(10, 120))
def test_no_line_is_wider_than_the_terminal(document: tuple[Block, ...], columns: int) -> None:
    for line in render(document, columns).lines:
        assert width(text_of(line)) <= columns
        assert sum(width(run.text) for run in line) <= columns


@given(_BLOCKS, st.integers(10, 120))
def test_no_text_is_lost(block: Block, columns: int) -> None:
    shown = said(render((block,), columns))
    words = squeezed("".join(span.text for span in block.spans))
    if block.kind is Kind.TABLE:
        # In columns the lines of one cell stand apart, but no word of one is torn, except wide ones.
        for word in (word for row in block.rows for cell in row for word in cell.split()):
            assert word in shown or (width(word) > len(word) and all(each in shown for each in word))
    elif block.kind is Kind.IMAGE:
        assert shown == (f"[image:{words}]" if block.spans else "[image]")
    else:
        assert shown == words


def lines_of(text: str, width: int) -> list[str]:
    page = render((Block(Kind.PARAGRAPH, (Span(text),)),), width, width)
    return ["".join(run.text for run in line) for line in page.lines]


@pytest.mark.parametrize("picture", ["👨\u200d👩\u200d👧", "👍🏽", "🇫🇷", "👩🏾\u200d🚀"])
def test_no_line_ends_within_one_picture(picture: str) -> None:
    for cells in range(6, 14):
        lines = lines_of(f"新 {picture}" * 9, cells)
        assert all(line.replace(picture, "").strip("新 ") == "" for line in lines)


def test_a_paragraph_from_right_to_left_is_set_right_in_the_order_of_reading() -> None:
    words = "بدأ موسم الياسمين مبكرا هذا العام في المدينة"
    lines = lines_of(words, 20)
    assert " ".join(line.strip() for line in lines) == words
    assert all(width(line) == 20 for line in lines)
    assert lines_of("An English line with العام in it", 60)[0].startswith("An English")


def test_a_first_screen_needs_no_last_line() -> None:
    document = tuple([Block(Kind.PARAGRAPH, (Span("word " * 100, href=""),)) for _ in range(50)])
    setter = Typesetter(document, 80)
    setter.go_on(24)
    assert 24 <= len(setter.page.lines) < 40
    assert not setter.done
    setter.go_on()
    assert setter.page == render(document, 80)


def test_starts_tell_where_each_block_begins() -> None:
    document = (Block(Kind.HEADING, (Span("Title"),), level=1), Block(Kind.PARAGRAPH, (Span("word " * 40),)))
    page = render(document, 40)
    assert [page.lines[start][-1].text.split()[0] for start in page.starts] == ["Title", "word"]
