"""The desk: why, rules, alerts, brief, ticker, changes. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, HEADLINES, Act

TABLE: tuple[Act, ...] = (
    Act(
        "why",
        "why",
        "Why this is here, highlighted or missing: level, sources, rules.",
        ("w",),
        ARTICLES,
    ),
    Act(
        "watch",
        "watch",
        "A rule from this headline, or a query: see what it would have done, then save it.",
        ("W",),
        argument="QUERY",
    ),
    Act("alerts", "alerts", "The alerts of the last week, each with its reasons.", ("!",)),
    Act(
        "brief",
        "brief",
        "What happened since you were last here, or in the last 8h, 2d …: triage works in it.",
        ("b",),
        argument="TIME",
    ),
    Act(
        "changes",
        "changes",
        "What changed in this article since you read it, word by word.",
        ("d",),
        ARTICLES,
    ),
    Act("next-alert", "next alert", "To the next article above ROUTINE in the list.", ("]",), HEADLINES),
    Act("previous-alert", "alert before", "To the one before.", ("[",), HEADLINES),
    Act("snooze", "snooze", "No alert for an hour, or for 30m, 8h …; off: again.", (), argument="TIME"),
    Act("pause-ticker", "pause ticker", "Hold the ticker, or let it run on.", ("P",)),
    Act("scroll-ticker", "scroll ticker", "Let the ticker scroll while news waits, or flip again.", (",t",)),
    Act("tape-back", "tape back", "One step back on the ticker's tape.", ("{",)),
    Act("tape-on", "tape on", "One step on; at its end it runs again.", ("}",)),
    Act("ticker-story", "ticker's story", "From the ticker to its story.", (";",)),
    Act("replay", "replay", "Show the tape of the last hour, or of 3h …, once more.", (), argument="TIME"),
)
