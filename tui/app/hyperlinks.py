"""Which terminals make links of what OSC 8 says is one; others show the bytes or nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "mintty"})
_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "tmux")
"""What ``TERM`` begins with; tmux passes them on since 3.4, and drops them before."""
_VTE = 5_000
"""VTE 0.50, the library of GNOME's terminal and many others."""


def known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to understand links."""
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _PROGRAMS
        or "WT_SESSION" in environ
        or "KONSOLE_VERSION" in environ
        or (vte.isdigit() and int(vte) >= _VTE)
        or environ.get("TERM", "").startswith(_TERMS)
    )
