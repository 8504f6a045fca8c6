"""tui.feeds.decide: what to insert, revise and leave."""

from __future__ import annotations

from dataclasses import replace

from tui.arrivals import Changes, Entry, Feed, Known, version_of
from tui.feeds.decide import decide

ENTRY = Entry(guid="a", fingerprint="f1", title="Ferry late", document='["one"]')
KNOWN = {"a": Known(id=7, title="Ferry late", document='["one"]')}


def of(*entries: Entry) -> Feed:
    return Feed(title="", entries=entries)


def test_an_unknown_guid_is_a_new_article() -> None:
    assert decide({}, of(ENTRY)) == Changes(insert=(ENTRY,))


def test_a_retitled_entry_is_a_revision() -> None:
    entry = replace(ENTRY, title="Ferry cancelled")
    assert decide(KNOWN, of(entry)) == Changes(revise=((7, entry),))


def test_another_text_is_a_revision() -> None:
    entry = replace(ENTRY, document='["two"]')
    assert decide(KNOWN, of(entry)) == Changes(revise=((7, entry),))


def test_the_same_text_in_other_markup_is_no_revision() -> None:
    entry = replace(ENTRY, fingerprint="f2", link="https://news.example/moved")
    assert decide(KNOWN, of(entry)) == Changes(touch=((7, entry),))


def test_an_article_that_left_the_document_is_left_alone() -> None:
    assert decide(KNOWN, of()) == Changes()


def test_a_text_that_the_article_had_before_is_no_revision() -> None:
    known = {"a": replace(KNOWN["a"], earlier=frozenset({version_of("Ferry late", '["zero"]')}))}
    flipped = replace(ENTRY, document='["zero"]')
    assert decide(known, of(flipped)) == Changes(restore=((7, flipped),))
    other = replace(ENTRY, document='["two"]')
    assert decide(known, of(other)) == Changes(revise=((7, other),))


def test_an_article_known_by_another_guid_is_not_new() -> None:
    entry = replace(ENTRY, guid="b")
    assert decide({"b": KNOWN["a"]}, of(entry)) == Changes(touch=((7, entry),))
