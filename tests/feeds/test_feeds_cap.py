"""tui.feeds.cap: warnings alone and within a feed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from judging import judged

from tui.arrivals import Entry
from tui.feeds.parse import parse_feed
from tui.model import CapFacts, Level

WARNINGS = Path(__file__).parents[3] / "shared" / "data" / "cap"
NOW = 1_795_341_600


def entries(data: str | bytes) -> tuple[Entry, ...]:
    whole = data.encode() if isinstance(data, str) else data
    return parse_feed(whole, "https://office.example/1.cap", "", frozenset(), 500).entries


def info(
    language: str = "", headline: str = "Flood warning", severity: str = "Severe", more: str = ""
) -> str:
    tongue = f"<language>{language}</language>" if language else ""
    return (
        f"<info>{tongue}<category>Met</category><event>Flood</event><urgency>Immediate</urgency>"
        f"<severity>{severity}</severity><certainty>Observed</certainty>"
        f"<expires>2026-11-22T12:00:00Z</expires><senderName>Flood Office</senderName>"
        f"<headline>{headline}</headline><description>The river rises.</description>"
        f"<instruction>Leave the bank.</instruction><web>https://office.example/flood</web>{more}</info>"
    )


AREA = "<area><areaDesc>Low bank</areaDesc><polygon>60,24 60,26 62,26 62,24 60,24</polygon></area>"


def alert(*infos: str, status: str = "Actual", version: str = "1.2") -> str:
    return (
        f'<alert xmlns="urn:oasis:names:tc:emergency:cap:{version}"><identifier>F-7</identifier>'
        "<sender>duty@office.example</sender><sent>2026-11-22T10:00:00+00:00</sent>"
        f"<status>{status}</status><msgType>Alert</msgType><scope>Public</scope>{''.join(infos)}</alert>"
    )


def feed(inner: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.1">'
        f"<entry><id>g</id><title>Flood</title><updated>2026-11-22T10:00:00Z</updated>{inner}</entry></feed>"
    )


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_message_alone_is_an_article(version: str) -> None:
    (entry,) = entries(alert(info(more=AREA), version=version))
    assert (entry.guid, entry.title, entry.link) == ("F-7", "Flood warning", "https://office.example/flood")
    assert entry.text == "The river rises.\nLeave the bank.\nArea: Low bank"
    assert (entry.published, entry.author, judged(entry)) == (NOW, "Flood Office", Level.BULLETIN)
    assert entry.facts.cap == CapFacts(
        "Severe", "Immediate", "Observed", "Actual", "Alert", "Flood", "Low bank", "Flood Office", NOW + 7_200
    )
    assert (entry.facts.place, entry.facts.categories) == ((61.0, 25.0), ("Met",))


def test_of_several_languages_english_is_read() -> None:
    (entry,) = entries(alert(info("fr-CA", "Crue"), info("en-CA", "Flood warning")))
    assert (entry.title, entry.facts.language) == ("Flood warning", "en-CA")


def test_without_english_the_first_language_is_read() -> None:
    (entry,) = entries(alert(info("fr-CA", "Crue"), info("es-MX", "Crecida")))
    assert entry.title == "Crue"


def test_each_warning_of_one_language_is_an_article() -> None:
    found = entries(alert(info("en", "Flood"), info("fr", "Crue"), info("en", "Storm")))
    assert [(entry.guid, entry.title) for entry in found] == [("F-7", "Flood"), ("F-7|2", "Storm")]


def test_a_block_that_is_repeated_is_one_article() -> None:
    assert len(entries(alert(info(), info()))) == 1


def test_a_message_without_content_says_what_it_says() -> None:
    (entry,) = entries(alert())
    assert (entry.guid, entry.title, entry.facts.cap and entry.facts.cap.sender) == (
        "F-7",
        "(no title)",
        "duty@office.example",
    )


def test_a_warning_that_has_expired_or_is_a_test_is_routine() -> None:
    assert judged(entries(alert(info()))[0], NOW + 7_201) is Level.ROUTINE
    assert judged(entries(alert(info(), status="Test"))[0]) is Level.ROUTINE


def test_a_message_within_an_entry_is_its_text_and_facts() -> None:
    inner = f'<summary>Short.</summary><content type="text/xml">{alert(info(more=AREA))}</content>'
    (entry,) = entries(feed(inner))
    assert entry.text.startswith("The river rises.\nLeave the bank.")
    assert (judged(entry), entry.facts.cap and entry.facts.cap.area) == (Level.BULLETIN, "Low bank")


def test_an_entry_with_several_warnings_has_the_facts_of_the_gravest_and_the_text_of_all() -> None:
    message = alert(info("fr", "Crue"), info("en", "Wind", "Minor"), info("en", "Flood", "Extreme", AREA))
    (entry,) = entries(feed(f'<content type="text/xml">{message}</content>'))
    assert (entry.facts.cap and entry.facts.cap.severity, entry.facts.place) == ("Extreme", (61.0, 25.0))
    assert entry.text.startswith("The river rises.\nLeave the bank.\nArea: Low bank\nWind\nThe river rises.")


def test_messages_that_stand_in_another_s_envelope_are_articles() -> None:
    wrapped = f"<x:alerts xmlns:x='urn:x'>{alert(info())}{alert(info()).replace('F-7', 'F-8')}</x:alerts>"
    assert [entry.guid for entry in entries(wrapped)] == ["F-7", "F-8"]


def test_the_areas_of_an_entry_are_read_wherever_they_stand() -> None:
    inner = f"<cap:severity>Minor</cap:severity>{AREA}{AREA.replace('Low', 'High')}"
    (entry,) = entries(feed(re.sub(r"<(/?)(area|polygon)", r"<\1cap:\2", inner)))
    assert (entry.facts.cap and entry.facts.cap.area) == "Low bank; High bank"
    assert entry.facts.place == (61.0, 25.0)
    (entry,) = entries(
        feed(info(more=AREA).replace("<info", '<info xmlns="urn:oasis:names:tc:emergency:cap:1.2"'))
    )
    assert (entry.facts.cap and entry.facts.cap.area, entry.facts.place) == ("Low bank", (61.0, 25.0))


def test_cap_elements_in_an_entry_are_facts() -> None:
    inner = (
        "<cap:event>Flood</cap:event><cap:severity>Extreme</cap:severity><cap:urgency>Future</cap:urgency>"
        "<cap:areaDesc>Low bank</cap:areaDesc><cap:expires>2026-11-22T12:00:00Z</cap:expires>"
        "<cap:polygon>60,24 60,26 62,26 62,24</cap:polygon><summary>The river rises.</summary>"
    )
    (entry,) = entries(feed(inner))
    assert entry.facts.cap == CapFacts(
        "Extreme", "Future", event="Flood", area="Low bank", expires=NOW + 7_200
    )
    assert (entry.text, entry.facts.place, judged(entry)) == (
        "The river rises.",
        (61.0, 25.0),
        Level.BULLETIN,
    )


def test_a_warning_that_was_made_graver_is_looked_at_again() -> None:
    prints = [entries(alert(info(severity=each)))[0].fingerprint for each in ("Minor", "Severe", "Severe")]
    assert prints[0] != prints[1] == prints[2]


@pytest.mark.skipif(not WARNINGS.exists(), reason="the real warnings of ../shared/data are not here")
def test_every_real_warning_is_read() -> None:
    empty, facts = [], 0
    for path in sorted(WARNINGS.iterdir()):
        found = entries(path.read_bytes())
        facts += sum(entry.facts.cap is not None for entry in found)
        if not found:
            empty.append(path.name)
        if path.suffix == ".cap":
            assert all(entry.facts.cap and entry.published for entry in found), path.name
        assert not any("root:" in entry.text for entry in found), path.name
    assert len(list(WARNINGS.iterdir())) == 28
    # One has no entry, one says that there is none, the item of the third says nothing at all.
    assert empty == ["empty_weather_index.atom", "invalid.rss", "no_entries.atom"]
    assert facts == 19
