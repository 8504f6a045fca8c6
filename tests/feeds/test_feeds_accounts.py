"""tui.feeds.accounts: secrets where they belong, and commands of the user's own alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.config import ConfigError, Settings, load, parse
from tui.feeds.accounts import AccountError, Accounts

URL = "https://news.example/feed"


def accounts(*lines: str, poll: str = "", **environ: str) -> Accounts:
    text = "\n".join([f"[poll]\n{poll}", "[[sources]]", f'url = "{URL}"', *lines])
    return Accounts(parse(text, "config.toml"), None, environ)


async def headers(made: Accounts) -> dict[bytes, bytes]:
    return dict((await made.pass_of(URL)).headers)


async def test_a_source_without_secrets_carries_nothing() -> None:
    found = await accounts().pass_of(URL)
    assert (found.headers, found.way.proxy) == ((), "")


async def test_each_kind_of_secret_is_a_header() -> None:
    assert await headers(accounts('user = "me"', 'password = "pä:ss"')) == {
        b"Authorization": b"Basic bWU6cMOkOnNz"
    }
    assert await headers(accounts('token = "abc"')) == {b"Authorization": b"Bearer abc"}
    assert await headers(accounts('cookie = "id=1"', 'headers = { X-Key = "k" }')) == {
        b"Cookie": b"id=1",
        b"X-Key": b"k",
    }


async def test_a_secret_is_found_in_the_environment_or_printed_by_a_command() -> None:
    made = accounts(
        'token = { env = "KEY" }', "headers = { X = { command = \"printf 'k\\\\nrest'\" } }", KEY="v"
    )
    assert await headers(made) == {b"Authorization": b"Bearer v", b"X": b"k"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('token = { env = "KEY" }', "token: the environment variable KEY is not set"),
        ('token = { command = "false hunter2" }', "token: false ended with 1"),
        ('token = { command = "true hunter2" }', "token: the command printed nothing"),
        ("token = { command = \"printf 'a\\\\tb'\" }", "token: holds what no header may hold"),
        ('proxy = { command = "echo hunter2" }', "the proxy's address is none that can be used"),
    ],
)
async def test_a_secret_that_cannot_be_had_says_why_and_not_what_it_is(line: str, told: str) -> None:
    with pytest.raises(AccountError, match=f"^{told}$"):
        await accounts(line).pass_of(URL)


async def test_a_command_runs_once_until_its_secret_fails(tmp_path: Path) -> None:
    count = tmp_path / "count"
    made = accounts(f"token = {{ command = \"sh -c 'echo x >> {count}; wc -l < {count}'\" }}")
    assert [await headers(made) for _ in range(2)] == [{b"Authorization": b"Bearer 1"}] * 2
    made.forget(URL)
    assert await headers(made) == {b"Authorization": b"Bearer 2"}


async def test_a_source_s_own_proxy_comes_before_that_of_all() -> None:
    everyone = 'proxy = "http://all.example:3128"'
    for line, proxy in (
        ("", "http://all.example:3128"),
        ('proxy = "socks5://own.example"', "socks5://own.example"),
        ('proxy = "direct"', ""),
    ):
        assert (await accounts(line, poll=everyone).pass_of(URL)).way.proxy == proxy


async def test_nothing_shows_a_secret() -> None:
    made = accounts('token = "hunter2"', 'proxy = "http://me:hunter2@p.example"')
    found = await made.pass_of(URL)
    assert "hunter2" not in f"{found!r}{found.way!r}{made!r}{made.settings!r}"


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_configuration_that_changes_is_read_again_and_a_wrong_one_is_told_once(tmp_path: Path) -> None:
    path = write(tmp_path / "config.toml", f'[[sources]]\nurl = "{URL}"\n')
    made = Accounts(load(path), path, {})
    assert not made.changed()
    write(path, f'[[sources]]\nurl = "{URL}"\ntoken = "abc"\n')
    assert made.changed()
    assert made.access(URL).token is not None
    write(path, "[[sources]]\nurl = 3\n")
    with pytest.raises(ConfigError):
        made.changed()
    assert not made.changed()
    assert made.access(URL).token is not None
    path.unlink()
    with pytest.raises(ConfigError):
        made.changed()
    write(path, f'# the same\n[[sources]]\nurl = "{URL}"\ntoken = "abc"\n')
    assert not made.changed()


async def test_a_changed_configuration_changes_what_is_carried(tmp_path: Path) -> None:
    path = write(tmp_path / "config.toml", f'[[sources]]\nurl = "{URL}"\ntoken = "abc"\n')
    made = Accounts(load(path), path, {})
    assert await headers(made) == {b"Authorization": b"Bearer abc"}
    write(path, f'[[sources]]\nurl = "{URL}"\ntoken = "defg"\n')
    assert made.changed()
    assert await headers(made) == {b"Authorization": b"Bearer defg"}


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
async def test_a_configuration_that_others_can_write_runs_no_command(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "config.toml", f'[[sources]]\nurl = "{URL}"\ntoken = {{ command = "echo x" }}\n')
    path.chmod(mode)
    made = Accounts(load(path), path, {})
    with pytest.raises(AccountError, match="can be written by others; chmod go-w it"):
        made.check_command(URL)
    with pytest.raises(AccountError, match="can be written by others"):
        await made.pass_of(URL)
    path.chmod(0o644)
    made.check_command(URL)


def test_a_command_that_the_configuration_does_not_name_is_not_run() -> None:
    with pytest.raises(AccountError, match="does not name this source"):
        Accounts(Settings(), None, dict(os.environ)).check_command("exec:touch /tmp/x")
