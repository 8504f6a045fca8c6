"""tui.about: facts in words."""

from __future__ import annotations

import pytest

from tui import about, ages
from tui.model import CapFacts, Enclosure, Facts


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Enclosure("u", "audio/mpeg", 47_160_424, 5_005), "audio/mpeg, 47 MB, 1:23:25"),
        (Enclosure("u", "video/mp4", 1_500_000_000, 65), "video/mp4, 2 GB, 1:05"),
        (Enclosure("u", "", 12_300), "file, 12 kB"),
        (Enclosure("u", "image/png", 0, 0), "image/png"),
        (Enclosure("u", "", 999), "file, 999 B"),
    ],
)
def test_an_enclosure_says_what_it_is(held: Enclosure, words: str) -> None:
    assert about.enclosure(held) == words


def test_comments_are_counted_where_the_feed_counts_them() -> None:
    assert [about.comments(Facts(comments=n)) for n in (None, 0, 1, 1_200)] == [
        "", "0 comments", "1 comment", "1,200 comments",
    ]  # fmt: skip


def test_of_many_categories_some_are_named() -> None:
    assert about.filed(Facts(categories=("Ferries", "Harbour"))) == "Ferries, Harbour"
    assert about.filed(Facts(categories=tuple("abcdefgh"))) == "a, b, c, d, e, f and 2 more"


def test_a_place_says_on_which_side_of_the_world_it_is() -> None:
    assert about.place(Facts(place=(60.17, 24.94))) == "60.17° N, 24.94° E"
    assert about.place(Facts(place=(-33.9, -18.4))) == "33.90° S, 18.40° W"
    assert about.place(Facts()) == ""


def test_a_warning_says_what_where_until_when_and_who() -> None:
    expires = 1_790_000_000
    cap = CapFacts(
        "Severe", "Immediate", "Observed", "Actual", "Alert", "Flood", "Low bank", "Office", expires
    )
    assert about.warning(cap) == (
        f"Flood (severe, immediate, observed), for Low bank, until {ages.stamp(expires)}, says Office"
    )
    assert about.warning(CapFacts(status="Exercise", severity="Unknown")) == "Warning [Exercise]"
