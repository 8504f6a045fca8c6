"""The quotations and figures that only one of several texts has."""

from __future__ import annotations

import pytest

from tui.pages.document import Face, Span
from tui.pages.only_here import marked, only_here


def alone(text: str, *others: str) -> list[str]:
    """What only ``text`` has, as it stands there."""
    return [text[low:high] for low, high in only_here([text, *others])[0]]


@pytest.mark.parametrize("marks", ["“%s”", "„%s“", "«%s»", "»%s«", '"%s"', "‘%s’", "「%s」"])
def test_a_quotation_is_known_by_the_marks_of_many_languages(marks: str) -> None:
    said = marks % "nobody told us of the cracks"
    assert alone(f"The mayor said {said}, and left.", "The mayor has left.") == [said]


def test_a_quotation_that_another_text_has_in_part_is_not_alone() -> None:
    text = "“Nobody told us of the cracks in the wall, and nobody asked,” she said."
    assert alone(text, "She said that “nobody told us of the cracks in the wall”.") == []


def test_two_words_in_quotation_marks_and_an_apostrophe_are_no_quotation() -> None:
    assert alone("The ‘grey fleet’ isn’t the town’s, don’t ask.", "Nothing.") == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("1,200 people", "1.200 Menschen"),
        ("1 200 people", "1,200 people"),
        ("1.2 thousand", "1,200 people"),
        ("$2.5 million", "2,5 Mio. Euro"),
        ("three boats", "3 boats"),
        ("5万人", "50,000 people"),
        ("4.5%", "4,5 Prozent"),
    ],
)
def test_a_figure_is_the_same_however_it_is_written(here: str, there: str) -> None:
    assert alone(here, there) == []


def test_a_figure_that_no_other_text_has_is_alone_with_its_unit_and_scale() -> None:
    text = "At 10:30 it cost $2.5 million, 12% more than in 1911; the A380 and version 1.2.3 are names."
    assert alone(text, "It was dear.") == ["10:30", "$2.5 million", "12%", "1911"]


def test_a_figure_in_a_quotation_is_marked_with_it_once() -> None:
    assert alone("“We lost 40 boats that night”", "They lost boats.") == ["“We lost 40 boats that night”"]


def test_one_text_has_nobody_to_differ_from() -> None:
    assert only_here(["“We lost 40 boats that night”"]) == ((),)
    assert only_here([]) == ()


def test_marked_stretches_are_spans_of_their_own_and_no_character_is_lost() -> None:
    spans = marked("It cost 40 crowns in 1911.", [(8, 10), (21, 25)])
    assert spans == (
        Span("It cost "), Span("40", Face.BOLD), Span(" crowns in "), Span("1911", Face.BOLD), Span("."),
    )  # fmt: skip
    assert marked("", []) == ()
