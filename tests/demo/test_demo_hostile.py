"""The hostile documents have teeth: what they claim to hold is in their bytes."""

from __future__ import annotations

import pytest
from lxml import etree

from tui.demo.hostile import PHASE, document

BASE = "http://127.0.0.1:4242"
RUDE, IMPOSSIBLE, BROKEN = (document(BASE, PHASE * number) for number in range(3))


@pytest.mark.parametrize(
    "trick",
    [
        b"\x1b]52;c;",
        b"\x1b[31m",
        b"\x07",
        b"[bold]",
        b"[@click=app.quit]",
        b"<link>javascript:alert(1)</link>",
        "\x9b31m".encode(),
        "\u202e".encode(),
        "\u0301".encode() * 10_000,
        b"story " * 17_000,
    ],
)
def test_the_first_document_carries_the_trick_raw(trick: bytes) -> None:
    assert trick in RUDE


def test_the_second_document_refers_to_lone_surrogates() -> None:
    assert b"&#xD800;" in IMPOSSIBLE


@pytest.mark.parametrize("raw", [RUDE, IMPOSSIBLE, BROKEN])
def test_no_hostile_document_is_well_formed(raw: bytes) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(raw, etree.XMLParser(huge_tree=True))


def test_one_title_is_a_hundred_kilobytes_long() -> None:
    titles = [part.partition(b"</title>")[0] for part in RUDE.split(b"<title>")[1:]]
    assert max(map(len, titles)) > 100_000


def test_the_documents_take_turns() -> None:
    assert document(BASE, PHASE * 3) == RUDE
    assert len({RUDE, IMPOSSIBLE, BROKEN}) == 3
