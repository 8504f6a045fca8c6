"""tui.desk.urgency: the level of an article, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from judging import judge

from tui.desk.urgency_markers import CAPITALS, MARKERS
from tui.desk.urgency_signals import is_marked
from tui.desk.urgency_stage import RETRACTED, stage_of
from tui.model import CapFacts, Level


@pytest.mark.parametrize(
    "title",
    [
        "BREAKING: Dam fails above the town",
        "Breaking news – harbour closed",
        "URGENT - Bridge shut",
        "Flash: ferry sinks",
        "EILMELDUNG: Damm gebrochen",
        "+++ Eilmeldung +++ Damm gebrochen",
        "ÚLTIMA HORA | Se rompe la presa",
        "【速報】港が閉鎖",
        "速報：港が閉鎖",
        "СРОЧНО: прорвало плотину",
        "[속보] 항구 폐쇄",
        "عاجل: إغلاق الميناء",
        "🔴 BREAKING: Dam fails",
    ],
)
def test_a_marker_before_the_headline_is_urgent_and_no_more(title: str) -> None:
    level, reasons = judge(title, (), None)
    assert level is Level.URGENT
    assert len(reasons) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Breaking Bad returns",
        "A record-breaking summer",
        "Urgent care centres close",
        "Flash-frozen fish: is it any good?",
        "Flash floods: what to do",
        "Breakingham: a village portrait",
        "The week: BREAKING: a habit",
        "Pilnefeld: neues Rathaus",
        "",
    ],
)
def test_a_headline_that_only_begins_like_a_marker_is_routine(title: str) -> None:
    assert judge(title, (), None) == (Level.ROUTINE, ())


def test_the_reason_names_the_marker_as_it_stands() -> None:
    assert judge("Urgente: cierre del puerto", (), None)[1] == (
        "The headline begins with the marker “Urgente”.",
    )


def test_a_category_that_means_it_is_urgent() -> None:
    assert judge("Damm gebrochen", ("Politik", "Eilmeldung"), None)[0] is Level.URGENT
    assert judge("Dam fails", ("Breaking News",), None)[0] is Level.ROUTINE


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (CapFacts("Severe", "Expected", "Possible", "Actual", "Alert"), Level.URGENT),
        (CapFacts("Extreme"), Level.BULLETIN),
        (CapFacts("Severe", "Immediate", "Likely"), Level.BULLETIN),
        (CapFacts("Extreme", "Immediate", "Observed", "Actual", "Update"), Level.FLASH),
        (CapFacts("Extreme", "Immediate", "Possible"), Level.BULLETIN),
        (CapFacts("Minor", "Immediate", "Observed"), Level.ROUTINE),
        (CapFacts("Unknown"), Level.ROUTINE),
    ],
)
def test_a_warning_has_the_level_of_its_severity_and_one_more_when_it_is_here(
    facts: CapFacts, level: Level
) -> None:
    found, reasons = judge("Flood warning", (), facts)
    assert found is level
    assert bool(reasons) is (level > Level.ROUTINE)


@pytest.mark.parametrize(
    "void",
    [
        CapFacts(severity="Extreme", urgency="Past"),
        CapFacts(severity="Extreme", expires=99),
        CapFacts(severity="Extreme", status="Test"),
        CapFacts(severity="Extreme", status="Exercise"),
        CapFacts(severity="Extreme", message_type="Cancel"),
    ],
)
def test_a_warning_that_is_over_or_was_never_meant_is_routine_whatever_its_headline(void: CapFacts) -> None:
    assert judge("URGENT: Flood warning", (), void, 100) == (Level.ROUTINE, ())


@pytest.mark.parametrize("case", [str.upper, str.title, lambda word: word.upper().replace("I", "İ")])
def test_a_marker_is_known_however_it_is_cased(case: Callable[[str], str]) -> None:
    words = [word for levels in MARKERS.values() for each in levels.values() for word in each]
    # "alert" and the like count in capitals only; whatever stands there, nothing is raised.
    found = {word: is_marked(f"{case(word)}: dam fails above Torvik") for word in words}
    assert {word for word, marked in found.items() if not marked} <= CAPITALS
    assert is_marked("SON DAKİKA: Deprem oldu")
    assert stage_of("GERİ ÇEKİLDİ: Baraj yıkıldı") == RETRACTED
