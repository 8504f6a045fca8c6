"""The words that newsrooms put before a headline, as data: by language, with the level that they claim.

Knows no article. What a marker is worth is another question (``desk.urgency_worth``).
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.model import Level

_FLASH, _BULLETIN, _URGENT = Level.FLASH, Level.BULLETIN, Level.URGENT

_DOTS = str.maketrans({"ı": "i", "\u0307": None})


def folded(word: str) -> str:
    """A word as it stands in these tables, however it is cased: a Turkish ``İ`` or ``ı`` is an ``i`` here, as
    it is to a regular expression that ignores case."""
    return word.casefold().translate(_DOTS)


MARKERS: Mapping[str, Mapping[Level, tuple[str, ...]]] = {
    "en": {
        _FLASH: ("flash", "news flash", "newsflash"),
        _BULLETIN: ("bulletin",),
        _URGENT: (
            "breaking news", "breaking", "just in", "urgent", "developing", "news alert",
            "breaking news alert", "alert",
        ),
    },
    "de": {
        _FLASH: ("blitz",),
        _URGENT: ("eilmeldung", "eil", "eilt", "breaking news", "jetzt gemeldet"),
    },
    "fr": {
        _FLASH: ("flash", "flash info"),
        _URGENT: (
            "alerte info", "alerte", "dernière minute", "derniere minute", "urgent", "dernière heure",
        ),
    },
    "es": {
        _URGENT: (
            "última hora", "ultima hora", "de última hora", "urgente", "alerta", "último momento",
            "ultimo momento",
        ),
    },
    "pt": {_URGENT: ("urgente", "última hora", "plantão", "alerta", "últimas")},
    "ca": {_URGENT: ("última hora", "urgent", "darrera hora")},
    "it": {_FLASH: ("lampo",), _URGENT: ("ultim'ora", "ultim’ora", "ultimora", "urgente", "allerta")},
    "ro": {_URGENT: ("ultima oră", "ultima ora", "de ultimă oră", "ultimele știri", "urgent")},
    "nl": {_URGENT: ("net binnen", "laatste nieuws", "spoed")},
    "sv": {_FLASH: ("blixt",), _URGENT: ("just nu", "senaste nytt")},
    "da": {_URGENT: ("lige nu", "seneste nyt")},
    "no": {_URGENT: ("siste nytt", "siste", "akkurat nå", "hastemelding")},
    "fi": {_URGENT: ("juuri nyt", "kiireellinen")},
    "pl": {_URGENT: ("pilne", "z ostatniej chwili")},
    "cs": {_URGENT: ("právě teď", "mimořádná zpráva", "mimořádně", "aktuálně")},
    "sk": {_URGENT: ("mimoriadna správa", "práve teraz")},
    "hu": {_URGENT: ("rendkívüli", "rendkívüli hír", "most érkezett")},
    "hr": {_URGENT: ("hitno", "upravo", "najnovije")},
    "sr": {_URGENT: ("хитно", "најновије", "управо")},
    "bg": {_URGENT: ("извънредно", "спешно")},
    "ru": {_FLASH: ("молния",), _URGENT: ("срочно", "срочная новость", "экстренно")},
    "uk": {_FLASH: ("блискавка",), _URGENT: ("терміново", "екстрено")},
    "el": {_URGENT: ("έκτακτο", "εκτακτο", "έκτακτη είδηση", "εκτακτη ειδηση", "τώρα")},
    "tr": {_FLASH: ("flaş",), _URGENT: ("son dakika", "acil")},
    "ar": {_URGENT: ("عاجل", "خبر عاجل", "عاجل جدا")},
    "fa": {_URGENT: ("فوری", "خبر فوری")},
    "he": {_FLASH: ("מבזק",), _URGENT: ("דחוף",)},
    "ur": {_URGENT: ("بریکنگ نیوز", "فوری خبر")},
    "hi": {_URGENT: ("ब्रेकिंग न्यूज़", "ब्रेकिंग न्यूज", "ब्रेकिंग", "ताज़ा ख़बर")},
    "bn": {_URGENT: ("ব্রেকিং নিউজ", "ব্রেকিং")},
    "id": {_URGENT: ("berita terkini", "terkini", "baru saja")},
    "vi": {_URGENT: ("tin khẩn", "khẩn cấp", "khẩn", "tin nóng", "nóng")},
    "th": {_URGENT: ("ด่วน", "ข่าวด่วน")},
    "ja": {_FLASH: ("緊急速報",), _URGENT: ("速報", "ニュース速報", "号外")},
    "zh": {_URGENT: ("快讯", "快訊", "突发", "突發", "即時", "最新消息", "急电")},
    "ko": {_FLASH: ("1보",), _URGENT: ("긴급", "속보")},
    "sw": {_URGENT: ("habari za hivi punde", "habari mpya")},
}  # fmt: skip
"""By ISO 639-1: words that stand in front of a headline when a newsroom means it."""

CAPITALS = frozenset(
    {
        "alert", "alerta", "alerte", "allerta", "bulletin", "developing", "blitz", "blixt", "lampo",
        "upravo", "siste", "nóng", "terkini", "últimas", "τώρα", "spoed", "aktuálně", "најновије",
        "najnovije", "управо",
    }
)  # fmt: skip
"""Markers that are everyday words too: they count in capitals or in brackets only ("Flash: a film")."""

NAMED_CATEGORIES = frozenset({"eilmeldung", "eilmeldungen", "alerte info", "flash info", "news alert"})
"""Categories that say the same as a marker."""

WEAK_CATEGORIES = frozenset(
    {
        "breaking news", "breaking", "última hora", "ultima hora", "ultim'ora", "son dakika", "срочно",
        "速報", "속보", "عاجل", "突发", "urgent", "developing story", "dernière minute", "último minuto",
    }
)  # fmt: skip
"""Categories under which whole sites stand: they count where their source has proved what they mean."""

SECTIONS = (
    "breaking-news", "breaking", "eilmeldung", "eilmeldungen", "ultima-hora", "ultimora", "son-dakika",
    "alerte-info", "news-alert", "srochno", "sokuho", "newsflash",
)  # fmt: skip
"""Parts of an address that say so, likewise weak."""
