"""Text that means harm, by kind: what the border of tui.text is held against."""

from __future__ import annotations

from hypothesis import strategies as st

ESCAPES = {
    "colour": "\x1b[31m",
    "clear screen": "\x1b[2J\x1b[H",
    "clipboard": "\x1b]52;c;UFdORUQ=\x1b\\",
    "window title": "\x1b]2;title\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\",
    "unterminated OSC": "\x1b]0;",
    "device control": "\x1bP+q544e\x1b\\",
    "application command": "\x1b_G\x1b\\",
    "privacy message": "\x1b^x\x1b\\",
    "status report": "\x1b[6n\x1b[c\x1b[>q",
    "title report": "\x1b[21t",
    "reset": "\x1bc",
    "C1 CSI": "\x9b31m",
    "C1 OSC": "\x9d52;c;x\x9c",
    "C1 DCS": "\x90q\x9c",
    "shift out": "\x0e\x0f",
    "bell, backspace, delete": "\x07\x08\x7f",
    "NUL": "\x00",
    "form feed, vertical tab": "\x0b\x0c",
    "separators of information": "\x1c\x1d\x1e\x1f",
    "next line": "\x85",
    "line and paragraph separators": "\u2028\u2029",
}
DECEIT = {
    "embeddings and overrides": "\u202a\u202b\u202c\u202d\u202e",
    "isolates": "\u2066\u2067\u2068\u2069",
    "marks of direction": "\u200e\u200f\u061c",
    "zero-width space": "\u200b",
    "word joiner and invisible operators": "\u2060\u2061\u2062\u2063\u2064",
    "deprecated format characters": "\u206a\u206f",
    "byte order mark": "\ufeff",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "variation selectors": "\ufe0e\ufe0f\U000e0100",
    "Mongolian selectors": "\u180b\u180e",
    "fillers": "\u115f\u1160\u3164\uffa0",
    "Khmer inherent vowels": "\u17b4\u17b5",
    "grapheme joiner": "\u034f",
    "soft hyphen": "\u00ad",
    "annotations": "\ufff9\ufffa\ufffb",
    "shorthand and musical controls": "\U0001bca0\U0001d173\U0001d17a",
    "zero-width joiner": "\u200d",
    "non-joiner before a Latin letter": "\u200c",
    "lone surrogates": "\ud800\udbff\udc00\udfff",
}
NASTY = (
    "".join([*ESCAPES.values(), *DECEIT.values()])
    + " \t\n\r\x85\u2028\u2029\u00a0\u3000e\u0301\u0316क्षि가각\u0958\ufb2c"
)
anything = st.text(st.characters() | st.sampled_from(NASTY))
"""Text of any code points, lone surrogates among them, with much of what is hostile."""
