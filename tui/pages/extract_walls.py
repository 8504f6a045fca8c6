"""Why a page has no more text than it has: a wall, a program, a doorman. Pure.

Knows no network. The words are for the reader of the article: a sentence without full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.pages.extract_meta import Meta
from tui.pages.extract_units import Unit
from tui.text import host_of

FEW = 80
"""Tokens of a story below which the page's other words tell why there are so few."""
CUT = 120
"""Tokens below which a story that its publisher calls "not free" is taken to be cut."""

CONSENT = "the page asks for consent to cookies before it shows its text"
PAYWALL = "the rest is for subscribers"
SCRIPT = "the page makes its text by a program in the browser"
DOORMAN = "the site lets no programs in, it wants proof of a human"
LOGIN = "the page wants a log-in"
EMPTY = "no story was found on the page"
LONG = "the page is too long to be read whole"
INSTEAD = frozenset({CONSENT, SCRIPT, DOORMAN, LOGIN})
"""Those that stand in the story's place and not at its end."""

_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|guce|cmp|privacy|cookies?)\.")
_SIGNS = {
    DOORMAN: (
        r"verify(?:ing)? (?:that )?you are (?:a )?human", "are you a robot", "unusual traffic", "captcha",
        "just a moment", "access denied", "checking your browser", "enable cookies and reload",
        "request unsuccessful", "pardon our interruption", "bist du ein mensch",
        r"vérifi\w+ que vous êtes humain", "no eres un robot",
    ),
    CONSENT: (
        "before you continue", r"we and our (?:\d+ )?partners", r"(?:accept|reject) all(?: cookies)?",
        r"we (?:use|value) (?:cookies|your privacy)", r"alle(?:n)? akzeptieren", "akzeptieren und weiter",
        "wir verwenden cookies", "mit werbung weiterlesen", "zustimmen", "accepter et continuer",
        "tout accepter", "continuer sans accepter", "aceptar y continuar", r"aceptar todas?",
        r"accetta (?:e continua|tutti)", "alles accepteren", "akceptuj", "godkänn alla", "aceitar todos",
        "принять все",
    ),
    PAYWALL: (
        r"subscribers? only", "for subscribers", r"subscribe to (?:read|continue|unlock)",
        r"to (?:continue|keep) reading", "already a subscriber", "unlock this article",
        r"this (?:article|story|content) is (?:reserved|for|only)", "you have reached your",
        r"reste [\d.,]+ ?% (?:de cet article )?à lire", r"réservée? aux abonnés", "nur für abonnenten",
        r"la suite (?:de cet article )?est réservée", "jetzt weiterlesen", "weiterlesen mit",
        "exklusiv für abonnent", "artikel freischalten", r"solo (?:para )?suscriptores",
        "exclusivo para suscriptores", "contenido exclusivo", "per gli abbonati", "riservato agli abbonati",
        "voor abonnees", "for abonnenter", "för prenumeranter", "tylko dla prenumerat",
        r"exclusivo (?:para )?assinantes", "会員限定", "有料会員", "订阅后", "訂閱後", "구독자 전용",
        "только для подписчиков",
    ),
    SCRIPT: (
        r"(?:enable|turn on|activate|requires?|need) javascript",
        r"javascript (?:is )?(?:required|disabled|must)", r"javascript (?:aktivieren|deaktiviert)",
        "activer javascript", r"habilit\w+ javascript", r"attiva\w* javascript",
    ),
    LOGIN: (
        r"log ?in to (?:continue|view|read)", r"sign in to (?:continue|view|read)",
        r"bitte (?:melden|loggen) sie sich",
    ),
}  # fmt: skip
_TELLING = {words: re.compile("|".join(signs), re.IGNORECASE) for words, signs in _SIGNS.items()}


def wall(
    units: Sequence[Unit], story: int, ending: str, meta: Meta, url: str, noscript: str, scripts: int
) -> str:
    """Why the story of so many tokens is all there is, "" where it seems to be whole.

    ``ending``: its last words; ``noscript``: what the page says to those without programs; ``scripts``:
    how many programs it has.
    """
    if _CONSENT_HOST.search(host_of(url)):
        return CONSENT
    cut = ending.rstrip().endswith(("…", "..."))
    if not meta.stated.free and (story < CUT or cut):
        return PAYWALL
    if story >= FEW and not cut:
        return ""
    shown = " ".join(unit.text for unit in units[:400])[:20_000]
    for words, telling in _TELLING.items():
        if telling.search(shown) or (words in (SCRIPT, DOORMAN) and telling.search(noscript)):
            return words
    if story:
        return ""
    few = sum(len(unit.tokens) for unit in units) < FEW
    return SCRIPT if scripts and few else EMPTY
