"""The poller tells of alerts where no screen is needed: desktop, command, push. Each claimed first, so once.

The terminal's own channels are the apps'. Knows no story; what to send ``tui.notify`` says.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shlex
import shutil
import sys
from collections.abc import Awaitable, Iterable

import httpcore2

from tui import notify
from tui.cache import alerts as kept
from tui.cache.database import Connection, transaction
from tui.config import AlertSettings
from tui.desk.alerts import DAY, HOUR, Policy, is_quiet
from tui.feeds.accounts import AccountError, Accounts
from tui.feeds.commands import CommandError, run
from tui.feeds.newsdesk import minute_of_day, policy_of
from tui.feeds.transport import DIRECT, Client, NotAllowedError, WayError
from tui.model import Level
from tui.newsroom import Alert, Fate

LOG = logging.getLogger("telex.alerts")
OUTPUT_LIMIT = 1_000_000
"""Bytes that a command may print; they are thrown away."""
_UNREACHABLE = (OSError, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)
DESKTOP_SECONDS, PUSH_SECONDS = 5.0, 15.0


class Telling:
    """What is being told. Used by one event loop."""

    def __init__(self, connection: Connection, accounts: Accounts, client: Client) -> None:
        self._connection, self._accounts, self._client = connection, accounts, client
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def settings(self) -> AlertSettings:
        """``[alerts]`` as it is now."""
        return self._accounts.settings.alerts

    def tell(self, alerts: Iterable[Alert], now: int) -> None:
        """Begin to tell of those that are to be told; the rest of them waits or never is."""
        for alert in alerts:
            if alert.fate is Fate.TOLD:
                self._begin(alert, channels_of(alert.level, self.settings), now)

    def tell_digest(self, now: int) -> None:
        """Tell in one of what waited: once the first has waited an hour and it is not quiet."""
        waiting = due_for_digest(kept.waiting(self._connection, now - DAY), policy_of(self.settings), now)
        if not waiting:
            return
        with transaction(self._connection):
            kept.digest(self._connection, [alert.id for alert in waiting], now)
        title, text = notify.digest_words(waiting)
        first = waiting[0]
        told = Alert(
            first.story_id, first.article_id, max(alert.level for alert in waiting), now,
            f"{title}: {text}", "", "telex", "", first.publishers,
            tuple(alert.title for alert in waiting), (), (), Fate.TOLD, id=first.id,
        )  # fmt: skip
        self._begin(told, channels_of(Level.URGENT, self.settings), now)

    async def end(self, seconds: float) -> None:
        """Wait so long for what is being told; then it is broken off."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, alert: Alert, channels: Iterable[str], now: int) -> None:
        ways: dict[str, Awaitable[None]] = {}
        for channel in channels:
            if channel in ("desktop", "command", "push") and self._has(channel):
                with transaction(self._connection):
                    ours = kept.claim(self._connection, alert.id, channel, now)
                if ours:
                    ways[channel] = getattr(self, f"_by_{channel}")(alert)
        for channel, telling in ways.items():
            task = asyncio.create_task(self._tell(alert, channel, telling))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _has(self, channel: str) -> bool:
        if channel == "desktop":
            return True
        return bool(self.settings.command if channel == "command" else self.settings.push)

    async def _tell(self, alert: Alert, channel: str, telling: Awaitable[None]) -> None:
        try:
            await telling
        except (CommandError, AccountError, _RefusedError) as error:
            LOG.warning("alert %d by %s: %s", alert.id, channel, error)
            with transaction(self._connection):
                kept.note_failure(self._connection, alert.id, channel, str(error))
        else:
            LOG.info("alert %d told by %s: %s", alert.id, channel, alert.level.name)

    async def _by_desktop(self, alert: Alert) -> None:
        argv = notify.desktop(alert, os.environ, sys.platform, shutil.which)
        if argv is not None:
            await run(
                shlex.join(argv),
                seconds=DESKTOP_SECONDS,
                limit=OUTPUT_LIMIT,
                withheld=self._accounts.withheld,
            )

    async def _by_command(self, alert: Alert) -> None:
        argv, given = notify.command_line(self.settings.command, alert)
        self._accounts.check_owner()
        await run(
            shlex.join(argv),
            given=given,
            seconds=self.settings.command_seconds,
            limit=OUTPUT_LIMIT,
            withheld=self._accounts.withheld,
        )

    async def _by_push(self, alert: Alert) -> None:
        secret = self.settings.push_token
        token = await self._accounts.word("push_token", secret) if secret else ""
        headers, body = notify.push(alert, token)
        try:
            async with (
                asyncio.timeout(PUSH_SECONDS),
                self._client.ask(
                    DIRECT, self.settings.push, headers, private=True, method="POST", content=body
                ) as answer,
            ):
                if answer.status_code >= 300:
                    raise _RefusedError(f"the server answers {answer.status_code}")
        except TimeoutError as error:
            raise _RefusedError(f"no answer within {PUSH_SECONDS:g} s") from error
        except (
            OSError,
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.TimeoutException,
        ) as error:
            raise _RefusedError(f"the server cannot be reached: {type(error).__name__}") from error
        except (WayError, NotAllowedError) as error:
            raise _RefusedError(str(error)) from error


class _RefusedError(Exception):
    """A push that was not taken; the text is a reason for the user, without the address."""


def channels_of(level: Level, settings: AlertSettings) -> tuple[str, ...]:
    """By which channels a level is told."""
    return {
        Level.FLASH: settings.flash,
        Level.BULLETIN: settings.bulletin,
        Level.URGENT: settings.urgent,
    }.get(level, ())


def due_for_digest(waiting: Iterable[Alert], policy: Policy, now: int) -> tuple[Alert, ...]:
    """The alerts that one digest tells now: once the first has waited an hour and it is not quiet."""
    listed = tuple(waiting)
    if not listed or is_quiet(policy, minute_of_day(now)):
        return ()
    over = any(alert.fate is Fate.QUIET for alert in listed)
    return listed if over or now - listed[0].at >= HOUR else ()
