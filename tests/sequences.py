"""All that telex may write to a terminal: a grammar. Any other byte is a fault, wherever it came from.

Each sequence stands here with its reason. ``strays`` reads a whole stream; ``Terminal`` holds every test on a
pty against it.
"""

from __future__ import annotations

import re
import unicodedata

# (what, why, how it is written). Numbers are bounded, so that no sequence hides in another's parameters.
_N = r"[0-9]{1,4}"
# An address as OSC 8 has it: of the web, printable ASCII, nothing that could end it.
_LINK = r"https?://[!-~]{1,2100}"
# Text within an OSC: printable, no control of either kind; what is printable is looked at again below.
_WORDS = r"[^\x00-\x1f\x7f-\x9f]*"
GRAMMAR: tuple[tuple[str, str, str], ...] = (
    ("SGR", "looks", r"\x1b\[(?:[0-9]{1,3}(?:;[0-9]{1,3}){0,24})?m"),
    ("CUP", "a cell to write at", rf"\x1b\[{_N}(?:;{_N})?H|\x1b\[H"),
    ("CHA", "a cell of the line to write at", rf"\x1b\[{_N}G"),
    ("CUF", "over cells that stay", rf"\x1b\[(?:{_N})?C"),
    ("CUB", "back to a cell of the line", rf"\x1b\[(?:{_N})?D"),
    ("LF, RI", "to a line below or above, from its first cell or some cells further left",
     r"\r?(?:\n{1,3}|(?:\x1bM){1,2})\x08{0,4}"),
    ("EL, ECH, ED", "blank: the rest of a line, some cells, the rest of the screen",
     rf"\x1b\[(?:K|{_N}X|J)"),
    ("DECSTBM", "lines move: a step of scrolling in a few bytes", rf"\x1b\[(?:{_N};{_N})?r"),
    ("DL, IL", "lines move up, down", rf"\x1b\[(?:{_N})?[ML]"),
    ("DECSET", "modes: alternate screen, cursor, wrap, mouse, focus, paste, size, frames",
     r"\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1049|2004|2026|2048|1000;1002;1006)[hl]"),
    ("DSR", "asks for an answer: how far away the terminal is", r"\x1b\[5n"),
    ("DECRQM", "asks for whole frames (2026) and sizes in band (2048)", r"\x1b\[\?20(?:26|48)\$p"),
    ("kitty keys", "plain keys while telex is there, and back", r"\x1b\[(?:>[0-9]{1,2}|<)u"),
    ("DA1, cell size", "asks what a terminal is that is to draw a picture", r"\x1b\[c|\x1b\[16t"),
    ("kitty graphics", "asks for them; a picture that the user asked for; takes it away",
     r"\x1b_G(?:i=31,s=1,v=1,a=q,t=d,f=24;AAAA|a=d,d=A,q=2"
     r"|(?:a=T,f=100,c=[0-9]{1,3},r=[0-9]{1,3},C=1,q=2,)?m=[01];[A-Za-z0-9+/=]{1,4096})\x1b\\"),
    ("sixel", "a picture that the user asked for", r"\x1bP0;0;0q[!-~]*\x1b\\"),
    ("OSC 8", "a link that the terminal itself can open", rf"\x1b\]8;;(?:{_LINK})?\x1b\\"),
    ("OSC 52", "a copy that the user asked for", r"\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07"),
    ("OSC 2", "the window's name, at an alert", rf"\x1b\]2;{_WORDS}\x07"),
    ("XTWINOPS", "the terminal keeps the window's name, and gives it back", r"\x1b\[2[23];2t"),
    ("OSC 9", "a notification; never a digit first: those are commands", rf"\x1b\]9;(?![0-9]){_WORDS}\x07"),
    ("OSC 777", "a notification", r"\x1b\]777;notify;[^;\x00-\x1f\x7f-\x9f]*;[^;\x00-\x1f\x7f-\x9f]*\x07"),
    ("OSC 99", "a notification of kitty's, in base64",
     r"\x1b\]99;i=telex[0-9]{1,12}:e=1:d=[01]:p=(?:title|body);[A-Za-z0-9+/]*={0,2}(?:\x1b\\|\x07)"),
)  # fmt: skip
_BELL = ("BEL", "an alert that rings", r"\x07")
_LINES = (
    "line ends",
    "the shell's screen: what is printed before and after the app, and by verbs",
    r"\r*\n|\t",
)
_TEXT = r"[^\x00-\x1f\x7f-\x9f]+"
_PASSED = re.compile(r"\x1bPtmux;((?:[^\x1b]|\x1b\x1b)*)\x1b\\")
"""A sequence that tmux is to pass on: its escapes stand twice."""
_SCREEN = re.compile(r"\x1bP((?:\x1b\][^\x1b\x07]*\x07)+)\x1b\\")
"""Sequences that GNU screen is to pass on."""
_UNFINISHED = re.compile(r"\x1b[^\x1b\x00-\x1f]{0,60}\Z")
_MARKS = 4
"""Marks that may stand on one letter."""
# Said apart from tui.text on purpose: a hole there must not be a hole here.
_UNSEEN = re.compile(
    "\u200c(?=[ -~])|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u200d-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def strays(output: bytes, *, bell: bool = True, killed: bool = False) -> list[str]:
    """What of ``output`` the grammar has no word for, each with what stands around it; at most ten.

    ``bell``: whether one may ring. ``killed``: the last sequence may be cut.
    """
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(output) or error.reason != "unexpected end of data" or not killed:
            return [f"no UTF-8: {output[max(0, error.start - 20) : error.end + 20]!r}"]
        text = output[: error.start].decode("utf-8")
    text = _PASSED.sub(lambda match: match[1].replace("\x1b\x1b", "\x1b"), text)
    text = _SCREEN.sub(lambda match: match[1], text)
    return _faults(_UNFINISHED.sub("", text) if killed else text, bell=bell)


def _faults(text: str, *, bell: bool) -> list[str]:
    words = _words(bell)
    found: list[str] = []
    place = 0
    while place < len(text) and len(found) < 10:
        match = words.match(text, place)
        if match is None:
            found.append(repr(text[max(0, place - 30) : place + 30]))
            place += 1
            continue
        place = match.end()
        if not match[0].isascii() and (fault := _unseen(match[0])):
            found.append(f"{fault}: {match[0]!r}")
    return found


def _unseen(text: str) -> str:
    """What is wrong with printable text that is not ASCII; "" where nothing is."""
    hidden = _UNSEEN.search(text)
    if hidden:
        return f"unseen U+{ord(hidden[0]):04X}"
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if run > _MARKS:
            return "more marks than a letter has"
    return ""


def _words(bell: bool) -> re.Pattern[str]:
    rules = [*GRAMMAR, _LINES, *([_BELL] if bell else [])]
    return re.compile("|".join([_TEXT, *(f"(?:{pattern})" for _, _, pattern in rules)]))
