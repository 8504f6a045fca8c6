"""The screen itself: commands, looks, help, leaving. See ``app.act``."""

from __future__ import annotations

from tui.app.act import EVERYWHERE, Act

TABLE: tuple[Act, ...] = (
    Act("command", "command", "Type an act by its name.", (":",)),
    Act("palette", "palette", "Find an act or a theme by typing.", ("ctrl+p",)),
    Act("theme", "theme", "The next theme, or the one that is named.", ("T",), argument="NAME"),
    Act("guide", "guide", "Choose sources from a catalogue, the keys and the alerts, step by step.", (",?",)),
    Act(
        "settings",
        "settings",
        "Settings, keys, rules, folders, places, sources: all that can be set, to look at and to change.",
        (",c",),
        argument="NAME",
    ),
    Act(
        "edit-settings",
        "edit settings",
        "The configuration in $EDITOR: sources, groups, rules, all.",
        (",e",),
    ),
    Act("bind", "bind", "Give a key another act: bind KEY ACT.", (",k",), argument="KEY ACT"),
    Act("zoom", "zoom", "The pane with the keys alone, or with its neighbours again.", ("Z",)),
    Act("wider", "wider", "Make the pane wider; kept for terminals of this size.", ("+",)),
    Act("narrower", "narrower", "Make the pane narrower.", ("-",)),
    Act("redraw", "redraw", "Draw the whole screen anew.", ("ctrl+l",)),
    Act("terminal", "terminal", "How far away the terminal is, and what is left out because of it.", ()),
    Act("suspend", "suspend", "Back to the shell; `fg` returns.", ("ctrl+z",)),
    Act("help", "help", "What the keys do here.", ("?",), shown=EVERYWHERE),
    Act("quit", "quit", "Leave telex.", ("Q", "ctrl+c")),
)
