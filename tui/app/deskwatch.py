"""Tells this terminal of alerts, notes what was on its screen, and notices that its user was away.

An alert is claimed in the cache first: of several terminals one rings, and once. Knows no channel but
the terminal's own; the others are the poller's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui import notify
from tui.app.acts import Pane
from tui.app.terminal import name_window, send
from tui.cache import alerts as kept
from tui.cache import ledger
from tui.cache.database import Connection, transaction
from tui.cache.sources import set_meta
from tui.model import Level
from tui.newsroom import Alert, Fate

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

PROMPTLY = 120
"""Seconds after which an alert is history and rings no more: the brief tells of it."""
NOTE_SECONDS = 15.0
"""How often what was on screen is written into the ledger."""
PRESENT_SECONDS = 300
"""How often it is noted that the user is here."""
_OWN = ("title", "bell", "notify")


class Deskwatch:
    """One terminal's ear for alerts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._last = reader.reading.desk.last_alert()
        self._digested = reader.context.now()
        self._titled = False
        self._noted: set[int] = set()
        self._key_at: int | None = None
        self._present_at = 0
        self.opened: dict[int, int | None] = {}
        """When each article that was opened here had been opened before."""

    def start(self) -> None:
        """Note from now on what is on screen; tell what happened while telex was not there."""
        self._reader.set_interval(NOTE_SECONDS, self._note)
        left, away = self._reader.reading.desk.left_at(), self._reader.context.alerts.away
        now = self._reader.context.now()
        if away and left is not None and now - left >= away:
            self._reader.call_after_refresh(self._brief, left)
        self._key_at = now

    def look(self) -> None:
        """Tell the terminal of what is new, as far as no other one does."""
        reader, now = self._reader, self._reader.context.now()
        for alert in reader.reading.desk.new_alerts(self._last):
            self._last = max(self._last, alert.id)
            if alert.fate is Fate.TOLD and now - alert.at < PROMPTLY:
                self._claim(alert, alert.id, "", now)
        waited = reader.reading.desk.digested(self._digested)
        if waited:
            self._digested = max(alert.digested or 0 for alert in waited)
            title, body = notify.digest_words(waited)
            told = Alert(
                0, 0, Level.URGENT, now, body, "", title, "", 1, (), (), (), Fate.TOLD, id=waited[0].id
            )
            self._claim(told, waited[0].id, "digest-", now)

    def pressed(self) -> bool:
        """A key was pressed; True where it only woke the screen up, since the brief is shown now."""
        reader, now = self._reader, self._reader.context.now()
        if self._titled:
            self._titled = False
            name_window(reader.app, "")
        last, self._key_at = self._key_at, now
        if now - self._present_at >= PRESENT_SECONDS:
            self._present_at = now
            reader.write(lambda _: None, partial(_present, now=now), quiet=True)
        away = reader.context.alerts.away
        return bool(away) and last is not None and now - last >= away and self._brief(last)

    def open(self, article_id: int) -> None:
        """An article is opened: when it was read before is what its changes are measured from."""

        def done(before: int | None) -> None:
            self.opened[article_id] = before

        now = self._reader.context.now()
        self._reader.write(done, partial(ledger.open_, article_id=article_id, now=now), quiet=True)

    def _brief(self, since: int) -> bool:
        from tui.app.screens.brief import show_brief

        return show_brief(self._reader, since, unasked=True)

    def _claim(self, alert: Alert, alert_id: int, prefix: str, now: int) -> None:
        settings = self._reader.context.alerts
        ways = {Level.FLASH: settings.flash, Level.BULLETIN: settings.bulletin, Level.URGENT: settings.urgent}
        for channel in ways.get(alert.level, ()):
            if channel in _OWN:

                def done(ours: bool, channel: str = channel) -> None:
                    if ours:
                        self._send(alert, channel)

                self._reader.write(done, partial(_claimed, alert_id, prefix + channel, now), quiet=True)

    def _send(self, alert: Alert, channel: str) -> None:
        reader, context = self._reader, self._reader.context
        heading = notify.heading(alert) if alert.article_id else alert.source
        match channel:
            case "bell":
                reader.app.bell()
            case "title":
                self._titled = True
                name_window(reader.app, f"{heading}: {alert.title}")
            case "notify":
                how = notify.way(context.environ, context.alerts.protocol)
                send(reader.app, notify.notification(heading, alert.title, how, alert.id))

    def _note(self) -> None:
        """Enter what is on screen in the ledger, each article once."""
        reader = self._reader
        rows, window = reader.rows(Pane.HEADLINES), reader.reading.window
        if not rows.size.height or not len(window):
            return
        top = rows.scroll_offset.y
        shown = {window.id_at(index) for index in range(top, min(top + rows.page, len(window)))}
        new = shown - self._noted
        if new:
            self._noted |= new
            write = partial(ledger.show, article_ids=sorted(new), now=reader.context.now())
            reader.write(lambda _: None, write, quiet=True)


def _claimed(alert_id: int, channel: str, now: int, connection: Connection) -> bool:
    with transaction(connection):
        return kept.claim(connection, alert_id, channel, now)


def _present(connection: Connection, now: int) -> None:
    with transaction(connection):
        set_meta(connection, "left", str(now))
