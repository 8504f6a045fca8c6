"""A desk on which everybody means harm: polled through the border, and more put into the cache past it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time

import payloads
from serving import Publisher, Reply, document, raw
from telex_command import Home, entry

from tui.cache import alerts
from tui.cache.database import Connection, connect
from tui.model import Level
from tui.newsroom import Alert, Fate

BORDER, PAST = "Through the border", "Past the border"
_REASON = "\x1b]0;owned\x07 \x9b31m No"


def publish(publisher: Publisher) -> None:
    """Two documents with all kinds, a feed named by each kind, failures that speak, and a page."""
    base = publisher.url("")
    pages: Reply = document(payloads.page(), content_type="text/html")

    async def page(asked: object, writer: asyncio.StreamWriter) -> None:
        await pages(asked, writer)  # type: ignore[arg-type]  # any request will do

    publisher.paths |= {
        "/rss": document(payloads.rss(base)),
        "/entities": document(payloads.entities(base)),
        "/gone": raw(f"HTTP/1.1 410 {_REASON}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")),
        "/away": raw(
            b"HTTP/1.1 302 x\r\nLocation: http://evil.example/\x1b]0;x\x07\r\nContent-Length: 0\r\n\r\n"
        ),
        "/kind": raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/\x1b[31mx\r\nContent-Length: 3\r\n\r\nabc"),
        "/etag": raw(b"HTTP/1.1 304 x\r\nETag: \x1b[31m\r\nX-\x9b: \x9d\r\n\r\n"),
    }
    for number, kind in enumerate(payloads.KINDS):
        publisher.paths[f"/k{number}"] = document(
            payloads.json_feed(base, payloads.KINDS[kind], (kind,)), content_type="application/feed+json"
        )
        for form in ("raw", "e", "j"):
            publisher.paths[f"/page?{f'K{number:02}' if form == 'raw' else f'{number}{form}'}"] = page


def configure(home: Home, publisher: Publisher) -> None:
    """Subscribe to all of it."""
    home.config.parent.mkdir(parents=True, exist_ok=True)
    text = '[alerts]\nprotocol = "99"\n[story]\nsave_to = "saved"\n\n'
    text += "".join(
        f'[[sources]]\nurl = "{publisher.url(path)}"\n' for path in publisher.paths if "?" not in path
    )
    home.config.write_text(text)


async def poll(home: Home) -> str:
    """Fetch all once, as the command does; all that it said."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "tui", "poll", "--once", "--all"],
        env=home.environ(), cwd=home.folder, capture_output=True, check=False,
    )  # fmt: skip
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def past_the_border(home: Home, url: str) -> None:
    """Put every kind raw into every column that a screen or a verb shows."""
    kinds = {
        number: text.encode("utf-8", "replace").decode()
        for number, text in enumerate(payloads.KINDS.values())
    }
    home.store(url, *(entry(f"past{n}", f"Past the border {n}", age=n - 200) for n in kinds))
    connection = connect(home.cache / "telex.db")
    ids = {
        number: int(str(row[0]))
        for number in kinds
        for row in connection.execute("SELECT id FROM article WHERE guid = ?", (f"past{number}",))
    }
    with connection:
        for number, text in kinds.items():
            _spoil(connection, ids[number], f"{PAST} {text}"[:3_000])
        sources = [int(str(row[0])) for row in connection.execute("SELECT id FROM source ORDER BY id")]
        for source, text in zip(sources, kinds.values(), strict=False):
            connection.execute(
                "UPDATE source SET title = ?1, publisher = ?1, folder = ?2 WHERE id = ?3",
                (text[:600], text[:50] if source % 3 == 0 else "", source),
            )
            connection.execute(
                "UPDATE fetch_state SET error = ?1, note = ?1, pace = ?1, moved_to = ?1, failures = 3,"
                " failing_since = 1 WHERE source_id = ?2",
                (text[:600], source),
            )
    for number in (7, 9, 15, 25):
        alert(connection, ids[number], f"{PAST} {kinds[number]}")
    connection.close()


def _spoil(connection: Connection, article: int, text: str) -> None:
    document_ = payloads.document_past_the_border(text)
    facts = json.dumps({"authors": [text[:400]], "categories": [text[:400]], "credits": [text[:400]],
                        "enclosures": [{"url": f"https://x.example/{text[:400]}", "type": text[:400]}],
                        "comments_link": f"https://x.example/{text[:400]}"})  # fmt: skip
    for sql, values in (
        ("UPDATE article SET title = ?1, author = ?1, link = 'https://x.example/' || ?1, lang = ?1,"
         " level = 1, revisions = 1 WHERE id = ?2", (text, article)),
        ("UPDATE body SET lead = ?1, document = ?2, reasons = ?3, facts = ?4 WHERE article_id = ?5",
         (text, document_, json.dumps([text]), facts, article)),
        ("INSERT INTO revision (article_id, replaced, title, document, version) VALUES (?2, 1, ?1, ?3, 'v')",
         (text, article, document_)),
        ("INSERT INTO rule_hit (article_id, rule, act, said) VALUES (?2, ?1, 'highlight', ?1)",
         (text, article)),
        ("INSERT INTO tag (article_id, name) VALUES (?2, ?1)", (text[:60], article)),
    ):  # fmt: skip
        connection.execute(sql, values)


def alert(connection: Connection, article: int, text: str) -> None:
    """An alert of now, of which every word is raw."""
    row = connection.execute("SELECT story_id FROM article WHERE id = ?", (article,)).fetchone()
    now = int(time.time())
    told = Alert(
        int(str(row[0])) if row and row[0] else 0, article, Level.FLASH, now, text, f"https://x.example/{text}",
        text, text, 5, (text,), ((text, now),), (text,), Fate.TOLD, stage=text[:40],
    )  # fmt: skip
    alerts.enter(connection, told)
