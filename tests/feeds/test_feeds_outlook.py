"""tui.feeds.outlook: a network that is away is told from hosts that are dead."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tui.feeds.outlook import FIRST_PROBE, LONGEST_PROBE, Outlook, Sign

NOW = 1_790_000_000
AWAY = Sign.UNREACHABLE


def down() -> Outlook:
    outlook = Outlook()
    for source in (1, 2, 3):
        outlook.bad(source, f"{source}.example", AWAY, NOW)
    assert outlook.down_since == NOW
    return outlook


def test_three_hosts_in_a_row_without_an_answer_between_mean_no_network() -> None:
    outlook = Outlook()
    assert outlook.bad(1, "a.example", AWAY, NOW) == frozenset()
    assert outlook.bad(2, "b.example", AWAY, NOW) == frozenset()
    assert outlook.bad(3, "c.example", AWAY, NOW) == {1, 2, 3}
    assert (outlook.down_since, outlook.why) == (NOW, "no network")


def test_many_feeds_of_one_dead_host_mean_nothing_but_are_pardoned_with_the_others() -> None:
    outlook = Outlook()
    for source in range(9):
        assert outlook.bad(source, "a.example", AWAY, NOW) == frozenset()
    outlook.bad(20, "b.example", AWAY, NOW)
    assert outlook.bad(21, "c.example", AWAY, NOW) == {*range(9), 20, 21}


def test_one_answer_between_means_that_there_is_a_network() -> None:
    outlook = Outlook()
    outlook.bad(1, "a.example", AWAY, NOW)
    outlook.bad(2, "b.example", AWAY, NOW)
    outlook.good(9)
    assert outlook.bad(3, "c.example", AWAY, NOW) == frozenset()


@pytest.mark.parametrize(("hosts", "needed"), [(1, 0), (2, 2), (3, 3), (300, 3)])
def test_who_has_few_hosts_needs_fewer_signs_but_never_one(hosts: int, needed: int) -> None:
    outlook = Outlook()
    outlook.hosts = hosts
    found = [bool(outlook.bad(n, f"{n}.example", AWAY, NOW)) for n in range(min(hosts, 5))]
    assert found.index(True) + 1 == needed if needed else not any(found)


def test_different_signs_do_not_add_up() -> None:
    outlook = Outlook()
    signs = (AWAY, Sign.UNTRUSTED, Sign.LOGIN)
    assert not any(outlook.bad(n, f"{n}.example", sign, NOW) for n, sign in enumerate(signs))


def test_login_pages_are_the_same_by_their_text_or_by_where_they_are() -> None:
    outlook = Outlook()
    marks = [{"page 1", "host portal"}, {"page 2", "host portal"}, {"page 3"}, {"page 4", "host portal"}]
    found = [outlook.bad(n, f"{n}.example", Sign.LOGIN, NOW, frozenset(each)) for n, each in enumerate(marks)]
    assert found[:3] == [frozenset()] * 3
    assert found[3] == {0, 1, 3}
    assert "login" in outlook.why


def test_probes_double_but_stay_within_a_minute_and_take_turns() -> None:
    outlook, now = down(), NOW
    asked: list[tuple[int, str]] = []
    while len(asked) < 6:
        now += 1
        chosen = outlook.probe(["a", "b", "c"], now)
        if chosen:
            asked.append((now - NOW, chosen))
    times = [at for at, _ in asked]
    assert times[0] == FIRST_PROBE
    assert [b - a for a, b in pairwise(times)] == [30, 60, 60, 60, LONGEST_PROBE]
    assert [chosen for _, chosen in asked] == ["a", "b", "c", "a", "b", "c"]


def test_a_clock_that_was_put_back_does_not_silence_probes() -> None:
    assert down().probe(["a"], NOW - 3_600) == "a"


def test_there_is_no_probe_while_all_is_well() -> None:
    assert Outlook().probe(["a"], NOW) is None
    assert down().probe([], NOW + 100) is None


def test_an_answer_ends_it() -> None:
    outlook = down()
    outlook.good(7)
    assert (outlook.down_since, outlook.why) == (None, "")


def test_hosts_that_stay_dead_bring_the_network_down_but_once() -> None:
    outlook = down()
    outlook.good(7)
    assert not any(outlook.bad(n, f"{n}.example", AWAY, NOW) for n in (1, 2, 3))
    for n in (1, 2, 3):
        outlook.good(n)
    assert any(outlook.bad(n, f"{n}.example", AWAY, NOW) for n in (1, 2, 3))
