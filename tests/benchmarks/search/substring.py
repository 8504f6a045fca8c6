"""Pairs, trigrams or words alone: size and recall in Chinese, Japanese, Korean and Thai.

    python -m tests.benchmarks.search.substring        # writes substring.md and substring.json beside it

Texts are drawn from an invented lexicon for each script: words of one to four characters by Zipf's law,
written without spaces, Korean ones with. What is sought are those words as they stand
in the texts; right is what ``in`` says of the text itself.
"""

from __future__ import annotations

import json
import random
import time
from itertools import accumulate
from pathlib import Path

import apsw

from tui.words import indexed, sought

SCRIPTS = {
    "Chinese": (range(0x4E00, 0x4E00 + 3_000), ""),
    "Japanese": ([*range(0x3042, 0x3094)] * 12 + [*range(0x5000, 0x5000 + 2_000)], ""),
    "Korean": (range(0xAC00, 0xAC00 + 1_500), " "),
    "Thai": (range(0x0E01, 0x0E2F), ""),
}
LEXICON, ARTICLES, WORDS, ASKED = 8_000, 2_000, 220, 150
LENGTHS = (2, 2, 2, 3, 3, 4)
TOKENS = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
KINDS = ("pairs", "trigram", "words alone")


def lexicon(chance: random.Random, letters: list[str]) -> list[str]:
    """Invented words, the short ones first."""
    found: dict[str, None] = {}
    while len(found) < LEXICON:
        found["".join(chance.choices(letters, k=chance.choice(LENGTHS)))] = None
    return sorted(found, key=len)


def texts(chance: random.Random, words: list[str], space: str) -> list[str]:
    """Articles of ``WORDS`` words each, in sentences of some twenty."""
    cumulative = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    made: list[str] = []
    for _ in range(ARTICLES):
        drawn = chance.choices(words, cum_weights=cumulative, k=WORDS)
        sentences = [space.join(drawn[start : start + 20]) for start in range(0, WORDS, 20)]
        made.append(". ".join(sentences))
    return made


def built(kind: str, articles: list[str]) -> tuple[apsw.Connection, float]:
    """An index of one kind over the articles, and the seconds that it took."""
    connection = apsw.Connection("")
    tokens = "trigram" if kind == "trigram" else TOKENS
    connection.execute(
        "CREATE VIRTUAL TABLE found USING fts5 (text, content = '', contentless_delete = 1,"
        f' tokenize = "{tokens}")'
    )
    begun = time.perf_counter()
    rows = [(n, indexed(text) if kind == "pairs" else text) for n, text in enumerate(articles)]
    with connection:
        connection.executemany("INSERT INTO found (rowid, text) VALUES (?, ?)", rows)
    connection.execute("INSERT INTO found (found) VALUES ('optimize')")
    return connection, time.perf_counter() - begun


def asked(kind: str, word: str) -> str:
    """The FTS5 expression that looks for a word."""
    if kind != "pairs":
        return f'"{word}"'
    words, prefix = sought(word, prefix=False)
    return f'"{words}"{" *" if prefix else ""}'


def measured() -> list[dict[str, object]]:
    """One row for each script and kind of index."""
    rows: list[dict[str, object]] = []
    for script, (codes, space) in SCRIPTS.items():
        chance = random.Random(script)  # noqa: S311 - it draws words
        words = lexicon(chance, [chr(code) for code in codes])
        articles = texts(chance, words, space)
        wanted = chance.sample(words[:3_000], ASKED) + chance.sample(words[3_000:], ASKED)
        right = {word: {n for n, text in enumerate(articles) if word in text} for word in wanted}
        wanted = [word for word in wanted if right[word]]
        for kind in KINDS:
            connection, seconds = built(kind, articles)
            size = int(connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'found%'").get)
            row: dict[str, object] = {
                "script": script,
                "index": kind,
                "bytes an article": round(size / ARTICLES),
                "ms an article": round(seconds / ARTICLES * 1_000, 3),
            }
            for name, lengths in (("recall of 2", (2,)), ("recall of 3 and more", (3, 4))):
                hits = total = wrong = 0
                for word in wanted:
                    if len(word) in lengths:
                        found = {
                            int(r[0])
                            for r in connection.execute("SELECT rowid FROM found(?)", (asked(kind, word),))
                        }
                        hits += len(found & right[word])
                        total += len(right[word])
                        wrong += len(found - right[word])
                row[name] = round(hits / total, 3) if total else None
                row[name.replace("recall", "false hits")] = wrong
            rows.append(row)
    return rows


def main() -> None:
    """Measure, and write the table and the JSON."""
    rows = measured()
    here = Path(__file__).parent
    names = list(rows[0])
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join('---' for _ in names)} |"]
    lines += [f"| {' | '.join(str(row[name]) for name in names)} |" for row in rows]
    (here / "substring.md").write_text("\n".join(lines) + "\n", "utf-8")
    (here / "substring.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
