"""Recurring series: the daily briefing, the weather, the closing of the markets. Pure.

Each instalment is news of its day and resembles the last one more than any news: left alone, they chain
into one story without end. They are known by their titles, which come again from one publisher with
nothing changed but dates and numbers.
"""

from __future__ import annotations

import re
from hashlib import blake2b

AGAIN = 16 * 3_600
"""Seconds after which the same title is another instalment, and not the same news once more."""
MEMORY = 40 * 86_400
"""Seconds for which a title is remembered: a monthly series comes again within it."""
LIMIT = 60_000
"""Titles that are remembered: some 10 MB."""

_DATES = re.compile(
    r"\d+(?:st|nd|rd|th)?|\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|march|mar|april|apr|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|am|pm|live|updates?)\b",
)
_NO_WORD = re.compile(r"[\W_]+")


def pattern_of(publisher: str, title: str) -> int:
    """What is the same in all titles of a series; 0 for a title in which nothing is left."""
    left = _NO_WORD.sub(" ", _DATES.sub(" ", title.lower())).strip()
    if not left:
        return 0
    digest = blake2b(f"{publisher}\0{left}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


class Series:
    """The titles that came, and when."""

    def __init__(self, seen: dict[int, int] | None = None) -> None:
        self.seen = {} if seen is None else seen
        """By ``pattern_of``: when it came first of late, seconds; negative: it has come again since."""

    def instalment(self, publisher: str, title: str, at: int) -> bool:
        """Whether the publisher has used this title before, on another day; and remember it."""
        pattern = pattern_of(publisher, title)
        if not pattern:
            return False
        last = self.seen.get(pattern)
        again = last is not None and (last < 0 or abs(at - last) >= AGAIN)
        self.seen[pattern] = -at if again else at if last is None else last
        if len(self.seen) > LIMIT:
            self.seen = {each: time for each, time in self.seen.items() if abs(time) > at - MEMORY // 4}
        return again
