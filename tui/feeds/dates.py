"""A date as feeds write it, to seconds since 1970: RFC 822, RFC 3339, ISO 8601 and broken ones.

Pure; knows no feed format. Nothing is guessed from today's date.

- Two digits of a year: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999; three digits count from
  1900 (RFC 5322, 4.3).
- A zone by name is that of the table below. A military letter is UTC, since RFC 822 had their signs
  wrong (RFC 5322, 4.3). No zone, an unknown one, or one more than 14 hours away is UTC.
- Three plain numbers are year-month-day when the year stands first, day.month.year with full stops or
  hyphens, and month/day/year with slashes unless the first can be no month.
- A bare number is seconds or milliseconds since 1970, a date without separators, or a year (W3C-DTF).
- What lies before 1990 or after 2099 is no date but a template's zero (36 of 3,000 real entries say
  year 1) or a blunder.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

EARLIEST = 631_152_000
"""1990-01-01."""
LATEST = 4_102_444_800
"""2100-01-01."""
_LONGEST = 100
_DAY = 86_400
_FURTHEST_ZONE = 14 * 60

_MONTHS = (
    # English, German, French, Spanish, Portuguese, Italian, Polish, Turkish, Russian, Greek, Dutch,
    # Hungarian and Czech, in full and cut, with and without accents; in full also Finnish, Ukrainian,
    # Bulgarian, Romanian, Catalan and Arabic.
    "jan gennaio ene enero januar jänner jaenner janvier janv janeiro stycznia styczeń ocak января "
    "янв ιαν januari január leden ledna "
    "tammikuuta січня януари ianuarie gener يناير",
    "feb febbraio febrero februar feber fév févr février fevereiro fev lutego luty şubat февраля фев "
    "φεβ februari február února únor "
    "helmikuuta лютого февруари februarie febrer فبراير",
    "mar märz maerz mär mrz mars março marzo marca marzec mart марта мар μαρ maart március března březen "
    "maaliskuuta березня март martie març مارس",
    "apr april avril avr abr abril aprile kwietnia kwiecień nisan апреля апр απρ április dubna duben "
    "huhtikuuta квітня април aprilie أبريل ابريل",
    "may mai mayo maio maggio mag maja maj mayıs мая май μαϊ μαι mei május května květen "
    "toukokuuta травня май maig مايو",
    "jun june juni juin junio junho giugno giu czerwca czerwiec haziran июня июн ιουν ιούν június "
    "června červen "
    "kesäkuuta червня юни iunie juny يونيو",
    "jul july juli juil juillet julio julho luglio lug lipca lipiec temmuz июля июл ιουλ ιούλ július "
    "července červenec "
    "heinäkuuta липня юли iulie juliol يوليو",
    "aug august août aout ago agosto sierpnia sierpień ağustos августа авг αυγ αύγ augustus augusztus "
    "srpna srpen "
    "elokuuta серпня август أغسطس اغسطس",
    "sep sept september septembre septiembre setembro set settembre września wrzesień eylül сентября "
    "сен σεπ szeptember září "
    "syyskuuta вересня септември septembrie setembre سبتمبر",
    "oct okt oktober october octobre octubre outubro out ottobre ott października październik ekim "
    "октября окт οκτ október října říjen "
    "lokakuuta жовтня октомври octombrie أكتوبر اكتوبر",
    "nov november novembre noviembre novembro listopada listopad kasım ноября ноя νοε νοέ "
    "marraskuuta листопада ноември noiembrie نوفمبر",
    "dec dez dezember december décembre déc dic diciembre dezembro dicembre grudnia grudzień aralık "
    "декабря дек δεκ prosince prosinec "
    "joulukuuta грудня декември decembrie desembre desember des ديسمبر",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH |= {"january": 1, "february": 2, "march": 3, "august": 8, "listopadu": 11}
_ZONE = {
    # Minutes east of Greenwich. Of a name with several meanings the one that feeds use.
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330,
    "cet": 60, "mez": 60, "met": 60, "cest": 120, "mesz": 120, "mest": 120, "sast": 120, "eet": 120,
    "eest": 180, "idt": 180, "msk": 180, "msd": 240, "trt": 180, "gst": 240, "pkt": 300, "npt": 345,
    "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480, "pht": 480, "jst": 540, "kst": 540,
    "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "nst": -210, "ndt": -150, "ast": -240, "adt": -180, "brt": -180, "brst": -120, "art": -180, "clt": -240,
    "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "ct": -360, "mst": -420, "mdt": -360,
    "mt": -420, "pst": -480, "pdt": -420, "pt": -480, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|z|[+-]\d\d:?\d\d)?)?"
)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},? +)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?"
    r" (?![AP]M)([A-Z]{1,5}|[+-]\d{4})"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{4})-(\d{3})(?!\d)")
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?:[.h](?=\d\d)|:)(\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?(?![\d.])"
    r"\s*([ap]\.?\s?m\b\.?)?"
    r"|(?<!\d)(\d{1,2})\s*([ap]\.?m\b\.?)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d:\d")
_AFTERNOON = re.compile(r"오후|下午|午後")
_MORNING = re.compile(r"오전|上午|午前")
_EAST_ASIAN = re.compile(r"(\d+)\s*[年년]\s*(\d+)\s*[月월]\s*(\d+)\s*[日일]?")
_EAST_ASIAN_TIME = re.compile(r"(\d+)\s*[時时시点]\s*(\d+)\s*[分분](?:\s*(\d+)\s*[秒초])?")
_OFFSET = re.compile(r"(?<![\d-])\s*(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d\d)?(?![\d:/-])", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DATE_NUMBERS = re.compile(r"(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)")


@lru_cache(maxsize=4_096)
def moment(text: str) -> int | None:
    """The time that ``text`` names, in seconds since 1970; None for none, nonsense, or one out of range."""
    text = " ".join(text[:_LONGEST].split())
    if not text:
        return None
    try:
        at = _strict(text)
        at = _loose(text) if at is None else at
    except (ValueError, OverflowError):
        return None  # a month of 13, the 31st of April, a year 0
    return at if at is not None and EARLIEST <= at < LATEST else None


def _strict(text: str) -> int | None:
    """The two forms that nearly all feeds use, in a fifth of the time."""
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day, *clock = [int(part or 0) for part in found.groups()[:6]]
        return _at(year, month, day, clock[0], clock[1], clock[2], _zone(found[7]))
    if (found := _RFC822.fullmatch(text)) and (number := _MONTH.get(found[2].lower())):
        return _at(
            int(found[3]),
            number,
            int(found[1]),
            int(found[4]),
            int(found[5]),
            int(found[6] or 0),
            _zone(found[7]),
        )
    return None


def _loose(text: str) -> int | None:
    if text.isdecimal():
        return _digits(text)
    text = _PARENTHESES.sub(" ", text.replace("\N{MINUS SIGN}", "-"))
    clock, rest = _clock(text)
    day = _day(rest)
    if day is None:
        return None
    return _at(*day, *clock)


def _digits(text: str) -> int | None:
    """A bare number: a year, a date without separators, or a count since 1970."""
    if len(text) == 4:
        return _at(int(text), 1, 1, 0, 0, 0, 0)
    if len(text) in (8, 12, 14) and 1990 <= int(text[:4]) < 2100 and 1 <= int(text[4:6]) <= 12:
        parts = [int(text[place : place + 2]) for place in range(4, len(text), 2)]
        parts += [0] * (5 - len(parts))
        return _at(int(text[:4]), parts[0], parts[1], parts[2], parts[3], parts[4], 0)
    if len(text) in (9, 10):
        return int(text)
    return int(text) // 1_000 if len(text) in (12, 13) else None


def _clock(text: str) -> tuple[tuple[int, int, int, int], str]:
    """Hour, minute, second and zone of ``text``, and what remains of it."""
    if found := _EAST_ASIAN_TIME.search(text):
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    else:
        found = _time(text)
        if found is None:
            return (0, 0, 0, 0), text
        hour, minute, second = int(found[1] or found[5]), int(found[2] or 0), int(found[3] or 0)
    half = ((found.re is _TIME and (found[4] or found[6])) or "")[:1].lower()
    half = half or ("p" if _AFTERNOON.search(text) else "a" if _MORNING.search(text) else "")
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    before, after = text[: found.start()], text[found.end() :]
    zone = 0
    if offset := _OFFSET.match(after):
        zone = _minutes(offset)
        after = after[offset.end() :]
    else:
        word = next((word for word in _WORD.findall(after) if word.lower() in _ZONE), "")
        zone = _ZONE.get(word.lower(), 0)
        after = after.replace(word, " ", 1) if word else after
    return (hour, minute, second, zone), f"{before} {after}"


def _time(text: str) -> re.Match[str] | None:
    """Where the time stands: a full stop or an h parts hours from minutes only where no colon does."""
    colons = _CLOCK.search(text) is not None
    for found in _TIME.finditer(text):
        if found[5] or not colons or ":" in found[0]:
            dotted = found[1] and "." in found[0][: len(found[1]) + 1]
            if not dotted or found[4]:
                return found
    return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of what remains when the time is taken out."""
    if found := _EAST_ASIAN.search(text):
        return _full(found[1]), int(found[2]), int(found[3])
    if found := _WEEK.search(text):
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
        return day.year, day.month, day.day
    if found := _ORDINAL.search(text):
        day = date.fromordinal(date(int(found[1]), 1, 1).toordinal() + int(found[2]) - 1)
        return day.year, day.month, day.day
    # The last, for "mar" is a Tuesday before it is March.
    words = [word.lower() for word in reversed(_WORD.findall(text))]
    month = next((_MONTH[word] for word in words if word in _MONTH), None)
    if month is None:
        month = next((_MONTH[word[:3]] for word in words if word.isascii() and word[:3] in _MONTH), None)
    if month is not None:
        return _with_month(month, _NUMBER.findall(text))
    if found := _DATE_NUMBERS.search(text):
        return _with_numbers(found[1], found[2], found[3], found[4])
    if found := re.fullmatch(r"(\d{4})(?:-(\d\d))?", text.strip()):
        return int(found[1]), int(found[2] or 1), 1
    return None


def _with_month(month: int, numbers: list[str]) -> tuple[int, int, int] | None:
    """A date whose month is a word: the day is the number that can be one, the year the other."""
    numbers = [number for number in numbers if len(number) <= 4][:2]
    if not numbers:
        return None
    if len(numbers) == 1:
        return (int(numbers[0]), month, 1) if len(numbers[0]) == 4 else None
    first, second = numbers
    if len(first) > 2 or int(first) > 31:
        first, second = second, first
    return _full(second), month, int(first)


def _with_numbers(first: str, separator: str, second: str, third: str) -> tuple[int, int, int] | None:
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    if separator == "/" and int(first) <= 12:
        first, second = second, first
    return _full(third), int(second), int(first)


def _full(year: str) -> int:
    number = int(year)
    if len(year) <= 2:
        return number + (2000 if number < 50 else 1900)
    return number + 1900 if len(year) == 3 else number


def _zone(text: str | None) -> int:
    if not text:
        return 0
    found = _OFFSET.fullmatch(text)
    return _minutes(found) if found else _ZONE.get(text.lower(), 0)


def _minutes(offset: re.Match[str]) -> int:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > _FURTHEST_ZONE:
        return 0
    return -minutes if offset[1] == "-" else minutes


def _at(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: int) -> int:
    """Seconds since 1970; 24:00 and :60 are the next day and minute. Raises ValueError for no such date."""
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError
    days = date(year, month, day).toordinal() - _EPOCH
    return days * _DAY + hour * 3_600 + minute * 60 + second - zone * 60


_EPOCH = date(1970, 1, 1).toordinal()
