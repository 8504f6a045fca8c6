"""tui.facts: what a feed states, as JSON and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.facts import LIST_LIMIT, dumps, loads, packed, unpacked
from tui.model import CapFacts, Enclosure, Facts

FULL = Facts(
    authors=("A. Reed", "B. Tern"),
    categories=("Ferries",),
    credits=("C. Gull",),
    enclosures=(Enclosure("https://a.example/1.mp3", "audio/mpeg", 9, 65), Enclosure("https://a.example/2")),
    comments=0,
    comments_link="https://a.example/1#talk",
    place=(60.17, 24.94),
    cap=CapFacts(
        "Severe", "Immediate", "Observed", "Actual", "Alert", "Flood", "Low bank", "Office", 1_790_000_000
    ),
    language="en-GB",
    origin="The B Post",
    origin_link="https://b.example/",
)


@pytest.mark.parametrize("facts", [FULL, Facts(), Facts(cap=CapFacts()), Facts(comments=3)])
def test_facts_survive_the_way(facts: Facts) -> None:
    assert loads(dumps(facts)) == facts
    assert unpacked(json.loads(json.dumps(packed(facts)))) == facts


def test_what_is_not_stated_takes_no_room() -> None:
    assert dumps(Facts()) == "{}"


@pytest.mark.parametrize(
    "found",
    [
        {"authors": ["a\x1b[31m"]},
        {"authors": "A. Reed"},
        {"authors": [7]},
        {"categories": ["x" * 501]},
        {"categories": ["x"] * (LIST_LIMIT + 1)},
        {"enclosures": [{"url": "javascript:alert(1)"}]},
        {"enclosures": [{}]},
        {"enclosures": ["x"]},
        {"enclosures": [{"url": "https://a.example/", "length": -1}]},
        {"comments": True},
        {"comments": "3"},
        {"comments_link": "file:///etc/passwd"},
        {"place": [91, 0]},
        {"place": [0, 181]},
        {"place": [0]},
        {"place": ["a", "b"]},
        {"place": [float("nan"), 0]},
        {"cap": []},
        {"cap": {"severity": 7}},
        {"cap": {"expires": "soon"}},
        {"language": None},
        [],
    ],
)
def test_what_no_sound_worker_says_is_refused(found: Any) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        unpacked(found)


@pytest.mark.parametrize("text", ["", "[]", "7", '{"authors": 7}', "[" * 100_000])
def test_damaged_facts_are_none(text: str) -> None:
    assert loads(text) == Facts()
