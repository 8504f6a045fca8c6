"""tui.feeds.charset: the bytes of a feed as UTF-8."""

from __future__ import annotations

import pytest

from tui.feeds.charset import as_utf8, repaired

TEXT = "Fähre fällt aus"


def declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?><rss>{TEXT}</rss>'


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_a_document_in_its_declared_encoding_becomes_utf8(name: str) -> None:
    assert as_utf8(declared(name).encode(name), "") == declared("utf-8").encode()


@pytest.mark.parametrize("name", ["utf-16", "iso-8859-1", "no-such-encoding", "undefined"])
def test_what_is_valid_utf8_is_utf8_whatever_it_declares(name: str) -> None:
    assert as_utf8(declared(name).encode(), "text/xml; charset=iso-8859-1") == declared("utf-8").encode()


def test_http_comes_before_the_declaration() -> None:
    found = as_utf8(declared("utf-8").encode("cp1251", "replace"), 'text/xml; charset="windows-1251"')
    assert found == declared("utf-8").encode("cp1251", "replace").decode("cp1251").encode()


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_shape(name: str) -> None:
    assert as_utf8("<rss>ü</rss>".encode(name), "") == b"<rss>\xc3\xbc</rss>"


def test_what_says_nothing_and_is_no_utf8_is_windows_1252() -> None:
    assert as_utf8(b"<rss>\x93quoted\x94</rss>", "") == "<rss>“quoted”</rss>".encode()


@pytest.mark.parametrize("name", ["idna", "base64", "rot13", "punycode", "undefined"])
def test_encodings_that_are_none_for_text_do_no_harm(name: str) -> None:
    as_utf8(declared(name).encode("latin-1"), f"text/xml; charset={name}").decode("utf-8")


def test_utf8_that_was_read_as_latin1_is_put_right() -> None:
    assert repaired("FÃ¤hre") == "Fähre"


@pytest.mark.parametrize("text", ["Fähre", "plain", "Ferry — late", "港"])
def test_text_that_is_right_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text
