"""tui.text: whatever comes from outside is harmless behind the border, and is measured right."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from hostile_text import DECEIT, ESCAPES, anything
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.text import (
    CONTROL,
    MARKS_LIMIT,
    TITLE_LIMIT,
    URL_LIMIT,
    clean_block,
    clean_code,
    clean_line,
    fit,
    host_of,
    safe_url,
    shown_url,
    width,
)

Cleaner = Callable[[object, int], str]

cleaners = st.sampled_from([clean_line, clean_block, clean_code])


def is_harmless(text: str) -> bool:
    """No control but the line end, nothing that turns the direction, nothing that cannot be encoded."""
    return all(
        character == "\n"
        or (
            unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
            and unicodedata.bidirectional(character)
            not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
            and character not in "\u200e\u200f\u061c\u200b\u200d\u2060\ufeff"
        )
        for character in text
    )


@pytest.mark.parametrize("cleaner", [clean_line, clean_block, clean_code])
@pytest.mark.parametrize("sequence", [*ESCAPES.values()], ids=[*ESCAPES])
def test_an_escape_sequence_loses_its_teeth(cleaner: Cleaner, sequence: str) -> None:
    cleaned = cleaner(f"storm{sequence}warning ü", 500)
    assert is_harmless(cleaned)
    assert cleaned.startswith("storm")
    assert cleaned.endswith("warning ü")


@pytest.mark.parametrize("cleaner", [clean_line, clean_block, clean_code])
@pytest.mark.parametrize("characters", [*DECEIT.values()], ids=[*DECEIT])
def test_an_invisible_character_goes_without_a_trace(cleaner: Cleaner, characters: str) -> None:
    assert cleaner(f"pay{characters}pal", 500) == "paypal"


@settings(deadline=None)
@given(anything, cleaners, st.integers(1, 40))
def test_no_text_comes_out_harmful_or_longer_than_allowed(text: str, cleaner: Cleaner, limit: int) -> None:
    cleaned = cleaner(text, limit)
    assert is_harmless(cleaned)
    assert len(cleaned) <= limit
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@settings(deadline=None)
@given(anything, cleaners, st.integers(1, 40))
def test_what_is_clean_stays_as_it_is(text: str, cleaner: Cleaner, limit: int) -> None:
    cleaned = cleaner(text, limit)
    assert cleaner(cleaned, limit) == cleaned


@settings(deadline=None)
@given(anything, cleaners)
def test_a_clean_text_is_as_wide_as_its_characters(text: str, cleaner: Cleaner) -> None:
    cleaned = cleaner(text, 500)
    assert width(cleaned) == sum(width(character) for character in cleaned)


@settings(deadline=None)
@given(anything)
def test_a_line_has_no_line_end_and_no_two_spaces(text: str) -> None:
    cleaned = clean_line(text)
    assert not CONTROL.search(cleaned)
    assert cleaned == " ".join(cleaned.split())


@pytest.mark.parametrize("cleaner", [clean_line, clean_block, clean_code])
@pytest.mark.parametrize("value", [None, 7, 1.5, b"bytes", ["list"], {"a": 1}])
def test_what_is_no_string_is_nothing(cleaner: Cleaner, value: object) -> None:
    assert cleaner(value, 500) == ""


def test_a_line_is_one_line_with_single_spaces() -> None:
    assert (
        clean_line("  Storm\r\n\twarning \u00a0\u2003 for\u2028the\x85coast ")
        == "Storm warning for the coast"
    )


def test_a_line_that_is_too_long_ends_in_an_ellipsis() -> None:
    cleaned = clean_line("word " * 1_000)
    assert len(cleaned) <= TITLE_LIMIT
    assert cleaned.endswith("word…")


def test_a_line_of_just_the_limit_is_whole() -> None:
    assert clean_line("x" * TITLE_LIMIT) == "x" * TITLE_LIMIT


def test_a_block_keeps_its_lines_and_one_empty_line_between_paragraphs() -> None:
    given_text = " one \r\n two\rthree\n \n\t\n\n\nfour\u2029five  six\n"
    assert clean_block(given_text) == "one\ntwo\nthree\n\nfour\nfive six"


def test_code_keeps_its_indentation_and_empty_lines() -> None:
    assert clean_code("\n\nif x:\r\n\ty = 1\n\n\n    z  = 2\n\n") == "if x:\n    y = 1\n\n\n    z  = 2"


@pytest.mark.parametrize("cleaner", [clean_line, clean_block, clean_code])
def test_a_letter_that_becomes_two_does_not_exceed_the_limit(cleaner: Cleaner) -> None:
    assert len(cleaner("\u0958" * 40, 40)) == 40


def test_composed_and_decomposed_letters_become_the_same() -> None:
    assert clean_line("cafe\u0301 \u1112\u1161\u11ab") == "café 한"


@pytest.mark.parametrize(
    "word",
    [
        "می\u200cخواهم",  # Persian: without its non-joiner it is misspelt
        "क्\u200cष",  # Hindi: a visible virama
        "မြွှေး",  # Burmese: five signs on one consonant
        "שָׁלוֹם",
        "Việt",
        "ᄒᆞᆫ글",  # old Korean, which has no composed form
    ],
)
def test_a_word_that_needs_its_signs_keeps_them(word: str) -> None:
    assert clean_line(word) == unicodedata.normalize("NFC", word)


def test_an_emoji_family_becomes_its_members() -> None:
    assert clean_line("👩🏽\u200d👩\u200d👧 ❤\ufe0f") == "👩👩👧 ❤"


def test_a_joiner_between_letters_goes_since_terminals_disagree_on_its_width() -> None:
    assert clean_line("ශ්\u200dරී a\u200db\u200d\u200dc") == "ශ්රී abc"


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u20dd", "\u0e48", "\U000e0100\u0336"])
def test_a_base_carries_four_marks_at_most(mark: str) -> None:
    cleaned = unicodedata.normalize("NFD", clean_line(f"z{mark * 100}!"))
    assert len(cleaned) == len("z!") + MARKS_LIMIT


@pytest.mark.parametrize("sign", ["\u093e", "\u1161", "\u11a8", "\ud7b0", "\U0001e4ec"])
def test_signs_without_a_cell_of_their_own_do_not_pile_up(sign: str) -> None:
    assert len(clean_line(f"x{sign * 400}y")) <= len("xy") + 2 * MARKS_LIMIT


def test_a_flood_of_marks_is_not_sorted_before_it_is_cut() -> None:
    # To normalise it as it comes would take a quarter of an hour: the time grows with the square.
    assert len(clean_block("a" + "\u0301\u0316" * 400_000)) <= 1 + MARKS_LIMIT


@pytest.mark.parametrize(
    "text", ["[red]storm[/red]", "[@click=app.quit]read[/]", "$t %s {x}", "50 % & <b>", "|id `id` $(id)"]
)
def test_signs_that_only_mean_something_to_others_are_left_alone(text: str) -> None:
    assert clean_line(text) == text


@settings(deadline=None)
@given(anything, st.integers(-2, 30))
def test_a_fitted_text_has_just_the_cells_asked_for(text: str, cells: int) -> None:
    assert width(fit(clean_line(text), cells)) == max(0, cells)


@settings(deadline=None)
@given(anything, st.integers(0, 30))
def test_even_an_unclean_text_is_fitted(text: str, cells: int) -> None:
    assert width(fit(text, cells)) == cells


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("storm", 7, "storm  "),
        ("storm", 5, "storm"),
        ("storm warning", 8, "storm w…"),
        ("storm warning", 7, "storm… "),
        ("storm", 1, "…"),
        ("storm", 0, ""),
        ("新聞記事", 5, "新聞…"),
        ("新聞記事", 4, "新… "),
    ],
)
def test_a_cut_text_says_so(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


addresses = anything | st.builds(
    lambda scheme, user, host, rest: f"{scheme}{user}{host}{rest}",
    st.sampled_from(["http://", "HTTPS://", "//", "http:", "https:/", "javascript:", "java\tscript:"]),
    st.sampled_from(["", "user:pass@", "a@b@"]) | anything.map(lambda text: text + "@"),
    st.sampled_from(["example.org", "bücher.example", "[::1]", "127.1:80", "a:b", "xn--a"]) | anything,
    st.sampled_from(["", "/", "?a=b#c", "/\u202e"]) | anything,
)


@settings(deadline=None)
@given(addresses, st.sampled_from(["", "https://example.org/a/b?c", "http://[", "javascript:x", "//x"]))
def test_whatever_is_given_an_address_is_plain_http_or_nothing(text: str, base: str) -> None:
    url = safe_url(text, base)
    if url:
        assert url.startswith(("http://", "https://"))
        assert url.isascii()
        assert url.isprintable()
        assert not set(url) & set(' "<>\\')
        assert len(url) <= URL_LIMIT
        assert urlsplit(url).hostname


@settings(deadline=None)
@given(addresses)
def test_a_safe_address_is_safe_as_it_is(text: str) -> None:
    url = safe_url(text)
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\u200bscript:alert(1)",
        " \x01javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "FILE://localhost/etc/passwd",
        "ftp://example.org/",
        "ssh://-oProxyCommand=id",
        "mailto:a@example.org",
        "blob:https://example.org/1",
        "view-source:http://example.org",
        "exec:id",
        "filter:id:http://example.org",
        "|id",
        "--new-window",
        "-x http://example.org",
        "\x1b]8;;http://example.org\x07",
        "http:",
        "http://",
        "http:///path",
        "https:example.org",
        "http:\\\\example.org",
        "//example.org/x",
        "http://[::1",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://exa mple.org/",
        "http://exa<mple.org/",
        'http://exa"mple.org/',
        "http://$(id)/",
        "http://`id`/",
        "http://example.org\u2100evil.org/",
        "http://" + "x" * 64 + "é.org/",
        "http://example.org/" + "x" * URL_LIMIT,
        "http://example.org/" + "é" * (URL_LIMIT // 3),
        "",
        " ",
    ],
)
def test_a_hostile_or_broken_address_is_none(text: str) -> None:
    assert safe_url(text) == ""


@pytest.mark.parametrize("value", [None, 7, b"http://example.org", ["http://example.org"]])
def test_an_address_that_is_no_string_is_none(value: object) -> None:
    assert safe_url(value) == ""


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://EXAMPLE.org/A", "http://example.org/A"),
        ("\n https://example.org/a\n b\t", "https://example.org/a%20b"),
        ("https://example.org/\u202e\x1bgpj", "https://example.org/gpj"),
        (
            "https://bücher.example/größe?q=ü#é",
            "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?q=%C3%BC#%C3%A9",
        ),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://i❤.example/", "https://xn--i-7iq.example/"),
        ("https://example.org/%C3%BC%20", "https://example.org/%C3%BC%20"),
        ("https://example.org/?a=<\"'>\\", "https://example.org/?a=%3C%22'%3E%5C"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://user:p%40ss@example.org/", "https://user:p%40ss@example.org/"),
        ("https://good.example\\@evil.example/", "https://good.example%5C@evil.example/"),
    ],
)
def test_a_good_address_is_written_anew(text: str, url: str) -> None:
    assert safe_url(text) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("/c?d", "https://example.org/c?d"),
        ("c", "https://example.org/a/c"),
        ("../c", "https://example.org/c"),
        ("//other.example/x", "https://other.example/x"),
        ("#part", "https://example.org/a/b#part"),
        ("javascript:x", ""),
    ],
)
def test_a_relative_address_is_resolved_against_its_base(text: str, url: str) -> None:
    assert safe_url(text, "https://example.org/a/b") == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@example.org/a@b", "https://example.org/a@b"),
        ("https://us@er:secret@example.org", "https://example.org"),
        ("https://example.org/a//user@b", "https://example.org/a//user@b"),
        ("https://example.org/?q=//a@b", "https://example.org/?q=//a@b"),
        ("https://user:secret@[broken/x", "https://[broken/x"),
        ("no address", "no address"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@settings(deadline=None)
@given(addresses)
def test_no_safe_address_shows_a_user(text: str) -> None:
    url = safe_url(text)
    shown = urlsplit(shown_url(url))
    assert shown.username is None
    assert shown.hostname == urlsplit(url).hostname


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://user:secret@Example.org:81/x", "example.org"), ("no address", ""), ("http://[broken", "")],
)
def test_the_host_of_an_address_is_shown_bare(url: str, host: str) -> None:
    assert host_of(url) == host
