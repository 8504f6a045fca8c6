"""The desk at work in the poller: each batch is judged when it is stored; levels fall as time passes.

Reads and writes through the cache, decides by ``tui.desk``. Knows no network and no channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tui.arrivals import Changes
from tui.cache import alerts as kept_alerts
from tui.cache import desk as kept
from tui.cache import polls
from tui.cache import rules as kept_rules
from tui.cache.database import Connection, transaction
from tui.cache.quiet import bring_back, dismissed, keep_away, quiet
from tui.config import AlertSettings, Settings
from tui.desk import rules as deciding
from tui.desk.alerts import Candidate, Policy, decide
from tui.desk.urgency import FRESH, Desk, aged_level, fallen_since, grade
from tui.desk.urgency_signals import is_marked, kind_of, split_marker
from tui.desk.urgency_stage import stage_of
from tui.desk.urgency_usual import Usual, faded, learned
from tui.desk.urgency_worth import Worth, counted
from tui.desk.waking import Told, wakes
from tui.model import Rule, RuleAct
from tui.newsroom import Alert, Report, Standing, Verdict, Watch
from tui.query import QueryError

TICK = 30
"""Seconds between two looks at what age does."""
PROOF = 3 * 3_600
"""Seconds that others have to bear a marker out."""
RECENT = 2 * 86_400
"""Seconds after which an article is of no interest to the ledger."""
DAY = 86_400
HOT = 45 * 60
"""Seconds for which sources are asked more often after a story has risen."""
PAST, CARRIERS = 30 * DAY, 30
"""Seconds of past that tell who usually carries such stories, and how many of them are asked."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the desk made of a batch."""

    alerts: tuple[Alert, ...] = ()
    hot: frozenset[int] = frozenset()
    """The sources that usually carry a story that moves: they are asked more often for a while."""


class Newsdesk:
    """The desk of one poller."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._ticked = 0
        self._usual = {group: Usual(*known) for group, known in kept.usual(connection).items()}
        self.settings = settings

    def edit(self, batch: Mapping[int, Changes], before: int, now: int) -> Edited:
        """Judge what a batch brought, by source; ``before``: the newest article's id before it.

        Raises apsw.Error.
        """
        texts = [each for changes in batch.values() for each in (*changes.revise, *changes.restore)]
        if not (texts or any(changes.insert for changes in batch.values())):
            return Edited()
        connection = self._connection
        with transaction(connection):
            came = kept.arrived(connection, batch, before, [article_id for article_id, _ in texts])
            ids = [each.id for each in came if each.id > before]
            recent = [each.id for each in came if each.id > before and each.at >= now - RECENT]
            kept.enter_stored(connection, recent, now)
            self._apply_rules([each.id for each in came], ids, now)
            for source_id, changes in batch.items():
                new = sum(each.source_id == source_id and each.id > before for each in came)
                self._count_marks(source_id, changes, new, before, now)
            moved = {each.story_id for each in came if each.at >= now - FRESH or stage_of(each.title)}
            silenced = dismissed(connection, {each.story_id for each in came})
            before_it = {story_id: kept.standing(connection, story_id) for story_id in silenced}
            found = [alert for story_id in sorted(moved) if (alert := self._judge(story_id, now))]
            for story_id, was in before_it.items():
                self._keep_away(story_id, was or Standing(), ids, now)
            hot = {each for alert in found for each in self._carriers(alert, now)}
            polls.heat(connection, hot, now + HOT)
        return Edited(tuple(found), frozenset(hot))

    def tick(self, now: int) -> bool:
        """Let levels fall, and find out what markers were worth; False where it is not yet time again."""
        if 0 <= now - self._ticked < TICK:
            return False
        self._ticked = now
        connection = self._connection
        standing = kept.leveled(connection)
        fallen = {
            story_id: level
            for story_id, each in standing.items()
            if (level := aged_level(each, now)) < each.level
        }
        with transaction(connection):
            since = {story_id: fallen_since(standing[story_id], level) for story_id, level in fallen.items()}
            kept.fall(connection, fallen, since)
            for source_id, borne_out, possible in kept.take_marked(connection, now - PROOF):
                if borne_out or possible:
                    self._count(source_id, now, proved=int(borne_out), hollow=int(not borne_out))
            for group, usual in self._usual.items():
                if now - usual.at > 3_600:
                    self._keep_usual(group, faded(usual, now))
        return True

    def policy(self) -> Policy:
        """How the user wants to be told."""
        return policy_of(self.settings.alerts)

    def _judge(self, story_id: int, now: int) -> Alert | None:
        connection = self._connection
        standing = kept.standing(connection, story_id)
        reports = kept.reports(connection, story_id, now)
        if standing is None or not reports:
            return None
        worth = kept.worth(connection, {report.source_id for report in reports})
        desk = Desk(
            now=now,
            worth={source_id: Worth(*known) for source_id, known in worth.items()},
            usual=self._usual,
            places=self.settings.places,
        )
        watches = kept.watches(connection, story_id, now - FRESH)
        verdict = grade(reports, desk, standing, watches)
        if verdict.reach > standing.reach:
            group = reports[0].group
            usual = learned(self._usual.get(group, Usual()), now, standing.reach, verdict.reach)
            self._keep_usual(group, usual)
        if (verdict.level, verdict.reasons, verdict.stage, verdict.since) != (
            standing.level,
            standing.reasons,
            standing.stage,
            standing.since,
        ) or verdict.reach > standing.reach:
            kept.keep_verdict(connection, story_id, verdict)
        return self._alert(story_id, reports, verdict, standing, watches, now)

    def _keep_away(self, story_id: int, was: Standing, new: Sequence[int], now: int) -> None:
        """What comes to a dismissed story stays away with it, unless the story changes materially."""
        found = quiet(self._connection, story_id, new, was.level)
        if found is None:
            return
        is_now = kept.standing(self._connection, story_id) or Standing()
        before = Told(found.level, found.publishers, was.stage, found.earlier)
        after = Told(is_now.level, found.publishers_now, is_now.stage, found.newer)
        if not found.for_good and wakes(before, after):
            bring_back(self._connection, story_id, found, now)
        else:
            keep_away(self._connection, found)

    def _carriers(self, alert: Alert, now: int) -> list[int]:
        if not self.settings.alerts.hot or alert.publishers < 2:
            return []
        return kept.carriers(self._connection, alert.story_id, now - PAST, CARRIERS)

    def _alert(
        self,
        story_id: int,
        reports: Sequence[Report],
        verdict: Verdict,
        standing: Standing,
        watches: Sequence[Watch],
        now: int,
    ) -> Alert | None:
        if verdict.level <= standing.level and verdict.since != now:
            return None
        connection = self._connection
        own = kept_alerts.of_story(connection, story_id)
        if any(alert.level >= verdict.level for alert in own):
            return None  # nearly always: a story that goes on has had its alert, and no other is looked at
        newest = _spokesman(reports, now)
        headlines = tuple(dict.fromkeys(report.title for report in reports))[:6]
        candidate = Candidate(
            story_id,
            verdict.level,
            headlines,
            newest.publisher,
            watched=any(watch.level >= verdict.level for watch in watches),
            snoozed=kept_alerts.snoozed(connection, story_id, now),
            firm=verdict.firm,
        )
        past = {alert.id: alert for alert in (*kept_alerts.since(connection, now - DAY), *own)}
        fate = decide(candidate, past.values(), self.policy(), now, minute_of_day(now))
        if fate is None:
            return None
        first: dict[str, int] = {}
        for report in reports:
            first[report.source] = min(report.at, first.get(report.source, report.at))
        told = sorted(first.items(), key=lambda each: (each[1], each[0]))
        alert = Alert(
            story_id=story_id,
            article_id=newest.article_id,
            level=verdict.level,
            at=now,
            title=newest.title,
            link=newest.link,
            source=newest.source,
            publisher=newest.publisher,
            publishers=len({report.publisher for report in reports}),
            reasons=verdict.reasons,
            sources=tuple(told[:12]),
            headlines=headlines,
            fate=fate,
            stage=verdict.stage,
        )
        alert_id = kept_alerts.enter(connection, alert)
        return replace(alert, id=alert_id) if alert_id else None

    def _apply_rules(self, article_ids: Sequence[int], new: Sequence[int], now: int) -> None:
        """All rules on what came; watches and highlights on what was changed too."""
        if not article_ids:
            return
        connection = self._connection
        hits: dict[int, list[Rule]] = {}
        for rule in deciding.standing(self.settings.rules, now):
            wanted = article_ids if rule.act in (RuleAct.WATCH, RuleAct.HIGHLIGHT) else new
            try:
                fit = kept_rules.fitting(connection, deciding.node_of(rule), wanted, now)
            except QueryError:
                continue  # the configuration is read with the same parser: only a newer one gets here
            kept_rules.enter_hits(connection, rule, deciding.described(rule), fit)
            for article_id in fit:
                hits.setdefault(article_id, []).append(rule)
        fresh = set(new)
        for rule in {id(rule): rule for rules in hits.values() for rule in rules}.values():
            ids = [each for each, rules in hits.items() if rule in rules and each in fresh]
            if rule.act is RuleAct.MUTE:
                ids = [each for each in ids if deciding.outcome(hits[each]) is deciding.Outcome.MUTED]
            kept_rules.apply(connection, rule, ids, now)

    def _count_marks(self, source_id: int, changes: Changes, new: int, before: int, now: int) -> None:
        marked = [
            entry.guid
            for entry in changes.insert
            if is_marked(entry.title, entry.facts.categories, entry.link, entry.facts.urgency)
        ]
        if new:
            self._count(source_id, now, articles=new, marked=len(marked))
        if marked:
            kept.keep_marked(self._connection, kept.ids_of(self._connection, source_id, marked, before))

    def _count(
        self,
        source_id: int,
        now: int,
        *,
        articles: int = 0,
        marked: int = 0,
        proved: int = 0,
        hollow: int = 0,
    ) -> None:
        known = kept.worth(self._connection, [source_id]).get(source_id)
        worth = counted(
            Worth(*known) if known else Worth(),
            now,
            articles=articles,
            marked=marked,
            proved=proved,
            hollow=hollow,
        )
        kept.keep_worth(
            self._connection, source_id, (worth.articles, worth.marked, worth.proved, worth.hollow, worth.at)
        )

    def _keep_usual(self, group: str, usual: Usual) -> None:
        self._usual[group] = usual
        kept.keep_usual(self._connection, group, usual.reached, usual.days, usual.at)


def _spokesman(reports: Sequence[Report], now: int) -> Report:
    """The report whose headline tells an alert: hard news first, of the weightiest, the newest."""
    fresh = [report for report in reports if report.at >= now - FRESH] or list(reports)
    return max(
        fresh,
        key=lambda report: (
            kind_of(split_marker(report.title)[1], report.facts.categories, report.link),
            report.weight,
            report.at,
            report.article_id,
        ),
    )


def policy_of(settings: AlertSettings) -> Policy:
    """``[alerts]`` as the desk decides by it."""
    return Policy(settings.level, settings.hourly, settings.daily, settings.quiet, settings.breaks)


def minute_of_day(now: int) -> int:
    """The minute of the local day at ``now``."""
    moment = datetime.fromtimestamp(now)  # noqa: DTZ006 - the user's own clock
    return moment.hour * 60 + moment.minute
