"""Which command opens a link."""

from __future__ import annotations

import pytest

from tui.browser import command, takes_terminal

LINK = "https://post.example/a?b=c&d=e"


def test_the_browser_of_the_environment_gets_the_link_as_its_last_argument() -> None:
    assert command(LINK, {"BROWSER": "firefox --new-tab"}, "linux") == ["firefox", "--new-tab", LINK]


def test_a_browser_may_say_where_the_link_goes() -> None:
    assert command(LINK, {"BROWSER": "open-it %s now"}, "linux") == ["open-it", LINK, "now"]


def test_of_several_browsers_the_first_is_taken() -> None:
    assert command(LINK, {"BROWSER": "w3m:lynx"}, "linux") == ["w3m", LINK]


def test_without_browser_and_display_there_is_no_command() -> None:
    assert command(LINK, {"SSH_CONNECTION": "1 2 3 4"}, "linux") is None


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--new-window",
        "ssh://-oProxyCommand=x",
        "-x",
        "",
        "data:x,y",
    ],
)
def test_nothing_but_web_addresses_is_opened(link: str) -> None:
    assert command(link, {"BROWSER": "firefox"}, "linux") is None


def test_a_link_with_the_shell_in_mind_stays_one_argument() -> None:
    argv = command("https://x.example/$(id);`id`|id&id 'id'", {"BROWSER": "firefox"}, "linux")
    assert argv is not None
    assert len(argv) == 2
    assert not set(argv[1]) & set(" `|\"'<>") - {"'"}


def test_text_browsers_are_lent_the_terminal() -> None:
    assert takes_terminal(["/usr/bin/w3m", LINK])
    assert not takes_terminal(["firefox", LINK])
