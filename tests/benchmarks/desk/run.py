"""A wire day through the desk: the same decisions as in the poller, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tui.desk.alerts import DAY, Candidate, Policy, decide
from tui.desk.urgency import SPAN, Desk, grade
from tui.desk.urgency_signals import Kind, is_marked, signals
from tui.desk.urgency_usual import Usual, faded, learned
from tui.desk.urgency_worth import Worth, counted
from tui.model import Level
from tui.newsroom import Alert, Fate, Report, Standing, Verdict

from .wire_day import START, Item, batches

PROOF = 3 * 3_600


@dataclass
class Result:
    """What came of a day."""

    alerts: list[tuple[Alert, str]] = field(default_factory=list)
    """Each with the event that most of its story's articles report; "" for none."""
    third: dict[str, int] = field(default_factory=dict)
    """When each event's third independent report of one hour was polled."""
    soft: dict[str, int] = field(default_factory=dict)
    """The same of those that the gate takes for soft news then: they raise no alert."""
    hours: float = 0.0
    articles: int = 0

    def told(self, least: Level = Level.URGENT) -> list[tuple[Alert, str]]:
        """The alerts that interrupted."""
        return [each for each in self.alerts if each[0].fate is Fate.TOLD and each[0].level >= least]

    def precision(self, least: Level) -> float:
        """Of the alerts that interrupted, those that tell of an event at a level that it had not."""
        had: dict[str, Level] = {}
        right = 0
        told = self.told()
        for alert, event in told:
            if event and alert.level > had.get(event, Level.ROUTINE):
                right += alert.level >= least
                had[event] = alert.level
        all_told = len(self.told(least))
        return right / all_told if all_told else 1.0

    def lags(self) -> list[int]:
        """Seconds from the poll with the third report to the event's first alert, whatever its fate."""
        first: dict[str, int] = {}
        for alert, event in self.alerts:
            first[event] = min(first.get(event, alert.at), alert.at)
        return sorted(first[event] - at for event, at in self.third.items() if event in first)

    def per_day(self) -> int:
        """The most alerts that interrupted within any 24 hours."""
        times = [alert.at for alert, _ in self.told()]
        return max((sum(0 <= at - each < DAY for at in times) for each in times), default=0)


def run(items: list[Item], policy: Policy) -> Result:
    """Take a day through the desk."""
    result = Result(hours=(items[-1].at - START) / 3_600, articles=len(items))
    stories: dict[str, list[tuple[Report, Item]]] = defaultdict(list)
    standings: dict[str, Standing] = {}
    worth: dict[int, Worth] = {}
    usual = Usual()
    pending: list[tuple[int, str, Item]] = []
    numbers: dict[str, int] = {}
    for now, batch in batches(items):
        source = numbers.setdefault(batch[0].source, len(numbers) + 1)
        marks = [item for item in batch if is_marked(item.title)]
        worth[source] = counted(worth.get(source, Worth()), now, articles=len(batch), marked=len(marks))
        pending += [(source, item.story, item) for item in marks]
        pending = _proved(pending, stories, worth, now)
        for item in batch:
            stories[item.story].append((_report(item, source), item))
            _third(result, stories[item.story], item, now)
        for story in sorted({item.story for item in batch}):
            reports = [report for report, _ in stories[story] if report.at >= now - DAY]
            standing = standings.get(story, Standing())
            verdict = grade(reports, Desk(now, worth, {"": usual}), standing)
            if verdict.reach > standing.reach:
                usual = learned(usual, now, standing.reach, verdict.reach)
            standings[story] = Standing(
                verdict.level,
                verdict.since,
                verdict.reasons,
                max(verdict.reach, standing.reach),
                verdict.stage,
            )
            if verdict.level > standing.level or verdict.since == now:
                _alert(result, story, stories[story], verdict, policy, now)
        usual = faded(usual, now)
    return result


def _report(item: Item, source: int) -> Report:
    return Report(item.id, source, item.source, item.source, item.voice, "", 1.0, item.title, "", item.at)


def _third(result: Result, story: list[tuple[Report, Item]], item: Item, now: int) -> None:
    if not item.event or item.event in {**result.third, **result.soft} or now - item.at > 45 * 60:
        return
    since = max(each.at for _, each in story) - SPAN
    hour = [each for _, each in story if each.event == item.event and each.at >= since]
    within, publishers = {each.voice for each in hour}, {each.source for each in hour}
    if min(len(within), len(publishers)) >= 3:
        kinds = [signals(each.title).kind for each in (pair[1] for pair in story)]
        soft = sum(kind <= Kind.SOFT for kind in kinds) * 2 >= len(kinds)
        (result.soft if soft else result.third)[item.event] = now


def _proved(
    pending: list[tuple[int, str, Item]],
    stories: dict[str, list[tuple[Report, Item]]],
    worth: dict[int, Worth],
    now: int,
) -> list[tuple[int, str, Item]]:
    left = []
    for source, story, item in pending:
        borne_out = len({report.publisher for report, _ in stories[story]}) > 1
        if borne_out or now - item.at > PROOF:
            worth[source] = counted(worth[source], now, proved=int(borne_out), hollow=int(not borne_out))
        else:
            left.append((source, story, item))
    return left


def _alert(
    result: Result, story: str, members: list[tuple[Report, Item]], verdict: Verdict, policy: Policy, now: int
) -> None:
    number = members[0][1].id
    newest = members[-1][0]
    headlines = tuple(dict.fromkeys(report.title for report, _ in reversed(members)))[:6]
    past = [alert for alert, _ in result.alerts]
    level = verdict.level
    candidate = Candidate(number, level, headlines, newest.publisher, firm=verdict.firm)
    fate = decide(candidate, past, policy, now, 720)
    if fate is None:
        return
    events = [item.event for _, item in members]
    event = max(set(events), key=events.count)
    alert = Alert(
        number, newest.article_id, level, now, newest.title, "", newest.source, newest.publisher,
        len({report.publisher for report, _ in members}), (), (), headlines, fate,
    )  # fmt: skip
    result.alerts.append((alert, event))
