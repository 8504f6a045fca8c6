"""tui.feeds.commands: the user's own programs, bounded."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tui.feeds.commands import CommandError, run


async def ran(
    command: str, *, given: bytes = b"", seconds: float = 30.0, limit: int = 100_000
) -> bytes | str:
    """What it printed, or why it gave nothing."""
    try:
        return await run(command, given=given, seconds=seconds, limit=limit)
    except CommandError as error:
        return str(error)


async def test_a_program_gives_what_it_prints() -> None:
    assert await ran("printf '<%s>' 'a b'") == b"<a b>"


async def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    assert await ran(f"echo $(touch {canary}) `id` ; > {canary} | cat && x") != b""
    assert not canary.exists()


async def test_a_program_reads_what_it_is_given_also_where_that_is_much() -> None:
    document = b"x" * 3_000_000
    assert await ran("wc -c", given=document) == b"3000000\n"
    assert await ran("true", given=document) == b""


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-program --secret", "no-such-program cannot be run: No such file or directory"),
        ("/etc/passwd", "passwd cannot be run: Permission denied"),
        ("sh -c 'echo hunter; echo bad\x1b[2J >&2; exit 3' secret", "sh ended with 3: bad[2J"),
        ("sh -c 'kill -9 $$'", "sh was ended by signal 9"),
        ("false", "false ended with 1"),
    ],
)
async def test_a_program_that_fails_says_why_without_its_arguments(command: str, told: str) -> None:
    assert await ran(command) == told


async def test_a_program_that_never_stops_printing_is_stopped() -> None:
    assert await ran("yes", limit=1_000) == "yes printed more than 1 kB"


async def test_a_program_may_complain_at_length() -> None:
    command = "sh -c 'head -c 3000000 /dev/zero >&2; echo done'"
    assert await ran(command) == b"done\n"


def alive(pid: int) -> bool:
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii")
    except FileNotFoundError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def written(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def pid_in(path: Path) -> int:
    async with asyncio.timeout(30):
        while not written(path).endswith("\n"):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
    return int(written(path))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
async def test_a_program_that_hangs_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"
    command = f"sh -c 'trap \"\" TERM; sleep 600 & echo $! > {child}; wait'"
    assert await ran(command, seconds=1.0) == "sh took longer than 1 s and was stopped"
    pid = await pid_in(child)
    async with asyncio.timeout(30):
        while alive(pid):  # noqa: ASYNC110 - it is no child of ours
            await asyncio.sleep(0.01)


async def test_a_child_that_left_the_group_and_keeps_the_pipe_holds_nobody_up(tmp_path: Path) -> None:
    escaped = tmp_path / "escaped"
    program = (
        "import os, sys, time\n"
        "if os.fork(): time.sleep(600)\n"
        f"os.setsid(); open({str(escaped)!r}, 'w').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    )
    script = tmp_path / "script.py"
    script.write_text(program)
    assert "took longer" in str(await ran(f"{sys.executable} {script}", seconds=2.0))
    os.kill(await pid_in(escaped), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
async def test_a_caller_that_gives_up_leaves_no_program_behind(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    task = asyncio.create_task(ran(f"sh -c 'echo $$ > {file}; exec sleep 600'"))
    pid = await pid_in(file)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(30):
        while alive(pid):  # noqa: ASYNC110 - the watcher reaps it
            await asyncio.sleep(0.01)
