"""Listings with their remarks, texts and words told apart."""

from __future__ import annotations

import pytest

from tui.pages.listing import coloured


def kinds(line: str) -> list[tuple[str, str]]:
    return [(piece, kind) for piece, kind in next(coloured(line)) if piece.strip()]


def test_words_texts_and_remarks_are_told_apart() -> None:
    assert kinds("if x == 'a # b':  # why") == [
        ("if", "keyword"),
        (" x == ", "code"),
        ("'a # b'", "literal"),
        (":  ", "code"),
        ("# why", "comment"),
    ]


@pytest.mark.parametrize("remark", ["// so", "-- so", "/* so */", "<!-- so -->", "# so"])
def test_remarks_of_many_languages_are_known(remark: str) -> None:
    assert kinds(remark) == [(remark, "comment")]


def test_colours_and_addresses_are_no_remarks() -> None:
    assert all(kind != "comment" for _, kind in kinds("a { color: #ffcc00 } url(https://x.example/)"))


def test_no_character_is_lost_or_moved() -> None:
    text = 'def f(x):\n\treturn "a\\"b" + 1.5e3\n\n/* open\n' + "x" * 5_000
    assert "\n".join("".join(piece for piece, _ in line) for line in coloured(text)) == text
