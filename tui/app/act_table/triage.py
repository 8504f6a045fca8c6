"""Triage: marks, later, tags, dismissing, on one article or many; taking it back. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, HEADLINES, Act

TABLE: tuple[Act, ...] = (
    Act("toggle-read", "read", "Mark read, or unread again.", ("m",), ARTICLES, ARTICLES),
    Act(
        "star", "star", "Star, or take the star away. Starred articles are kept.", ("s",), ARTICLES, ARTICLES
    ),
    Act(
        "later",
        "later",
        "Put off until a time: then it is unread again and on top. Once more takes it back.",
        ("z",),
        ARTICLES,
        ARTICLES,
        argument="TIME",
    ),
    Act(
        "dismiss",
        "dismiss",
        "Out of every list until its headline says something new.",
        ("x",),
        ARTICLES,
        ARTICLES,
    ),
    Act("dismiss-for-good", "dismiss for good", "Out of every list for good.", ("X",), ARTICLES),
    Act(
        "tag",
        "tag",
        "Give a tag, or take it away: a word. Tagged articles are kept.",
        ("#",),
        ARTICLES,
        argument="TAG",
    ),
    Act(
        "select",
        "select",
        "Begin a range that the cursor ends; once more, and it stays selected.",
        ("v",),
        HEADLINES,
        HEADLINES,
    ),
    Act(
        "select-query",
        "select what",
        "Select what a query finds in the list; an empty one, all.",
        ("V",),
        HEADLINES,
        argument="QUERY",
    ),
    Act(
        "mark-list-read",
        "all read",
        "Mark the list read, or the source or group under the cursor: not what has arrived since.",
        ("A",),
    ),
    Act("mark-all-read", "everything read", "Mark all articles of all sources read.", ()),
    Act("mark-above-read", "above read", "Mark read what stands above.", ("(",), HEADLINES),
    Act("mark-below-read", "below read", "Mark read what stands below.", (")",), HEADLINES),
    Act("read", "mark read", "Mark read what a query finds in the list.", (), HEADLINES, argument="QUERY"),
    Act("unread", "mark unread", "Mark unread what a query finds in it.", (), HEADLINES, argument="QUERY"),
    Act(
        "undo",
        "undo",
        "Take back the last act on articles, also of an earlier session or another terminal.",
        ("u",),
        shown=HEADLINES,
    ),
    Act("redo", "redo", "Do again what was taken back.", ("ctrl+r",)),
    Act("triage-mode", "triage", "One unread article at a time, one key for each decision.", ("t",)),
)
