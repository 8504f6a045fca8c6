"""tui.words: text to the words that are indexed, sought and marked."""

from __future__ import annotations

import pytest

from tui.words import finder, indexed, plain, sought


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Plain text", ["Plain", "text"]),
        ("東京都 の港", ["東京", "京都", "都", "の港", "港"]),
        ("ABC東京", ["ABC", "東京", "京"]),
        ("ＡＢＣ ﾊﾞｽ", ["ABC", "バス", "ス"]),
        ("Straße Łódź", ["Strasse", "lódz"]),
        ("Ελλάς", ["Ελλασ"]),
        ("ёлка йод", ["елка", "йод"]),
        ("أيضًا", ["ايضا"]),
    ],
)
def test_text_is_indexed_as_words_and_pairs(text: str, words: list[str]) -> None:
    assert indexed(text).replace("ź", "z").split() == words


def test_what_a_letter_is_folded_to_is_not_folded_again() -> None:
    letters = [chr(code) for code in range(0x80, 0xD800) if indexed(chr(code)) != chr(code)]
    single = [letter for letter in letters if len(indexed(letter).split()) == 1]
    assert len(single) > 400
    assert [letter for letter in single if indexed(indexed(letter)).split() != indexed(letter).split()] == []


@pytest.mark.parametrize(
    ("text", "prefix", "found"),
    [
        ("storm", False, ("storm", False)),
        ("storm", True, ("storm", True)),
        ("東", False, ("東", True)),
        ("東京", False, ("東京", False)),
        ("東京都。", False, ("東京 京都", False)),
        ("東京abc", False, ("東京 京 abc", False)),
        ("--", False, ("", False)),
    ],
)
def test_words_are_sought_as_the_index_has_them(text: str, prefix: bool, found: tuple[str, bool]) -> None:
    words, begun = sought(text, prefix=prefix)
    assert (" ".join(words.split()), begun) == found


def test_a_run_of_characters_is_sought_by_substring_and_by_nothing_else() -> None:
    text = "東京都は新しい港を建設する計画を発表した"
    index = f" {' '.join(indexed(text).split())} "
    for start in range(len(text)):
        for end in range(start + 2, len(text) + 1):
            assert f" {sought(text[start:end], prefix=False)[0]} " in index
    for other in ("京東", "都の", "港建設", "計画発表"):
        assert f" {sought(other, prefix=False)[0]} " not in index


def test_hits_are_told_by_their_place_in_the_text_as_it_is() -> None:
    text = "Die GRÖẞE von 東京都: E-Mail, Stormy, grösser"
    sought_for = finder([("größe", False), ("東京", False), ("e mail", False), ("sto", True)])
    assert sought_for is not None
    folded, places = plain(text)
    assert places is not None
    hits = [text[places[hit.start()] : places[hit.end() - 1] + 1] for hit in sought_for.finditer(folded)]
    assert hits == ["GRÖẞE", "東京", "E-Mail", "Stormy"]
    assert finder([("--", False)]) is None
