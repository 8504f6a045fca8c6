"""tui.feeds.agenda: who begins now, and who is spread."""

from __future__ import annotations

from dataclasses import replace

from tui.cache.polls import Pollable
from tui.feeds.agenda import Asked, plan
from tui.feeds.outlook import Outlook, Sign
from tui.feeds.schedule import AT_ONCE, SPREAD

NOW = 1_790_000_000
NOBODY = Asked()


def source(number: int, host: str = "", *, last: int | None = NOW - 9_000, due: int | None = NOW) -> Pollable:
    return Pollable(
        id=number, url=f"https://{host or f'h{number}.example'}/{number}", interval=900, etag="",
        last_modified="", body_hash="", last_poll=last, next_due=due, failures=0, failing_since=None,
        note="", name="", paced=900, last_success=last,
    )  # fmt: skip


def down() -> Outlook:
    outlook = Outlook()
    for number in (1, 2, 3):
        outlook.bad(number, f"{number}", Sign.UNREACHABLE, NOW)
    return outlook


def test_what_is_due_begins_and_what_is_not_does_not() -> None:
    late, early = source(1), source(2, due=NOW + 60)
    assert plan([late, early], NOBODY, Outlook(), NOW).start == (late,)


def test_a_reader_s_wish_is_met_at_once() -> None:
    sources = [source(n, due=NOW + 60) for n in range(200)]
    assert plan(sources, Asked(some=frozenset({7})), Outlook(), NOW).start == (sources[7],)
    assert len(plan(sources, Asked(everything=True), Outlook(), NOW).start) == 200


def test_who_wants_all_wants_none_that_is_gone_for_good_and_may_want_it_by_itself() -> None:
    gone, other = source(1, due=None), source(2, due=NOW + 60)
    assert plan([gone, other], Asked(everything=True), Outlook(), NOW).start == (other,)
    assert plan([gone, other], Asked(some=frozenset({1})), Outlook(), NOW).start == (gone,)


def test_at_a_first_start_all_begin_at_once() -> None:
    sources = [source(n, last=None, due=None) for n in range(300)]
    made = plan(sources, NOBODY, Outlook(), NOW)
    assert (len(made.start), made.later) == (300, {})


def test_a_few_that_are_overdue_begin_at_once() -> None:
    made = plan([source(n) for n in range(AT_ONCE)], NOBODY, Outlook(), NOW)
    assert (len(made.start), made.later) == (AT_ONCE, {})


def test_those_that_are_on_time_begin_however_many_they_are() -> None:
    made = plan([source(n, due=NOW - n % 60) for n in range(300)], NOBODY, Outlook(), NOW)
    assert (len(made.start), made.later) == (300, {})


def test_of_many_that_are_late_ten_hosts_begin_and_the_rest_is_spread() -> None:
    sources = [source(n, f"h{n // 2}.example", due=NOW - 60) for n in range(2_000)]
    made = plan(sources, NOBODY, Outlook(), NOW)
    assert len({each.url.split("/")[2] for each in made.start}) == AT_ONCE
    assert set(made.later) == {each.id for each in sources} - {each.id for each in made.start}
    assert all(NOW < at <= NOW + SPREAD for at in made.later.values())


def test_without_a_network_nobody_is_asked_but_one_from_time_to_time() -> None:
    outlook = down()
    sources = [replace(source(n), last_success=NOW - n) for n in range(5, 10)]
    assert plan(sources, NOBODY, outlook, NOW) == plan([], NOBODY, outlook, NOW)
    made = plan(sources, NOBODY, outlook, NOW + 15)
    assert (made.start, made.probe) == ((), sources[0])
    assert plan(sources, NOBODY, outlook, NOW + 16).probe is None


def test_without_a_network_a_reader_s_wish_is_a_probe() -> None:
    sources = [replace(source(n, due=NOW + 60), last_success=NOW - n) for n in range(5, 10)]
    made = plan(sources, Asked(everything=True), down(), NOW)
    assert (made.start, made.probe) == ((), sources[0])


def test_files_and_commands_need_no_network() -> None:
    here = replace(source(1), url="file:///feed.xml")
    made = plan([here, source(2)], NOBODY, down(), NOW)
    assert (made.start, made.probe) == ((here,), None)
