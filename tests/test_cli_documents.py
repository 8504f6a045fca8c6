"""The man page and the shells' completions say what the command line takes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tui.cli_arguments import parser
from tui.cli_documents import SHELLS, completion, man_page, options, verbs


def test_the_manual_names_every_verb_and_option() -> None:
    page = man_page(parser()).replace("\\-", "-")
    for name, verb in verbs(parser()).items():
        assert f".SS telex {name}\n" in page
        assert all(option in page for action in options(verb) for option in action.option_strings)
    assert "--read-only" in page
    assert "--attached" not in page


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man")
def test_man_takes_the_manual_without_a_warning(tmp_path: Path) -> None:
    (tmp_path / "telex.1").write_text(man_page(parser()))
    done = subprocess.run(
        ["man", "--warnings", "-l", tmp_path / "telex.1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert "a news desk in a terminal" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_its_completions(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    (tmp_path / "file").write_text(completion(parser(), shell))
    done = subprocess.run([shell, "-n", tmp_path / "file"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("so", {"sources"}), ("sources --au", {"--audit"}), ("completion z", {"zsh"}), ("--pl", {"--plain"})],
)
def test_bash_completes_verbs_options_and_choices(typed: str, offered: set[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text(completion(parser(), "bash"))
    words = f"telex {typed}".split()
    script = (
        f"source {tmp_path}/file; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _telex;"
        ' echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_every_verb(shell: str) -> None:
    text = completion(parser(), shell)
    assert all(name in text for name in verbs(parser()))
