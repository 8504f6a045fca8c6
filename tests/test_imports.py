"""What an import must not bring along: start-up time, the network beside the screen, files."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import tui

NETWORK = {"httpx", "httpx2", "httpcore2", "feedparser", "lxml", "tui.feeds"}


def run(code: str, home: Path) -> str:
    """What ``code`` prints in a process of its own, that has nothing but an empty home."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(tui.__file__).parents[1]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(home),
        },
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded(module: str, home: Path) -> set[str]:
    """All modules that an import of ``module`` loads."""
    return {*json.loads(run(f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))", home))}


def test_the_app_loads_no_network_and_no_parser(tmp_path: Path) -> None:
    modules = loaded("tui.app.session", tmp_path)
    assert "textual.app" in modules
    assert modules & {"tui.arrivals", "tui.config_lines"} == set()
    assert modules & NETWORK == set()


def test_the_plain_face_loads_no_network_no_parser_and_no_screen(tmp_path: Path) -> None:
    plain = [
        f"tui.plain.{module.name}"
        for module in pkgutil.iter_modules([str(Path(tui.__file__).parent / "plain")])
    ]
    assert plain
    assert loaded(", ".join(plain), tmp_path) & (NETWORK | {"textual"}) == set()


def test_the_poller_loads_no_parser_and_no_arrays(tmp_path: Path) -> None:
    assert loaded("tui.feeds.poller", tmp_path) & {"feedparser", "lxml", "numpy", "trafilatura"} == set()


def test_the_package_itself_loads_nothing_else_of_it(tmp_path: Path) -> None:
    assert {module for module in loaded("tui", tmp_path) if module.startswith("tui.")} == set()


def test_the_command_line_loads_no_room(tmp_path: Path) -> None:
    modules = loaded("tui.cli", tmp_path)
    assert modules & {*NETWORK, "textual", "rich", "apsw"} == set()
    assert not [
        name for name in modules if name.startswith(("tui.app", "tui.cache", "tui.plain", "tui.demo"))
    ]


def test_the_cache_loads_neither_network_nor_screen(tmp_path: Path) -> None:
    modules = loaded("tui.cache.window, tui.cache.search, tui.cache.triage, tui.cache.background", tmp_path)
    assert modules & (NETWORK | {"textual"}) == set()


def importable() -> list[str]:
    """Every module of the package but those that run when they are imported."""
    names = [found.name for found in pkgutil.walk_packages(tui.__path__, "tui.")]
    return [name for name in names if not name.endswith(".__main__")]


WATCHED = """
import os, sys, threading
acts = {"socket.connect", "socket.bind", "subprocess.Popen", "os.fork", "os.mkdir", "os.remove"}
def watch(event, arguments):
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in acts:
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(watch)
"""


def test_an_import_does_nothing(tmp_path: Path) -> None:
    """Each room in a process of its own, forked from one that has loaded what all of them rest on."""
    rooms: dict[str, list[str]] = {}
    for name in importable():
        rooms.setdefault(name.split(".")[1], []).append(name)
    code = f"""
{WATCHED}
import apsw, asyncio, httpx2, lxml.html, rich.console, textual.app
acts.remove("os.fork")
for room, modules in {rooms}.items():
    if not os.fork():
        acts.add("os.fork")
        for name in modules:
            __import__(name)
        print(room, threading.active_count(), os.environ.get("HOME"), flush=True)
        os._exit(0)
    assert os.wait()[1] == 0, room
"""
    assert run(code, tmp_path) == "".join(f"{room} 1 {tmp_path}\n" for room in rooms)
    assert list(tmp_path.iterdir()) == []
