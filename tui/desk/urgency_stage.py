"""Where a story stands by its headlines' own word: update, wrap-up, correction, retraction. Pure.

After the wires: Reuters' ALERT, NEWSBREAK, UPDATE n, WRAPUP; AP's KILL and CORRECTION. Knows no story.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tui.desk.urgency_markers import folded

RETRACTED, CORRECTED = "RETRACTED", "CORRECTED"
"""The stages of which people who read the story must hear."""

_WORDS = {
    RETRACTED: (
        "kill", "advisory/kill", "mandatory kill", "withdrawn", "retracted", "retraction", "story removed",
        "story withdrawn", "withdrawal", "zurückgezogen", "zurückgenommen", "widerruf", "retirada", "retiré",
        "annule", "annulation", "retractación", "retractado", "ritirata", "ritrattazione", "ingetrokken",
        "återkallad", "tilbagetrukket", "отозвано", "опровержение", "取り消し", "撤稿", "撤回", "전문취소",
        "기사 취소", "سحب", "geri çekildi", "wycofane", "stažena",
    ),
    CORRECTED: (
        "correction", "corrected", "correct", "corrects", "corr", "clarification", "clarified", "erratum",
        "refile", "berichtigung", "korrektur", "korrigiert", "richtigstellung", "rectificatif",
        "rectification", "correctif", "corrección", "rectificación", "fe de errores", "correção", "errata",
        "rettifica",
        "correzione", "errata corrige", "rectificatie", "correctie", "rättelse", "rettelse", "oikaisu",
        "sprostowanie", "oprava", "helyesbítés", "исправление", "исправлено", "уточнение", "виправлення",
        "διόρθωση", "düzeltme", "تصحيح", "תיקון", "訂正", "更正", "修正", "정정", "सुधार",
        "annule et remplace",
    ),
    "WRAPUP": ("wrapup", "wrap-up", "wrap", "roundup", "zusammenfassung", "überblick", "lead-all"),
    "NEWSBREAK": ("newsbreak", "snap"),
}  # fmt: skip
_NAMED = {word: stage for stage, words in _WORDS.items() for word in words}
_ALTERNATIVES = "|".join(re.escape(word) for word in sorted(_NAMED, key=len, reverse=True))
_END = r"\s*(?:[:：|–—/]|-(?!\w*\s?(?:up|out|off)\b))"
_STAGE = re.compile(
    rf"\W*(?:[\[(【]\s*({_ALTERNATIVES})\s*[\])】]|({_ALTERNATIVES})(?:\s*\d{{1,2}})?{_END})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\[(【]\s*(corrected|correction|retracted|withdrawn|updated|korrigiert|rectifié|corregido)"
    r"\s*[\])】]\s*$",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"\W*(?:update|aktualisierung|actualisation|actualización|mise à jour|обновление|更新)"
    rf"\s*(?:no\.?\s*|#)?(\d{{1,2}}){_END}"
    r"|\W*\(?(\d{1,2})(?:st|nd|rd|th)\s*(?:ld|lead|update)\b"
    r"|\W*(\d{1,2})\.\s*(?:neu|update|lead|aktualisierung)\b\s*:",
    re.IGNORECASE,
)
_BARE_UPDATE = re.compile(rf"\W*UPDATED?{_END}")
_DASHED = (
    "kill",
    "withdrawal",
    "correct",
    "corr",
    "snap",
    "wrap",
    "ritirata",
    "retirada",
    "oprava",
    "annule",
)
"""Everyday words: they count in capitals only ("Kill: a film" is one)."""


@lru_cache(maxsize=8_192)  # a story's headlines are looked at again with each article that joins it
def stage_of(title: str) -> str:
    """The stage that a headline states: ``UPDATE 3``, ``CORRECTED``, ``RETRACTED`` …; "" for none."""
    if found := _UPDATE.match(title):
        return f"UPDATE {int(found[1] or found[2] or found[3])}"
    if _BARE_UPDATE.match(title):
        return "UPDATE"
    if found := _STAGE.match(title):
        word = found[1] or found[2]
        if folded(word) not in _DASHED or word == word.upper():
            return _NAMED[folded(word)]
    if found := _TAIL.search(title):
        word = folded(found[1])
        return "UPDATE" if word == "updated" else RETRACTED if word in _NAMED_RETRACTED else CORRECTED
    return ""


_NAMED_RETRACTED = frozenset(_WORDS[RETRACTED])


def later(one: str, other: str) -> str:
    """Of two stages of one story the one that it stands at: a retraction ends it, a correction stays."""
    return max(one, other, key=_order)


def _order(stage: str) -> tuple[int, int]:
    if stage.startswith("UPDATE"):
        number = stage.partition(" ")[2]
        return 2, int(number) if number else 0
    return {RETRACTED: 5, CORRECTED: 4, "WRAPUP": 3, "NEWSBREAK": 1}.get(stage, 0), 0
