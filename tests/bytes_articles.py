"""The same articles for both programs: a cache of telex, and feeds as files for newsboat. Invented words."""

from __future__ import annotations

import random
import time
from email.utils import formatdate
from html import escape
from pathlib import Path

from telex_command import Home, entry

SOURCES, ARTICLES = 30, 60


def titles(source: int) -> list[tuple[str, str]]:
    """(headline, text) of each article of a source: headlines of 30 to 90 letters, texts of 250 words."""
    chance = random.Random(source)  # noqa: S311 - it draws words
    words = ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(2, 10))) for _ in range(400)]
    found = []
    for _ in range(ARTICLES):
        title = ""
        while len(title) < chance.randint(30, 80):
            title += f" {chance.choice(words)}"
        found.append((title.strip().capitalize(), " ".join(chance.choices(words, k=250))))
    return found


def for_telex(folder: Path, *, sources: int = SOURCES, paused: bool = True) -> Home:
    """A home whose sources are paused: every byte is the app's own.

    Where they are not, their mark is not on the screen; see ``Home.unpolled``.
    """
    home = Home(folder)
    home.config.parent.mkdir(parents=True)
    urls = [f"https://source{n}.example/feed" for n in range(sources)]
    home.config.write_text(
        "".join(
            f'[[sources]]\nurl = "{url}"\nname = "The Source of {n:02}"\n'
            + ("enabled = false\n" if paused else "")
            for n, url in enumerate(urls)
        )
    )
    home.sync()
    for n, url in enumerate(urls):
        rows = [
            entry(f"g{n}.{at}", title, text=text, age=at * 600 + n)
            for at, (title, text) in enumerate(titles(n))
        ]
        home.store(url, *rows)
    return home


def for_newsboat(folder: Path) -> list[str]:
    """newsboat's command on the same sources, their articles in its cache already."""
    folder.mkdir(exist_ok=True)
    now = time.time()
    for n in range(SOURCES):
        items = "".join(
            f"<item><title>{escape(title)}</title><guid>g{n}.{at}</guid>"
            f"<link>https://post.example/g{n}.{at}</link><description>{text}</description>"
            f"<pubDate>{formatdate(now - at * 600 - n)}</pubDate></item>"
            for at, (title, text) in enumerate(titles(n))
        )
        (folder / f"{n}.xml").write_text(
            f'<rss version="2.0"><channel><title>The Source of {n:02}</title>{items}</channel></rss>'
        )
    (folder / "urls").write_text("".join(f"file://{folder}/{n}.xml\n" for n in range(SOURCES)))
    (folder / "config").write_text("auto-reload no\nconfirm-exit no\n")
    return ["newsboat", "-u", f"{folder}/urls", "-C", f"{folder}/config", "-c", f"{folder}/cache.db"]
