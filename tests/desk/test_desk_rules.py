"""tui.desk.rules: which act wins, and what a rehearsal says."""

from __future__ import annotations

from datetime import UTC

import pytest

from tui.desk.rules import Fit, Outcome, described, node_of, outcome, rehearse, standing, words
from tui.model import Level, Rule, RuleAct
from tui.query import QueryError, parse

DAY = 86_400
MIDNIGHT = 1_800_057_600


def test_a_mute_hides_unless_another_rule_wants_the_article() -> None:
    mute = Rule("ferry", RuleAct.MUTE)
    assert outcome([mute]) is Outcome.MUTED
    assert outcome([mute, Rule("x", RuleAct.HIGHLIGHT)]) is Outcome.MUTED
    for act in (RuleAct.WATCH, RuleAct.STAR, RuleAct.LATER):
        assert outcome([mute, Rule("x", act)]) is Outcome.SHOWN
    assert outcome([]) is Outcome.SHOWN


def test_a_rule_holds_until_it_expires_and_while_it_is_not_paused() -> None:
    rules = (Rule("a"), Rule("b", expires=100), Rule("c", expires=101), Rule("d", enabled=False))
    assert [rule.query for rule in standing(rules, 100)] == ["a", "c"]


def test_a_scope_narrows_the_query_in_the_same_language() -> None:
    assert node_of(Rule("ferry", scope="group:World")) == parse("group:World ferry")
    assert node_of(Rule("ferry OR boat", scope="group:World")) == parse("group:World (ferry OR boat)")
    with pytest.raises(QueryError):
        node_of(Rule(" "))


def test_a_rehearsal_counts_stories_nights_and_shows_the_newest() -> None:
    assert MIDNIGHT % DAY == 0
    fits = [Fit(n, n // 2, MIDNIGHT + 43_200 - n * 3_600, "Paper", f"Ferry {n}") for n in range(12)]
    found = rehearse(fits, 7, UTC)
    assert (found.articles, found.stories, found.nights) == (12, 6, 3)
    assert [fit.article_id for fit in found.examples] == [0, 1, 2, 3, 4]
    assert words([found, found], RuleAct.WATCH) == (
        "Last 7 days: 6 alerts (3 at night); last 7: 6 alerts (3 at night)"
    )
    assert words([found], RuleAct.MUTE) == "Last 7 days: 12 articles in 6 stories muted"


def test_a_rule_is_told_in_a_few_words() -> None:
    assert described(Rule("ferry", level=Level.FLASH)) == "watch as FLASH: ferry"
    assert (
        described(Rule("ferry", RuleAct.TAG, tag="sea", scope="group:World"))
        == "tag sea: ferry within group:World"
    )
