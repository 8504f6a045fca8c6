"""The commands in lines of the desk: alerts, the brief, the tape, rules."""

from __future__ import annotations

from functools import partial

from tui import ages, config_edit
from tui.cache import alerts, density, rules, tape
from tui.cache.articles import article
from tui.cache.brief import brief
from tui.cache.stories import story_of
from tui.cache.visits import left_at
from tui.config_values import SettingError, seconds_of
from tui.desk.brief import begins
from tui.desk.rules import DAY, SPANS, Fit, node_of, offers, rehearsals_of, words
from tui.model import Article, Level, Rule
from tui.plain import briefing
from tui.plain.order import Order
from tui.plain.session import Session
from tui.text import clean_line

HOUR = 3_600
HISTORY = 7
"""Days of alerts that are told."""
STEPS = 400
"""Steps of the tape at most."""


def _seconds(text: str, otherwise: int) -> int:
    try:
        return seconds_of(text) if text else otherwise
    except SettingError as error:
        raise ValueError(f"The time {clean_line(str(error))}.") from error


def _alerts(session: Session, _: str) -> None:
    now = session.clock()
    found: list[Article] = []
    for alert in alerts.since(session.connection, now - HISTORY * DAY):
        shown = article(session.connection, alert.article_id)
        number = ""
        if shown is not None:
            found.append(shown)
            number = f"{len(found)}. "
        session.say(f"{number}{alert.level.name}, {ages.clock(alert.at, now)}: {alert.title}")
        for reason in alert.reasons:
            session.say(f"  {reason}")
    session.take(found)
    if not found:
        session.say("No alert in the last week; watch QUERY makes one of your own.")


def _brief(session: Session, text: str) -> None:
    now = session.clock()
    since = now - _seconds(text, 0) if text else begins(left_at(session.connection), now)
    found = brief(session.connection, since)
    leads = [article(session.connection, told.article_id) for told in found.stories]
    session.take([each for each in leads if each is not None])
    heading, *lines = briefing.text(found, now)
    session.say(heading)
    for number, (line, about) in enumerate(zip(lines[::2], lines[1::2], strict=True), 1):
        session.say(f"{number}. {line.strip()}; {about.strip()}")


def _tape(session: Session, text: str) -> None:
    now = session.clock()
    for item in tape.since(session.connection, now - _seconds(text, HOUR), STEPS):
        level = f"{item.level.name}, " if item.level > Level.ROUTINE else ""
        session.say(f"{ages.clock(item.came, now)}, {level}{item.source}: {item.title}")


def _snooze(session: Session, text: str) -> None:
    seconds = 0 if text == "off" else _seconds(text, HOUR)
    alerts.snooze(session.connection, 0, session.clock() + seconds)
    session.say(
        f"No alert for {text or '1h'}; snooze off ends that." if seconds else "Alerts are told again."
    )


def _hush(session: Session, text: str) -> None:
    for each in session.chosen(text):
        story = story_of(session.connection, each.id)
        if story is not None:
            alerts.snooze(session.connection, story, session.clock() + DAY)
    session.say("No alert of that for 24 hours.")


def _watch(session: Session, text: str) -> None:
    if not text:
        raise ValueError("A rule for what? Write watch QUERY, such as watch ferry aground.")
    now = session.clock()
    rule = Rule(text)
    rows = rules.rehearsed(session.connection, node_of(rule), now - SPANS[-1] * DAY, now)
    spans = rehearsals_of([Fit(*row) for row in rows], now)
    choices = offers(rule, now)
    for number, (called, offered) in enumerate(choices, 1):
        session.say(f"{number}. {called}. {words(spans, offered.act)}")
    for fit in spans[-1].examples:
        session.say(f"Such as: {fit.source}, {ages.age(fit.at, now)}: {fit.title}")
    place = session.pick("Save", len(choices))
    if place >= 0:
        session.edit(partial(config_edit.add_rule, rule=choices[place][1]))
        session.say("The rule is in the configuration and holds for what comes from now on.")
    else:
        session.say("No rule was saved.")


def _arrivals(session: Session, _: str) -> None:
    now = session.clock()
    day = density.day(session.connection, now)
    for level, count in day.levels:
        session.say(f"{count} {level.name} in the last 24 hours.")
    for ago, count in enumerate(reversed(day.hours)):
        if count:
            session.say(
                f"{ages.clock(now - (ago + 1) * HOUR, now)} to {ages.clock(now - ago * HOUR, now)}: {count}"
            )


DESK = (
    Order("alerts", "", "The alerts of the last week, each with its reasons.", _alerts, guest=True),
    Order("brief", "TIME", "What happened since you left, or in the last 8h, 2d …", _brief, guest=True),
    Order("tape", "TIME", "All that came in the last hour, or 3h …, in its order.", _tape, guest=True),
    Order("arrivals", "", "How many articles came in each hour of the last day.", _arrivals, guest=True),
    Order("watch", "QUERY", "A rule: what it would have done of late, then save it or not.", _watch),
    Order("snooze", "TIME", "No alert for an hour, or for 30m, 8h …; off: again.", _snooze),
    Order("hush", "NUMBER", "No alert of its story for 24 hours.", _hush),
)
