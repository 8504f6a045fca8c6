"""Links: what is shown, written for the terminal to open, copied and given to programs (goal 5)."""

from __future__ import annotations

import re
import subprocess
from itertools import product
from pathlib import Path

import payloads
import pytest
from figures import record
from hostile_text import anything
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from sequences import strays

import tui
from tui import browser
from tui.app.looks import PLAIN, look_of, switch
from tui.app.widgets.story import HOST_CELLS, named
from tui.outside import OutsideError, with_address
from tui.pages.document import Block, Kind, Span
from tui.pages.render import render
from tui.text import host_of, safe_url, web_url

SCHEMES = (
    "javascript:", "JAVASCRIPT:", "java\tscript:", "java\nscript:", "\x01javascript:", " javascript:",
    "vbscript:", "data:text/html,", "file://", "file:", "ftp://x/", "ssh://", "mailto:", "tel:",
    "blob:https://x/", "view-source:", "about:", "chrome://", "intent://", "-", "--", "-o",
    "--new-window=", "|", "", "//", "/", "\\\\", "http:",
)  # fmt: skip
ENDS = (
    "alert(1)", "-oProxyCommand=id", "x.example/a b", "$(touch owned)", "';touch owned;'", "x/\x1b]0;x\x07",
)  # fmt: skip
HOSTS = (
    "https://-x.example/", "https://x.example/ --flag", "https://x.example/\n--flag",
    "https://x.example/;touch owned", "https://x.example/$(touch${IFS}owned)",
    "https://x.example/`touch owned`", "https://x.example/?a=b&touch owned",
    "https://x.example/'\"; touch owned #", "https://x.example/%0atouch%20owned",
    "https://x.example/%1b]52;c;x%07", "https://bank.example@evil.example/",
    "https://bank.example:443@evil.example/", "https://bank.example%2f@evil.example",
    "https://bank.example\\@evil.example/", "https://bank.example%00.evil.example/",
    "https://evil.example\\.bank.example", "https://аpple.com/", "https://раураl.example/",
    "https://xn--80ak6aa92e.com/", "https://bank。example/", "https://ⓑank/",
    "https://bank.example\u2044x.evil.example/", "https://bank.example\u202e/", "https://[::1]/",
    "https://[v1.x]/", "https://0x7f.1/", "https://2130706433/", "https://1.2.3.4:99999/",
    "https://x:y:z/", "https:///x", "https://#@x/", "https://" + "a" * 3_000,
    "https://x.example/" + "b" * 3_000, "https://www.bank.example." + "c" * 60 + ".evil.example/",
)  # fmt: skip
URLS = [*payloads.HOSTS, *HOSTS, *(scheme + end for scheme, end in product(SCHEMES, ENDS))]
BROWSERS = (
    "firefox --new-tab",
    "open-it --url=%s -x",
    "w3m",
    "%s",
    "sh -c 'cat %s'",
    "env bash -c \"cat '%s'\"",
)
SHELL = set(" \t\n;|&$`'\"\\<>(){}[]*!^")


def test_no_address_becomes_an_option_or_a_command() -> None:
    opened = 0
    for url, wanted in product(URLS, BROWSERS):
        argv = browser.command(url, {"BROWSER": wanted}, "linux")
        address = web_url(url)
        assert (argv is None) == (address == ""), url
        if argv is None:
            continue
        opened += 1
        given_ = [word for word in argv if "http" in word]
        assert len(given_) == 1, (url, argv)
        assert address.startswith(("https://", "http://"))
        assert not wanted.startswith(("sh", "env")) or not (
            set(given_[0].removeprefix("cat ")) & SHELL - {"'"}
        )
        assert not any(
            word.startswith("-") and word not in wanted.split() for word in argv if "=" not in word
        )
    assert len(URLS) >= 200
    record(
        5,
        "hostile addresses that became an option or a command",
        f"0 of {len(URLS)}; {len(BROWSERS)} browsers",
    )


def test_what_a_shell_of_the_user_s_own_gets_means_nothing_to_it(tmp_path: Path) -> None:
    """Each that is opened at all, by a shell that was told to: nothing is touched."""
    for url in URLS:
        argv = browser.command(url, {"BROWSER": "sh -c 'echo %s'"}, "linux")
        if argv is not None:
            done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=True)
            assert done.stdout.startswith("http"), url
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", URLS[:40])
def test_enclosures_are_given_as_addresses_or_not_at_all(url: str) -> None:
    try:
        *_, last = with_address("player --flag", url)
    except OutsideError:
        assert web_url(url) == ""
    else:
        assert last == web_url(url)


@given(st.one_of(anything, st.sampled_from(URLS), anything.map("https://x.example/".__add__)))
def test_what_the_terminal_is_told_to_open_is_an_address_of_the_web_or_nothing(url: str) -> None:
    link = look_of(Style(link=url), None).link
    assert link == web_url(url)
    assert "@" not in link.partition("//")[2].partition("/")[0]
    sequence = switch(PLAIN, PLAIN._replace(link=link))
    assert strays(sequence.encode(), bell=False) == []
    assert web_url(link) == link


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://bank.example@evil.example/", "1 evil.example"),
        ("https://bank.example\\@evil.example/", "1 evil.example"),
        ("https://аpple.com/", "1 xn--pple-43d.com"),
        ("https://news.harbour.example/", "1"),
        ("https://harbour.example/", "1"),
        ("https://notharbour.example/", "1 notharbour.example"),
        ("https://harbour.example.evil.example/", "1 harbour.example.evil.example"),
        (f"https://www.bank.example.{'c' * 60}.evil.example/", "1 …cccccccccccccccccccccccccc.evil.example"),
    ],
)
def test_a_link_to_another_host_says_which_by_its_ascii_name(url: str, shown: str) -> None:
    assert named("1", safe_url(url), "www.harbour.example") == shown
    assert len(shown) <= HOST_CELLS + 2


def test_every_link_of_a_story_shows_its_host() -> None:
    addresses = [address for url in URLS if (address := safe_url(url))]
    spans = tuple(Span(f"good{number}.example ", href=address) for number, address in enumerate(addresses))
    page = render(
        (Block(Kind.PARAGRAPH, spans),), 2_000, 2_000, lambda number, href: named(str(number), href, "")
    )
    text = "".join(run.text for line in page.lines for run in line)
    for number, address in enumerate(page.links, 1):
        host = host_of(address)
        shown = host if len(host) <= HOST_CELLS else f"…{host[1 - HOST_CELLS :]}"
        assert f"[{number} {shown}]" in text
    record(5, "links of a story that show another host than theirs, or none", f"0 of {len(page.links)}")


def test_python_s_and_textual_s_own_openers_are_not_used() -> None:
    sources = [path.read_text("utf-8") for path in Path(tui.__file__).parent.rglob("*.py")]
    assert not any(re.search(r"import webbrowser|\.open_url\(", source) for source in sources)
