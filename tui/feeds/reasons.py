"""Why a request failed, in words; never the client's own, which may hold addresses and secrets. Pure.

Knows the exceptions of the client and of what lies below it, and no request.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import httpcore2
import httpx2

from tui.text import clean_line


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing came of a request."""

    words: str
    no_way: bool = False
    """The host was not reached at all: its name not resolved, or no connection made."""
    untrusted: bool = False
    """Whoever answered has no certificate that vouches for the host."""


def reason_of(error: BaseException, host: str, *, proxy: bool = False) -> Reason:
    """What ``error`` means for the user; ``host``: who was asked, or the proxy for them."""
    host = f"the proxy {clean_line(host)}" if proxy else clean_line(host)
    for cause in _causes(error):
        found = _of_system(cause, host, proxy)
        if found is not None:
            return found
    if isinstance(error, httpcore2.ConnectTimeout):
        if str(error) == "name":
            return Reason(f"no name server answers for {host}", no_way=True)
        return Reason(f"no connection with {host}: it does not answer", no_way=True)
    if isinstance(error, httpcore2.ConnectError):
        return Reason(f"no connection with {host}", no_way=True)
    if isinstance(error, httpcore2.ProxyError):
        return Reason(f"the proxy does not let it through: {clean_line(str(error), 200)}")
    if isinstance(error, httpcore2.RemoteProtocolError):
        # The client has one exception for a broken and for a nonsensical answer.
        early = "peer closed" in str(error) or "disconnected" in str(error)
        return Reason("the answer broke off before its end" if early else "the answer is not valid HTTP")
    if isinstance(error, httpcore2.NetworkError):
        return Reason(f"the connection with {host} broke")
    if isinstance(error, httpx2.InvalidURL | UnicodeError):
        return Reason("the address cannot be asked for")
    return Reason("the request failed")


def _of_system(cause: BaseException, host: str, proxy: bool) -> Reason | None:
    """What the system itself says: TLS, the name server, the socket; each is told apart."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = clean_line(cause.verify_message, 200)
        return Reason(f"the certificate of {host} cannot be trusted: {why}", untrusted=True)
    if isinstance(cause, ssl.SSLError):
        return Reason(f"no secure connection with {host}: {clean_line(cause.reason or 'TLS error', 200)}")
    if isinstance(cause, socket.gaierror):
        return Reason(f"the name {host} cannot be resolved", no_way=True)
    if isinstance(cause, ConnectionRefusedError):
        # A host that refuses is there; a proxy that does is missing to all who go through it.
        return Reason(f"{host} refused the connection", no_way=proxy)
    if isinstance(cause, ConnectionResetError | BrokenPipeError):
        return Reason(f"the connection with {host} broke")
    if isinstance(cause, TimeoutError):
        return None
    if isinstance(cause, OSError) and cause.errno is not None and cause.strerror:
        return Reason(f"no connection with {host}: {clean_line(cause.strerror, 200).lower()}", no_way=True)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that stands behind it, also what a group gathers."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [each for each in (cause.__cause__, cause.__context__) if each is not None]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
