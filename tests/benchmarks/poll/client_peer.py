"""One HTTP client as a program: ask every address of a list, tell the CPU that it took.

Run by the interpreter of the environment that holds the client. Arguments: the client's name, the
file of the addresses, ``304`` or ``200``, how many requests at one time, how many rounds. All clients
stream, take the body raw and inflate it themselves, as telex does. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

HEADERS = {"User-Agent": "telex-benchmark", "Accept": "*/*", "Accept-Encoding": "gzip"}


class _Telex:
    """telex's own way out, in the shape of the others."""

    def __init__(self, at_once: int) -> None:
        self._transport = import_module("tui.feeds.transport")
        self._client = self._transport.Client("", at_once)

    async def __aenter__(self) -> _Telex:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.__aexit__(*error)

    def stream(self, _: str, url: str, headers: list[tuple[bytes, bytes]], **_ignored: object) -> Any:
        return self._client.ask(self._transport.DIRECT, url, headers, private=True)


def _client(name: str, at_once: int) -> Any:
    """A client with telex's settings."""
    if name == "telex":
        return _Telex(at_once)
    module = import_module("httpx2" if name.startswith("httpx2") else "httpx")
    limits = module.Limits(max_connections=at_once, max_keepalive_connections=8, keepalive_expiry=5.0)
    usual: dict[str, Any] = {"headers": HEADERS, "timeout": None, "trust_env": False}
    if name == "httpx on aiohttp":
        transport = import_module("httpx_aiohttp").AiohttpTransport(limits=limits)
        return module.AsyncClient(transport=transport, **usual)
    return module.AsyncClient(limits=limits, http2=False, **usual)


async def _ask(client: Any, url: str, headers: list[tuple[bytes, bytes]]) -> tuple[int, str]:
    async with client.stream("GET", url, headers=headers, follow_redirects=False) as answer:
        if answer.status_code == 200:
            inflate = zlib.decompressobj(31)
            async for chunk in answer.aiter_raw():
                inflate.decompress(chunk)
        else:
            await answer.aread()
        return answer.status_code, answer.headers["etag"]


async def _rounds(name: str, urls: list[str], kind: str, at_once: int, rounds: int) -> dict[str, Any]:
    tags: dict[str, str] = {}
    costs = []
    walls = []
    async with _client(name, at_once) as client:
        slots = asyncio.Semaphore(at_once)

        async def one(url: str, expected: int) -> None:
            headers = [(b"If-None-Match", tags[url].encode())] if expected == 304 else []
            async with slots:
                status, tags[url] = await _ask(client, url, headers)
            if status != expected:
                raise SystemExit(f"{url}: {status}, expected {expected}")

        await asyncio.gather(*(one(url, 200) for url in urls))
        for _ in range(rounds):
            begun, cpu = time.perf_counter(), time.process_time()
            await asyncio.gather(*(one(url, int(kind)) for url in urls))
            costs.append((time.process_time() - cpu) / len(urls))
            walls.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"cpu": costs, "wall": walls, "memory": [peak]}


def main() -> None:
    name, listed, kind, at_once, rounds = sys.argv[1:6]
    urls = Path(listed).read_text("ascii").split()
    sys.stdout.write(json.dumps(asyncio.run(_rounds(name, urls, kind, int(at_once), int(rounds)))) + "\n")


if __name__ == "__main__":
    main()
