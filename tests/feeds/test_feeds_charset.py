"""tui.feeds.charset: the bytes of a feed as UTF-8."""

from __future__ import annotations

import pytest

from tui.feeds.charset import as_utf8, repaired
from tui.feeds.parse import parse_feed

TEXT = "Fähre fällt aus"


def declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?><rss>{TEXT}</rss>'


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_a_document_in_its_declared_encoding_becomes_utf8(name: str) -> None:
    assert as_utf8(declared(name).encode(name), "") == declared("utf-8").encode()


@pytest.mark.parametrize("name", ["utf-16", "iso-8859-1", "no-such-encoding", "undefined"])
def test_what_is_valid_utf8_is_utf8_whatever_it_declares(name: str) -> None:
    assert as_utf8(declared(name).encode(), "text/xml; charset=iso-8859-1") == declared("utf-8").encode()


def test_japanese_in_escape_sequences_is_read_though_it_is_valid_utf8() -> None:
    text = '<?xml version="1.0" encoding="iso-2022-jp"?><rss>ニュース</rss>'
    assert as_utf8(text.encode("iso-2022-jp"), "") == text.replace("iso-2022-jp", "utf-8").encode()
    assert as_utf8("ニュース".encode("iso-2022-jp"), "text/xml; charset=ISO-2022-JP") == "ニュース".encode()


def test_http_comes_before_the_declaration() -> None:
    found = as_utf8(declared("utf-8").encode("cp1251", "replace"), 'text/xml; charset="windows-1251"')
    assert found == declared("utf-8").encode("cp1251", "replace").decode("cp1251").encode()


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037"])
def test_what_no_mark_tells_is_known_by_its_shape(name: str) -> None:
    assert as_utf8(declared("utf-8").encode(name), "text/xml; charset=koi8-r") == declared("utf-8").encode()


def test_a_json_feed_in_utf16_without_a_mark_is_known_by_its_shape() -> None:
    assert as_utf8('\n{"title": "ü"}'.encode("utf-16-le"), "") == '\n{"title": "ü"}'.encode()


@pytest.mark.parametrize(
    ("said", "codec"), [("windows-874", "cp874"), ("x-cp1251", "cp1251"), ("KOI8", "koi8-r")]
)
def test_names_of_the_web_that_python_lacks_are_known(said: str, codec: str) -> None:
    text = "ข่าว" if codec == "cp874" else "Паром"
    assert as_utf8(text.encode(codec), f"text/xml; charset={said}") == text.encode()


def test_ascii_said_of_what_is_none_counts_as_not_said() -> None:
    data = declared("koi8-r").replace(TEXT, "Паром").encode("koi8-r")
    assert "Паром" in as_utf8(data, "text/xml; charset=us-ascii").decode()


def test_what_says_nothing_and_is_no_utf8_is_windows_1252() -> None:
    assert as_utf8(b"<rss>\x93quoted\x94</rss>", "") == "<rss>“quoted”</rss>".encode()


@pytest.mark.parametrize("name", ["idna", "base64", "rot13", "punycode", "undefined"])
def test_encodings_that_are_none_for_text_do_no_harm(name: str) -> None:
    as_utf8(declared(name).encode("latin-1"), f"text/xml; charset={name}").decode("utf-8")


def test_utf8_that_was_read_as_latin1_is_put_right() -> None:
    assert repaired("FÃ¤hre") == "Fähre"


def test_numbered_control_characters_are_those_of_windows_1252() -> None:
    assert repaired("\x93Don\x92t\x94 \x81– ü") == "“Don’t” – ü"


@pytest.mark.parametrize("text", ["Fähre", "plain", "Ferry — late", "港"])
def test_text_that_is_right_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text


def feed(name: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{name}"?><rss><channel><item><title>{TEXT}</title></item>'
        "</channel></rss>"
    )


BOMS = {"utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}


@pytest.mark.parametrize(("codec", "name"), BOMS.items())
def test_a_byte_order_mark_comes_before_all_that_is_said(codec: str, name: str) -> None:
    data = declared("iso-8859-1").encode(codec)
    assert as_utf8(data, "text/xml; charset=koi8-r") == declared("utf-8").encode(), name


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_mark_of_either_byte_order_is_known(order: str) -> None:
    mark = b"\xff\xfe" if order == "le" else b"\xfe\xff"
    data = mark + declared("utf-16").encode(f"utf-16-{order}")
    assert as_utf8(data, "") == declared("utf-8").encode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("windows-1251", "Паром задерживается"),
        ("koi8-r", "Паром задерживается"),
        ("shift_jis", "フェリー遅延"),
        ("euc-jp", "フェリー遅延"),
        ("gb2312", "渡轮延误"),
        ("big5", "渡輪延誤"),
        ("euc-kr", "여객선 지연"),
        ("iso-8859-15", "Fähre für 5 €"),
        ("iso-8859-2", "Trajekt má zpoždění"),
        ("windows-1256", "تأخر العبارة"),
    ],
)
def test_the_encodings_of_the_world_are_read_whether_http_or_the_document_names_them(
    name: str, text: str
) -> None:
    said = f'<?xml version="1.0" encoding="{name}"?><rss>{text}</rss>'.encode(name)
    unsaid = f"<rss>{text}</rss>".encode(name)
    assert text in as_utf8(said, "").decode()
    assert text in as_utf8(unsaid, f"text/xml; charset={name}").decode()


@pytest.mark.parametrize("wrong", ["utf-16", "utf-16le", "us-ascii", "windows-1252", "x-nonsense"])
def test_a_feed_that_is_utf8_and_says_otherwise_is_read_as_what_it_is(wrong: str) -> None:
    data = feed(wrong).encode()
    for content_type in ("", f"text/xml; charset={wrong}"):
        assert parse_feed(data, "", content_type, frozenset(), 5).entries[0].title == TEXT


def test_a_feed_in_utf16_is_read() -> None:
    assert parse_feed(feed("utf-16").encode("utf-16"), "", "", frozenset(), 5).entries[0].title == TEXT


def test_one_broken_byte_does_not_make_another_language_of_a_document() -> None:
    assert TEXT in as_utf8(declared("utf-8").encode() + b"\xff", "").decode()


@pytest.mark.parametrize("name", ["utf-8", "us-ascii"])
def test_a_feed_that_is_windows_1252_and_says_otherwise_is_read_as_what_it_is(name: str) -> None:
    data = feed(name).encode("cp1252")
    assert parse_feed(data, "", "", frozenset(), 5).entries[0].title == TEXT
