"""tui.feeds.newsdesk: a batch is judged when it is stored, rules are applied, levels fall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsdays import NOW, Poller, entry

from tui.cache import alerts, articles, rules, tape, triage
from tui.model import CapFacts, Facts, Level, Rule, RuleAct
from tui.newsroom import Fate

DAM = "BREAKING: Dam collapses above the town"


@pytest.fixture
def poller(tmp_path: Path) -> Iterator[Poller]:
    made = Poller(tmp_path)
    yield made
    made.close()


def test_a_fresh_marker_is_urgent_and_an_alert_in_the_batch_that_brought_it(poller: Poller) -> None:
    found = poller.batch(1, entry(DAM), entry("Bakers meet"))
    assert poller.level(DAM) == Level.URGENT
    assert poller.level("Bakers meet") == Level.ROUTINE
    assert [(alert.title, alert.level, alert.fate) for alert in found.alerts] == [
        (DAM, Level.URGENT, Fate.TOLD)
    ]
    assert alerts.since(poller.connection, NOW)[0].sources == (("Paper 1", NOW - 60),)


def test_an_hour_old_marker_and_a_site_that_marks_all_raise_nothing(poller: Poller) -> None:
    assert not poller.batch(1, entry(DAM, minutes=61)).alerts
    shouting = [entry(f"BREAKING: Item {n} of the day", minutes=n + 1) for n in range(10)]
    assert not poller.batch(2, *shouting).alerts
    assert poller.connection.execute("SELECT max(level) FROM article").get == Level.ROUTINE


def test_the_same_batch_again_alerts_nobody_again(poller: Poller) -> None:
    assert poller.batch(1, entry(DAM)).alerts
    assert not poller.batch(1, entry(DAM)).alerts
    assert not poller.batch(1, entry(DAM, minutes=0.5)).alerts
    assert len(alerts.since(poller.connection, 0)) == 1


def test_a_warning_of_an_authority_is_judged_by_its_own_severity(poller: Poller) -> None:
    cap = CapFacts("Extreme", "Immediate", "Observed", "Actual", "Alert", "Storm", "The Sound")
    found = poller.batch(1, entry("Red warning: storm", facts=Facts(cap=cap)))
    assert [alert.level for alert in found.alerts] == [Level.FLASH]


def test_a_level_falls_with_age_in_every_list(poller: Poller) -> None:
    poller.batch(1, entry(DAM))
    poller.desk.tick(NOW + 60)
    assert poller.level(DAM) == Level.URGENT
    poller.desk.tick(NOW + 6 * 3_600)
    assert poller.level(DAM) == Level.ROUTINE


def test_a_marker_that_nobody_bears_out_costs_its_source_credit(poller: Poller) -> None:
    poller.batch(1, *[entry(f"A quiet item, number {n}", minutes=100 + n) for n in range(40)])
    for day in range(5):
        now = NOW + day * 86_400
        poller.batch(1, entry(f"BREAKING: Mayor {day} resigns", now=now), now=now)
        for other in (2, 3):
            poller.batch(other, entry(f"Paper {other} on day {day}", now=now), now=now)
        poller.desk.tick(now + 4 * 3_600)
    now = NOW + 5 * 86_400
    assert not poller.batch(1, entry("BREAKING: Mayor resigns again", now=now), now=now).alerts


def made(tmp_path: Path, *given: Rule) -> Poller:
    return Poller(tmp_path, rules=given)


def test_a_watch_rule_alerts_and_its_reason_names_it(tmp_path: Path) -> None:
    poller = made(tmp_path, Rule("lighthouse", name="my light", level=Level.BULLETIN))
    found = poller.batch(1, entry("The lighthouse has a new keeper"), entry("Bakers meet"))
    assert [(alert.level, alert.reasons) for alert in found.alerts] == [
        (Level.BULLETIN, ("Your rule “my light” watches for it.",))
    ]
    poller.close()


def test_what_a_rule_mutes_is_kept_and_counted_and_raises_no_alert(tmp_path: Path) -> None:
    poller = made(tmp_path, Rule("dam", RuleAct.MUTE))
    assert not poller.batch(1, entry(DAM)).alerts
    row = poller.connection.execute("SELECT id, dismissed FROM article").fetchone()
    assert row is not None
    assert row[1] == 2
    assert rules.muted(poller.connection) == [("dam", 1)]
    assert [hit.said for hit in rules.hits(poller.connection, row[0])] == ["mute: dam"]
    poller.close()


def test_a_watch_wins_over_a_mute_and_each_act_does_its_own(tmp_path: Path) -> None:
    poller = made(
        tmp_path,
        Rule("dam", RuleAct.MUTE),
        Rule("dam town", RuleAct.WATCH),
        Rule("dam", RuleAct.STAR),
        Rule("dam", RuleAct.TAG, tag="water"),
        Rule("dam", RuleAct.LATER, until=3_600),
        Rule("bakers", RuleAct.HIGHLIGHT, scope="source:nobody"),
        Rule("bakers", RuleAct.MUTE, expires=NOW - 1),
    )
    poller.batch(1, entry(DAM), entry("Bakers meet"))
    rows = list(
        poller.connection.execute("SELECT dismissed, starred, later_until FROM article ORDER BY title")
    )
    assert rows == [(0, 1, NOW + 3_600), (0, 0, None)]
    assert list(poller.connection.execute("SELECT name FROM tag")) == [("water",)]
    assert poller.connection.execute("SELECT count(*) FROM rule_hit WHERE rule = 'bakers'").get == 0
    poller.close()


def test_a_rule_leaves_what_was_there_before_it_alone_when_that_is_revised(tmp_path: Path) -> None:
    poller = made(tmp_path)
    poller.batch(1, entry("Bakers meet", guid="a"))
    poller.desk.settings = made(tmp_path, Rule("bakers", RuleAct.MUTE)).settings
    poller.batch(1, entry("Bakers meet again", guid="a"))
    assert poller.connection.execute("SELECT dismissed FROM article").get == 0
    poller.close()


def test_a_snoozed_story_and_a_snoozed_desk_raise_alerts_that_nobody_is_told_of(poller: Poller) -> None:
    alerts.snooze(poller.connection, 0, NOW + 3_600)
    assert [alert.fate for alert in poller.batch(1, entry(DAM)).alerts] == [Fate.SNOOZED]


def test_an_alert_is_claimed_once_for_each_channel(poller: Poller) -> None:
    (alert,) = poller.batch(1, entry(DAM)).alerts
    assert alerts.claim(poller.connection, alert.id, "bell", NOW)
    assert not alerts.claim(poller.connection, alert.id, "bell", NOW)
    assert alerts.claim(poller.connection, alert.id, "command", NOW)


def test_a_correction_is_seen_on_its_story(poller: Poller) -> None:
    poller.batch(1, entry("Dam fails above the town", guid="a", minutes=300))
    poller.batch(1, entry("CORRECTED-Dam holds above the town", guid="a", minutes=300))
    assert poller.connection.execute("SELECT stage FROM story").get == "CORRECTED"


def dismissed(poller: Poller) -> list[tuple[str, int]]:
    rows = poller.connection.execute("SELECT title, dismissed FROM article ORDER BY id")
    return [(str(row[0]), int(row[1])) for row in rows]


def into_story_of(poller: Poller, title: str) -> None:
    """From now on what comes joins this one's story."""
    found = poller.connection.execute("SELECT story_id FROM article WHERE title = ?", (title,)).get
    poller.joined = int(found)


def test_what_comes_to_a_dismissed_story_stays_away_until_it_changes_materially(poller: Poller) -> None:
    poller.batch(1, entry("Ferry aground with 214 aboard"))
    into_story_of(poller, "Ferry aground with 214 aboard")
    triage.mark(poller.connection, "dismiss", [1], now=NOW, terminal="")
    poller.batch(2, entry("Ferry is still aground, 214 aboard"))
    assert dismissed(poller)[1] == ("Ferry is still aground, 214 aboard", 1)
    poller.batch(3, entry("Ferry: 12 of 214 hurt"))
    assert [shown for _, shown in dismissed(poller)] == [0, 0, 0]


def test_what_comes_to_a_story_dismissed_for_good_stays_away_for_good(poller: Poller) -> None:
    poller.batch(1, entry("Ferry aground with 214 aboard"))
    into_story_of(poller, "Ferry aground with 214 aboard")
    triage.mark(poller.connection, "dismiss-for-good", [1], now=NOW, terminal="")
    poller.batch(2, entry("Ferry: 12 of 214 hurt"))
    assert [shown for _, shown in dismissed(poller)] == [2, 2]


def test_sources_that_carry_a_moving_story_are_asked_more_often_for_a_while(poller: Poller) -> None:
    poller.batch(1, entry("Ferry aground in storm, rescue under way"))
    into_story_of(poller, "Ferry aground in storm, rescue under way")
    poller.batch(2, entry("Rescue of ferry passengers begins"))
    found = poller.batch(3, entry("Ferry hits rocks, 12 hurt"))
    assert [alert.level for alert in found.alerts] == [Level.URGENT]
    assert found.hot == {1, 2, 3}
    hot = poller.connection.execute("SELECT count(*) FROM fetch_state WHERE hot_until > ?", (NOW,)).get
    assert hot == 3


def test_an_alert_comes_with_the_third_independent_report(poller: Poller) -> None:
    poller.batch(1, entry("Ferry aground in storm, rescue under way"))
    into_story_of(poller, "Ferry aground in storm, rescue under way")
    assert not poller.batch(2, entry("Rescue of ferry passengers begins")).alerts
    (alert,) = poller.batch(3, entry("Ferry hits rocks, 12 hurt")).alerts
    assert alert.reasons[0] == "3 independent publishers within 1 min."
    assert [name for name, _ in alert.sources] == ["Paper 1", "Paper 2", "Paper 3"]


def test_the_tape_tells_alerts_and_arrivals_in_their_order_whoever_reads_it(poller: Poller) -> None:
    poller.batch(1, entry("Bakers meet"), now=NOW)
    poller.batch(2, entry(DAM), now=NOW + 10)
    last = tape.before(poller.connection, None, 3)
    assert [(item.title, item.alert) for item in last] == [("Bakers meet", 0), (DAM, 0), (DAM, 1)]
    assert [item.title for item in tape.before(poller.connection, last[1], 5)] == ["Bakers meet"]
    assert tape.after(poller.connection, last[0], 1) == [last[1]]
    assert [item.alert for item in tape.since(poller.connection, NOW + 5, 10)] == [0, 1]


def test_an_article_bears_its_storys_reasons_and_stage(poller: Poller) -> None:
    poller.batch(1, entry("CORRECTED: Dam collapses above the town"))
    found = articles.article(poller.connection, 1)
    assert found is not None
    assert found.stage == "CORRECTED"
