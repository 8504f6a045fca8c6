"""What the configuration at hand says of each source beyond its address: how it is reached, and its secrets.

Knows no network and no cache. Nothing of it is stored or logged. Commands are run for a source alone
that this very configuration names, and only where nobody but its owner can write it: the cache may
have been filled by another one.
"""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config import Settings, load
from tui.config_values import proxy_address
from tui.feeds.commands import CommandError, run
from tui.feeds.transport import Way
from tui.model import Access, Secret
from tui.text import clean_line

SECRET_SECONDS = 10.0
"""For a command that prints a secret."""
SECRET_LIMIT = 8_000
"""Bytes of a secret at most: 8 kB are what servers take of one header."""
_NONE = Access()


class AccountError(Exception):
    """A secret that cannot be had, or a command that is not run; the text is a reason for the user."""


@dataclass(frozen=True, slots=True, repr=False)
class Pass:
    """What one source's requests carry and which way they go. Its repr shows nothing."""

    headers: tuple[tuple[bytes, bytes], ...] = ()
    way: Way = Way()  # noqa: RUF009 - it is frozen


class Accounts:
    """The configuration at hand, read again when its file has changed.

    ``environ`` is where secrets of the kind ``{ env = … }`` come from.
    """

    def __init__(self, settings: Settings, path: Path | None, environ: Mapping[str, str]) -> None:
        self.settings = settings
        self._path = path
        self._environ = environ
        self._seen = self._signature()
        self._passes: dict[str, Pass] = {}
        self.withheld: frozenset[str] = frozenset()
        """The variables of the environment that hold secrets: no program of the user's sees them."""
        self._index()

    def changed(self) -> bool:
        """Whether the file was read again since the last call.

        Raises ConfigError for one that is wrong now, once; the settings stay as they were.
        """
        signature = self._signature()
        if self._path is None or signature == self._seen:
            return False
        self._seen = signature
        before, self.settings = self.settings, load(self._path)
        self._index()
        return before != self.settings

    @property
    def folder(self) -> Path | None:
        """The folder of the configuration; None where there is none."""
        return self._path.parent if self._path else None

    def text(self) -> str:
        """The configuration as it is written; "" where there is none, or it cannot be read now."""
        try:
            return "" if self._path is None else self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def access(self, url: str) -> Access:
        """How a source is reached; all defaults for one that the configuration does not name."""
        return self._access.get(url, _NONE)

    def check_command(self, url: str) -> None:
        """Raises AccountError unless a command of this source may be run."""
        if url not in self._access:
            raise AccountError("not run: the configuration at hand does not name this source")
        self.check_owner()

    def check_owner(self) -> None:
        """Raises AccountError where somebody else may have written the configuration's commands."""
        if self._path is None:
            return
        try:
            found = self._path.stat()
        except OSError as error:
            raise AccountError(f"not run: {clean_line(str(self._path))}: {error.strerror}") from error
        if found.st_uid not in (os.getuid(), 0) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise AccountError(
                f"not run: {clean_line(str(self._path), 200)} can be written by others; chmod go-w it"
            )

    async def pass_of(self, url: str) -> Pass:
        """What a source's requests carry. Secrets are kept until the configuration changes or they fail.

        Raises AccountError.
        """
        if url not in self._passes:
            access = self.access(url)
            if access == _NONE and self.settings.poll.proxy is None:
                return _EMPTY
            self._passes[url] = await self._made(access)
        return self._passes[url]

    def forget(self, url: str) -> None:
        """The host did not take a source's secrets: they are asked for anew, once each poll."""
        self._passes.pop(url, None)

    def _index(self) -> None:
        self._access = {source.url: source.access for source in self.settings.sources}
        self._passes.clear()
        self.withheld = frozenset(_variables(self.settings))

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)

    async def _made(self, access: Access) -> Pass:
        headers: list[tuple[bytes, bytes]] = []
        if access.user and access.password:
            password = await self.word("password", access.password)
            headers.append((b"Authorization", b"Basic " + b64encode(f"{access.user}:{password}".encode())))
        if access.token:
            token = await self.word("token", access.token)
            headers.append((b"Authorization", b"Bearer " + _header(token, "token")))
        if access.cookie:
            headers.append((b"Cookie", _header(await self.word("cookie", access.cookie), "cookie")))
        for name, secret in access.headers:
            headers.append((name.encode("ascii"), _header(await self.word(name, secret), name)))
        chosen = access.proxy or self.settings.poll.proxy
        proxy = await self.word("proxy", chosen) if chosen else ""
        if proxy not in ("", "direct") and not proxy_address(proxy):
            raise AccountError("the proxy's address is none that can be used")
        way = Way("" if proxy == "direct" else proxy, access.ca, access.client_cert, access.client_key)
        return Pass(tuple(headers), way)

    async def word(self, name: str, secret: Secret) -> str:
        """What a secret is; no message holds any of it."""
        if secret.value:
            return secret.value
        if secret.env:
            found = self._environ.get(secret.env, "")
            if not found:
                raise AccountError(f"{name}: the environment variable {clean_line(secret.env)} is not set")
            return found
        self.check_owner()
        try:
            output = await run(
                secret.command, seconds=SECRET_SECONDS, limit=SECRET_LIMIT, withheld=self.withheld
            )
        except CommandError as error:
            raise AccountError(f"{name}: {error}") from error
        word = output.split(b"\n", 1)[0].strip().decode("utf-8", "replace")
        if not word:
            raise AccountError(f"{name}: the command printed nothing")
        return word


def _variables(settings: Settings) -> Iterator[str]:
    """The names of all variables that the configuration takes secrets from."""
    for access in (source.access for source in settings.sources):
        headers = [secret for _, secret in access.headers]
        for secret in (access.password, access.token, access.cookie, access.proxy, *headers):
            if secret is not None and secret.env:
                yield secret.env
    for secret in (settings.poll.proxy, settings.alerts.push_token):
        if secret is not None and secret.env:
            yield secret.env


def _header(word: str, name: str) -> bytes:
    """A secret as a header's value (RFC 9110, 5.5); never a part of another header."""
    if not word.isprintable():
        raise AccountError(f"{name}: holds what no header may hold")
    return word.encode("utf-8")


_EMPTY = Pass()
