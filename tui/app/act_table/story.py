"""The story that is read: its full text, searching in it, sending it elsewhere. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, STORY, Act

TABLE: tuple[Act, ...] = (
    Act(
        "full-text",
        "full text",
        "Fetch the page behind the article and show its story; once more: fetch it anew.",
        ("f",),
        ARTICLES,
        STORY,
    ),
    Act(
        "find",
        "find",
        "Find words in the story; n and N go on there, Esc ends it.",
        ("c",),
        STORY,
        STORY,
        argument="WORDS",
    ),
    Act("link-hints", "links", "Letters for the story's links: type one to open it.", ("L",), STORY, STORY),
    Act(
        "picture",
        "picture",
        "Show the picture that is on screen, or that of link NUMBER, full screen until a key.",
        (",v",),
        STORY,
        argument="NUMBER",
    ),
    Act("copy-text", "copy text", "Copy the story's text through the terminal (OSC 52).", ("Y",), ARTICLES),
    Act(
        "pipe",
        "pipe",
        "Give the article to a program: COMMAND, or markdown, html or json before it.",
        ("|",),
        ARTICLES,
        argument="COMMAND",
    ),
    Act("save", "save", "Save the article as Markdown in the folder [story] save_to.", ("S",), ARTICLES),
    Act("read-later", "read later", "Send the article to [story] read_later.", (",l",), ARTICLES),
    Act(
        "play",
        "play",
        "Play an enclosure, or open the one of that number, with [story] player.",
        (",p",),
        ARTICLES,
        argument="NUMBER",
    ),
    Act(
        "download",
        "download",
        "Fetch an enclosure with [story] downloader; how far it is stands on the status line.",
        (",d",),
        ARTICLES,
        argument="NUMBER",
    ),
)
