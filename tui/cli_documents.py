"""The man page and the shells' completions, made from the parser of the command line. Pure."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tui import __version__

SHELLS = ("bash", "zsh", "fish")


def verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The verbs of a command line with the parser of each."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to look at a parser
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return dict(action.choices)
    return {}


def options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The options and arguments that the help names."""
    for action in parser._actions:  # noqa: SLF001
        if action.help != argparse.SUPPRESS and not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield action


def man_page(parser: argparse.ArgumentParser) -> str:
    """``telex(1)`` in the man macros."""
    lines = [
        f'.TH TELEX 1 "" "telex {__version__}" "User Commands"',
        ".SH NAME",
        r"telex \- a news desk in a terminal",
        ".SH SYNOPSIS",
        ".B telex",
        "[options] [verb [arguments]]",
        ".SH DESCRIPTION",
        _roff(parser.description or ""),
        "The keys are shown by ? in the app; every setting is explained in the configuration.",
        ".SH OPTIONS",
        *_described(parser),
        ".SH VERBS",
    ]
    for name, verb in verbs(parser).items():
        lines += [".SS " + _roff(f"telex {name}"), _roff(verb.description or ""), *_described(verb)]
    lines += [".SH EXIT STATUS"]
    for line in (parser.epilog or "").splitlines()[1:]:
        code, _, words = line.strip().partition(" ")
        lines += [".TP", _roff(code), _roff(words.strip())]
    lines += [
        ".SH FILES",
        *[".TP", r".I ~/.config/telex/config.toml", "The configuration; its folder also holds themes/."],
        *[".TP", r".I ~/.local/share/telex/telex.db", "The cache."],
        *[".TP", r".I ~/.local/state/telex/", "Log and reports of crashes."],
    ]
    return "\n".join(lines) + "\n"


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """A file for ``shell``, one of ``SHELLS``, that completes verbs, options and their choices."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](parser)


def _described(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in options(parser):
        names = ", ".join(rf"\fB{_roff(name)}\fR" for name in action.option_strings)
        value = "" if action.nargs == 0 else _value(action)
        yield from (".TP", " ".join(part for part in (names, value) if part), _roff(_help(action)) or "\\&")


def _value(action: argparse.Action) -> str:
    name = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest)
    return rf"\fI{_roff(str(name))}\fR"


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("%(default)s", str(action.default))


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped.split("\n"))


def _names(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in options(parser) for name in action.option_strings]


def _choices(parser: argparse.ArgumentParser) -> list[str]:
    """Words that may stand where an argument without an option does."""
    return [
        str(each)
        for action in options(parser)
        if not action.option_strings and action.choices
        for each in action.choices
    ]


def _bash(parser: argparse.ArgumentParser) -> str:
    known = verbs(parser)
    offered = {name: " ".join([*_choices(verb), *_names(verb)]) for name, verb in known.items()}
    cases = "".join(f'    {name}) words="{words}" ;;\n' for name, words in offered.items())
    return f"""\
# telex completions for bash: source this, or put it in ~/.local/share/bash-completion/completions/telex
_telex() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" verb="" word words
  case "$previous" in --config|--output|-o|import) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --cache) COMPREPLY=($(compgen -d -- "$current")); return ;; esac
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case " {" ".join(known)} " in *" $word "*) verb="$word"; break ;; esac
  done
  case "$verb" in
{cases}    *) words="{" ".join([*known, *_names(parser)])}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _telex telex
"""


def _zsh(parser: argparse.ArgumentParser) -> str:
    known = verbs(parser)
    listed = " ".join(_pair(name, verb.description or "") for name, verb in known.items())
    cases = ""
    for name, verb in known.items():
        words = [_pair(each, "") for each in _choices(verb)]
        words += [_pair(each, _help(action)) for action in options(verb) for each in action.option_strings]
        cases += f"    {name}) offered=({' '.join(words)}) ;;\n"
    return f"""\
#compdef telex
# telex completions for zsh: put this file as _telex into a folder of $fpath
_telex() {{
  local -a offered
  local word verb=
  for word in ${{words[2,CURRENT-1]}}; do
    case " {" ".join(known)} " in *" $word "*) verb=$word; break ;; esac
  done
  case ${{words[CURRENT-1]}} in
    --config|--output|-o|import) _files; return ;;
    --cache) _files -/; return ;;
  esac
  case $verb in
{cases}    *) offered=({listed}) ;;
  esac
  _describe 'telex' offered
}}
_telex "$@"
"""


def _pair(name: str, words: str) -> str:
    """A word and what it is for, as zsh's ``_describe`` takes them."""
    text = f"{name.replace(':', chr(92) + ':')}:{words}".replace("\n", " ")
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(parser: argparse.ArgumentParser) -> str:
    known = verbs(parser)
    nothing_yet = f"not __fish_seen_subcommand_from {' '.join(known)}"
    places = [(nothing_yet, parser)]
    places += [(f"__fish_seen_subcommand_from {name}", verb) for name, verb in known.items()]
    lines = [
        "# telex completions for fish: put this file into ~/.config/fish/completions/telex.fish",
        "complete -c telex -f",
    ]
    for condition, verb in places:
        here = f"complete -c telex -n {_fish_quoted(condition)}"
        for action in options(verb):
            takes = "" if action.nargs == 0 else " -r"
            for name in action.option_strings:
                kind = "-l" if name.startswith("--") else "-s"
                lines.append(f"{here} {kind} {name.lstrip('-')}{takes} -d {_fish_quoted(_help(action))}")
        if words := _choices(verb):
            lines.append(f"{here} -a {_fish_quoted(' '.join(words))}")
    for name, verb in known.items():
        words_ = _fish_quoted(verb.description or "")
        lines.append(f"complete -c telex -n {_fish_quoted(nothing_yet)} -a {name} -d {words_}")
    return "\n".join(lines) + "\n"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"
