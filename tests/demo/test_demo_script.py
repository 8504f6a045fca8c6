"""The news day: pure functions of elapsed demo seconds."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

import pytest

from tui.demo.script import STEP, WINDOW, Item, Script, items, load

END = 10_000.0
"""Demo seconds by which the script is over and routine has set in."""


@pytest.fixture(scope="module")
def script() -> Script:
    return load()


def find(script: Script, slug: str, key: str, elapsed: float) -> Item:
    return next(item for item in items(script, slug, elapsed) if item.key == key)


def scripted_end(script: Script) -> float:
    return float(STEP * len(script.arrivals))


def test_the_lists_are_full_at_the_start(script: Script) -> None:
    held = [item for outlet in script.outlets for item in items(script, outlet.slug, 0)]
    assert 60 <= len(held) <= 90
    assert all(-48 * 3600 <= item.at < 0 for item in held)


def test_there_are_at_least_forty_scripted_arrivals(script: Script) -> None:
    assert len(script.arrivals) >= 40


def test_every_arrival_and_template_belongs_to_a_publisher_that_answers(script: Script) -> None:
    mute = {outlet.slug for outlet in script.outlets if outlet.manner in ("dead", "hostile")}
    answering = {outlet.slug for outlet in script.outlets} - mute
    assert {arrival.source for arrival in script.arrivals} <= answering
    assert {template.source for template in script.templates} <= answering
    assert set(script.archive) == answering


def test_no_publisher_uses_a_key_twice(script: Script) -> None:
    keys = [(arrival.source, arrival.item.key) for arrival in script.arrivals if not arrival.revises]
    keys += [(slug, item.key) for slug, held in script.archive.items() for item in held]
    assert max(Counter(keys).values()) == 1


def test_one_thing_arrives_at_each_step(script: Script) -> None:
    def changes(elapsed: float) -> int:
        return sum(
            item.changed == elapsed
            for outlet in script.outlets
            for item in items(script, outlet.slug, elapsed)
        )

    steps = range(STEP, STEP * (len(script.arrivals) + 40), STEP)
    assert [changes(elapsed) for elapsed in steps] == [1] * len(steps)


def test_an_item_is_not_out_before_its_time(script: Script) -> None:
    flash = find(script, "verrany-press", "ferry-flash", scripted_end(script))
    before = items(script, "verrany-press", flash.at - 0.01)
    assert flash.key not in [item.key for item in before]
    assert flash in items(script, "verrany-press", flash.at)


def test_routine_never_runs_dry(script: Script) -> None:
    week = 7 * 24 * 3600.0
    newest = max(item.at for outlet in script.outlets for item in items(script, outlet.slug, week))
    assert week - newest < STEP


def test_routine_fills_in_every_word(script: Script) -> None:
    held = [item for outlet in script.outlets for item in items(script, outlet.slug, END)]
    routine = [item for item in held if item.key.startswith("routine-")]
    assert routine
    assert not [item for item in routine if "{" in item.title + item.lead + item.author]


def test_a_feed_holds_the_newest_only(script: Script) -> None:
    held = items(script, "verrany-press", END * 10)
    assert len(held) == WINDOW
    assert held == sorted(held, key=lambda item: item.at, reverse=True)


def test_the_ferry_is_reported_by_five_publishers_within_minutes(script: Script) -> None:
    arrivals = [a for a in script.arrivals if a.item.at <= 180]
    words = ("ferry", "transbordador", "fähre", "عبّارة")
    publishers = {a.source for a in arrivals if any(w in a.item.title.lower() for w in words)}
    assert len(publishers) >= 5


def test_the_event_begins_as_a_flash_of_a_few_words(script: Script) -> None:
    first = next(a for a in script.arrivals if "Grey Skerry, 214" in a.item.title)
    assert first.source == "verrany-press"
    assert first.item.title.startswith("FLASH")
    assert len(first.item.title) < 100


def test_two_papers_print_the_wire_copy_almost_unchanged(script: Script) -> None:
    wire = find(script, "verrany-press", "ferry-lifeboats", 80).lead
    for paper in ("harbour-light", "aldermoor-courier"):
        copy = find(script, paper, "ferry-lifeboats", 80).lead
        assert SequenceMatcher(None, wire, copy, autojunk=False).ratio() > 0.9


def test_the_number_of_the_rescued_rises(script: Script) -> None:
    end = scripted_end(script)
    titles = [find(script, "verrany-press", f"ferry-update-{n}", end).title for n in (1, 2, 3)]
    rescued = [re.findall(r"\d+", title)[1] for title in titles]
    assert rescued == ["41", "118", "196"]


def test_there_is_an_official_statement(script: Script) -> None:
    assert "Statement" in find(script, "announcements", "ferry-statement", scripted_end(script)).title


def test_a_retitled_article_keeps_key_and_date(script: Script) -> None:
    end = scripted_end(script)
    old = find(script, "harbour-light", "ferry-aground", 50)
    new = find(script, "harbour-light", "ferry-aground", end)
    assert (new.key, new.at, new.author) == (old.key, old.at, old.author)
    assert new.title != old.title
    assert new.body != old.body
    assert new.changed > old.changed


def test_the_wire_corrects_an_article(script: Script) -> None:
    old = find(script, "verrany-press", "ferry-lifeboats", 60)
    new = find(script, "verrany-press", "ferry-lifeboats", scripted_end(script))
    assert "214" in old.title
    assert new.title.startswith("CORRECTED")
    assert "217" in new.title


def test_a_warning_of_the_highest_severity_arrives(script: Script) -> None:
    cap = find(script, "hazard-office", "storm-force", 60).cap
    assert cap is not None
    assert (cap.severity, cap.urgency, cap.certainty) == ("Extreme", "Immediate", "Observed")


def test_every_warning_uses_the_words_of_cap(script: Script) -> None:
    warnings = [item.cap for item in items(script, "hazard-office", scripted_end(script))]
    assert all(cap is not None for cap in warnings)
    assert {c.severity for c in warnings if c} <= {"Extreme", "Severe", "Moderate", "Minor"}
    assert {c.urgency for c in warnings if c} <= {"Immediate", "Expected", "Future", "Past"}
    assert {c.certainty for c in warnings if c} <= {"Observed", "Likely", "Possible", "Unlikely"}
