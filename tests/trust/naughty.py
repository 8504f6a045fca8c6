"""Titles that have broken programs: a list of our own, and as many made from it as are asked for. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator

import payloads
from hostile_text import DECEIT, ESCAPES

WORDS = (
    "", " ", "\t", "undefined", "null", "None", "nil", "NaN", "Infinity", "-1", "0", "1e1000", "0x0",
    "1/0", "True", "()", "[]", "{}", "[", "]", "[[", "]]", "[/]", "[/", "[@", "[@click=app.quit]",
    "[@click=app.quit]x[/]", "[$primary]x", "[bold]", "[/bold]", "[b red]x[/b red]",
    "[link=x]y[/link]", "[link='[/]']", "\\[", "\\", "\\\\[x]", "[x\\]", "[ ]", "[#ff0000]", "[on]",
    "[not bold]", "[auto 90%]", "[r/linux] hi", "a [/] b", "[PATCH v2 0/7]", "[1] [2]", "[reverse",
    ":smile:", ":[", "{0}", "{title}", "{0.__class__}", "{{", "}}", "%s", "%n", "%(x)d", "%", "%%",
    "${HOME}", "$(id)", "#[fg=red]", "#(id)", "#{pane_id}", "#S", "' OR 1=1 --",
    "\"; DROP TABLE article; --", "NEAR(", "AND", "OR OR", "-", "--", "--help", "-rf",
    "../../etc/passwd", "/dev/null", "C:\\CON", "|id", ";id", "`id`", "&&", ">", "<", "<!--", "]]>",
    "<script>alert(1)</script>", "<![CDATA[", "&lt;b&gt;", "&#27;[31m", "&#x9b;31m", "\\033[31m",
    "\\x1b[31m", "\\u001b", "^[[31m", "=cmd|'/c calc'!A0", "@SUM(1)", "é", "e\u0301", "\u0301", "ﷺ",
    "ﬀ", "İ", "ı", "ß", "ẞ", "Ǆ", "ŉ", "ǰ", "𝕿𝖍𝖊", "ｗｉｄｅ", "한글", "각", "ㅤ", "日本語", "ไทย",
    "ำ", "हिन्दी", "க்ஷி", "العربية", "עברית", "\u200fעברית", "Ελληνικά", "🏳️‍🌈", "👨‍👩‍👧‍👦",
    "👩🏽‍🚀", "🇩🇪🇩", "#️⃣", "❤️", "☺", "⚠", "〰", "⌚", "🫠", "\u1f9d0", "\U0001f9d1\u200d\U0001f91d",
    "ͬ" * 9, "̷" * 30, "҉", "⃝", "⃣" * 6, "꙰" * 8, "ᅟᅠ", "\u2800", "\u3000", "\u00a0", "\u2003",
    "\u180e", "\ufeffx", "\ufffe", "\uffff", "\ud800", "\udfff", "\ud83d\ude00", "\U0010ffff",
    "\U000e0001", "\x00", "\x7f", "\x80", "\x85", "\x9b", "\xad", "\u061c", "\u202e\u202d", "\u2066",
    "Ω≈ç√∫˜µ≤≥÷", "田中さん", "ﾊﾝｶｸ", "゛゜", "⒜", "①", "a" * 600, "東" * 400, "w " * 400, "é" * 600,
    "-" * 600, "…" * 300,
)  # fmt: skip
_PIECES = (*WORDS, *ESCAPES.values(), *DECEIT.values(), *(text[:200] for text in payloads.KINDS.values()))


def titles(count: int, seed: int) -> Iterator[str]:
    """The list itself, then mixtures of it with random characters and plain words; the same for a seed."""
    yield from _PIECES[:count]
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    for _ in range(count - len(_PIECES)):
        pieces = chance.choices(_PIECES, k=chance.randint(1, 4))
        pieces += ["".join(chr(_code(chance)) for _ in range(chance.randint(0, 12)))]
        pieces += chance.choices(("storm", "closes", "harbour ", " [", "/] "), k=chance.randint(0, 3))
        chance.shuffle(pieces)
        yield chance.choice(("", " ")).join(pieces)


def _code(chance: random.Random) -> int:
    return chance.choice((chance.randrange(0x300), chance.randrange(0x3000), chance.randrange(0x110000)))
