"""tui.config: what a configuration means, and what is said of one that is wrong."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui import config, paths
from tui.config_values import SettingError, address, duration_text, same_address, seconds_of
from tui.model import Access, Secret, Source


def problems_of(text: str) -> tuple[config.Problem, ...]:
    with pytest.raises(config.ConfigError) as caught:
        config.parse(text, "config.toml")
    return caught.value.problems


def only_problem(text: str) -> config.Problem:
    (problem,) = problems_of(text)
    return problem


def example() -> str:
    return paths.shipped("config.example.toml").read_text(encoding="utf-8")


def test_an_empty_file_is_the_defaults() -> None:
    settings = config.parse("", "config.toml")
    assert settings == config.Settings()
    assert settings.poll.interval == 900
    assert settings.poll.max_bytes == 10_000_000
    assert settings.poll.host_spacing is None


def test_every_setting_reaches_its_field() -> None:
    text = """
theme = "paper"
ticker = false
mouse = false
measure = 100
[poll]
interval = "1h30m"
concurrency = 4
timeout = "10s"
max_bytes = "500kB"
host_spacing = "2s"
host_hourly = 60
ceiling = "1d"
max_age_cap = "2h"
proxy = "socks5://127.0.0.1:9050"
parse_seconds = "3s"
entries = 20
contact = "desk@example.org"
[[sources]]
url = "https://one.example/feed"
name = "One"
group = "World/North"
weight = 2.5
interval = "5m"
enabled = false
user = "me"
password = { command = "pass show 'my news'" }
cookie = "id=1"
headers = { X-Key = { env = "KEY" } }
proxy = "direct"
ca = "/etc/ca.pem"
client_cert = "/me.pem"
client_key = "/me.key"
timeout = "1m"
private = true
filter = "tidy -xml"
"""
    assert config.parse(text, "config.toml") == config.Settings(
        app=config.AppSettings(theme="paper", ticker=False, mouse=False, measure=100),
        poll=config.PollSettings(
            interval=5_400,
            concurrency=4,
            timeout=10,
            max_bytes=500_000,
            host_spacing=2,
            host_hourly=60,
            ceiling=86_400,
            max_age_cap=7_200,
            proxy=Secret("socks5://127.0.0.1:9050"),
            parse_seconds=3,
            entries=20,
            contact="desk@example.org",
        ),
        sources=(
            Source(
                "https://one.example/feed",
                "One",
                "World/North",
                2.5,
                300,
                False,
                Access(
                    user="me",
                    password=Secret(command="pass show 'my news'"),
                    cookie=Secret("id=1"),
                    headers=(("X-Key", Secret(env="KEY")),),
                    proxy=Secret("direct"),
                    ca="/etc/ca.pem",
                    client_cert="/me.pem",
                    client_key="/me.key",
                    timeout=60,
                    private=True,
                    filter="tidy -xml",
                ),
            ),
        ),
    )


def test_the_example_uncommented_is_the_defaults() -> None:
    text = re.sub(r"(?m)^#(?=[a-z\[])", "", example())
    settings = config.parse(text, "config.example.toml")
    assert settings.app == config.AppSettings()
    assert settings.poll == config.PollSettings(host_spacing=1, host_hourly=240)
    assert settings.sources[0] == Source(
        "https://example.org/feed.xml", interval=900, access=Access(timeout=30)
    )


def test_a_group_keeps_its_articles_apart_where_its_sources_do_not_say_else() -> None:
    text = """
        [[groups]]
        name = "Comics"
        [[sources]]
        url = "https://a.example/"
        group = "Comics/Daily"
        [[sources]]
        url = "https://b.example/"
        group = "Comics"
        stories = true
        [[sources]]
        url = "https://c.example/"
        group = "World"
    """
    assert [source.stories for source in config.parse(text, "").sources] == [False, True, True]


@pytest.mark.parametrize("table", ["", "poll", "alerts", "rules", "places", "groups", "sources"])
def test_the_example_shows_every_key_with_its_help(table: str) -> None:
    text = example()
    prose = " ".join(re.sub(r"(?m)^# ?", "", text).split())
    for name, key in config.KEYS[table].items():
        assert re.search(rf"(?m)^#{name} = ", text), name
        assert key.help in prose, name


def test_the_example_subscribes_to_real_feeds_in_groups() -> None:
    sources = config.parse(example(), "config.example.toml").sources
    assert 24 <= len(sources) <= 30
    assert all(source.name and source.group for source in sources)
    assert len({source.group for source in sources}) >= 8


def test_all_mistakes_are_reported_at_once_in_the_order_of_lines() -> None:
    text = """measure = 500
[poll]
interval = 15
[[sources]]
url = "ftp://example.org/"
weight = "heavy"
[[sources]]
name = "no address"
"""
    found = [(problem.line, problem.key) for problem in problems_of(text)]
    assert found == [
        (1, "measure"),
        (3, "poll.interval"),
        (5, "sources.url"),
        (6, "sources.weight"),
        (7, "sources.url"),
    ]


def test_an_error_names_file_line_and_key() -> None:
    with pytest.raises(config.ConfigError, match=r"^config\.toml:2: measure: must be a whole number"):
        config.parse("\nmeasure = 10", "config.toml")


def test_an_unknown_key_is_answered_with_the_nearest_one() -> None:
    assert "did you mean interval?" in only_problem('[poll]\nintervall = "5m"').message
    assert "did you mean sources?" in only_problem("[[source]]\nurl = 'http://a.example/'").message


def test_a_key_in_the_wrong_table_is_told_where_it_belongs() -> None:
    text = '[[sources]]\nurl = "http://a.example/"\nticker = true\n'
    problem = only_problem(text)
    assert problem.line == 3
    assert "top of the file" in problem.message


def test_a_source_given_twice_names_both_lines() -> None:
    text = """[[sources]]
url = "https://example.org/feed"
[[sources]]
url = "HTTPS://Example.ORG:443/feed#"
"""
    problem = only_problem(text)
    assert problem.line == 4
    assert "line 2" in problem.message


@pytest.mark.parametrize(
    "line",
    [
        "measure = true",
        "measure = 72.0",
        "ticker = 1",
        'theme = ""',
        "theme = 3",
        "poll = 3",
        "sources = {}",
        "sources = [1]",
        "poll.interval = '5'",
        "poll.interval = '5m '",
        "poll.interval = ''",
        "poll.interval = '30m1h'",
        "poll.interval = '٣m'",
        "poll.interval = '0s'",
        "poll.interval = '31d'",
        "poll.max_bytes = '10 MB'",
        "poll.max_bytes = '1B'",
        "poll.concurrency = 0",
        "poll.contact = 'ä@example.org'",
        "sources = [{url = 'http://a.example/', weight = nan}]",
        "sources = [{url = 'http://a.example/', weight = 1e999}]",
        "sources = [{url = 'file:etc/passwd'}]",
        "sources = [{url = 'file://host/etc/passwd'}]",
        "sources = [{url = 'exec:'}]",
        "sources = [{url = 'exec:say \\'hello'}]",
        "sources = [{url = 'ftp://a.example/'}]",
        "sources = [{url = 'http://a.example/', user = 'me'}]",
        "sources = [{url = 'http://a.example/', password = 'x'}]",
        "sources = [{url = 'http://a.example/', user = 'me', password = 'x', token = 'y'}]",
        "sources = [{url = 'http://a.example/', password = {file = '/x'}, user = 'me'}]",
        "sources = [{url = 'http://a.example/', headers = {Host = 'b.example'}}]",
        "sources = [{url = 'http://a.example/', headers = {'a b' = 'c'}}]",
        "sources = [{url = 'http://a.example/', proxy = 'ftp://p.example'}]",
        "sources = [{url = 'http://a.example/', proxy = 'socks5://p.example/path'}]",
        "sources = [{url = 'http://a.example/', ca = 'ca.pem'}]",
        "sources = [{url = 'http://a.example/', client_key = '/me.key'}]",
        "measure = 1979-05-27",
    ],
)
def test_a_value_that_makes_no_sense_is_refused_on_its_line(line: str) -> None:
    assert only_problem(line).line == 1


def test_no_message_and_no_repr_shows_a_secret() -> None:
    text = """[[sources]]
url = "http://a.example/"
user = "me"
password = { hunter2 = "hunter2" }
token = "hunter2\\u001b"
proxy = "hunter2://me:hunter2@p.example"
headers = { X = { command = "'hunter2" } }
"""
    assert len(problems_of(text)) == 4
    assert "hunter2" not in "".join(problem.message for problem in problems_of(text))
    good = 'sources = [{url = "http://a.example/", token = "hunter2", proxy = "http://u:hunter2@p"}]'
    assert "hunter2" not in repr(config.parse(good, "config.toml"))


def test_a_source_may_be_a_file_or_a_command_of_the_configuration_alone() -> None:
    text = "sources = [{url = 'file:///home/me/feed.xml'}, {url = 'exec: fetch \"my news\" '}]"
    urls = [source.url for source in config.parse(text, "config.toml").sources]
    assert urls == ["file:///home/me/feed.xml", 'exec:fetch "my news"']
    for url in urls:
        with pytest.raises(SettingError):
            address(url)


def test_names_are_made_harmless() -> None:
    text = '[[sources]]\nurl = "http://a.example/"\nname = "a\\u001b[31mb\\u202e"\ngroup = " x\\ny "'
    (source,) = config.parse(text, "config.toml").sources
    assert (source.name, source.group) == ("a[31mb", "x y")


def test_an_error_carries_no_control_character_of_the_file() -> None:
    with pytest.raises(config.ConfigError) as caught:
        config.parse('"bad\\u001b[2J" = 1\ntheme = 3\nmeasure = "\\u009b2J"', "con\x1bfig.toml")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", str(caught.value))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("measure = \n", 1),
        ("measure = 72\n\nmouse = maybe\n", 3),
        ('a = "x\ny"', 1),
        ("measure = 72\nmeasure = 73\n", 2),
        ("[poll]\n[poll]\n", 2),
        ('theme = """\n\n', 3),
    ],
)
def test_a_syntax_error_names_its_line(text: str, line: int) -> None:
    problem = only_problem(text)
    assert (problem.line, problem.key) == (line, "")
    assert "not valid TOML" in problem.message


@pytest.mark.parametrize("text", ["measure = " + "[" * 5_000, "measure = " + "9" * 5_000])
def test_a_text_that_breaks_the_toml_reader_is_an_error_like_others(text: str) -> None:
    assert problems_of(text)


def test_a_byte_order_mark_and_dos_line_ends_are_read() -> None:
    settings = config.parse("\ufeffmeasure = 80\r\n[poll]\r\nentries = 7\r\n", "config.toml")
    assert (settings.app.measure, settings.poll.entries) == (80, 7)
    assert only_problem("\ufeffmeasure = 80\r\nmouse = 7\r\n").line == 2


def test_a_file_that_is_missing_or_a_folder_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="cannot be read: No such file"):
        config.load(tmp_path / "none.toml")
    with pytest.raises(config.ConfigError, match="cannot be read: Is a directory"):
        config.load(tmp_path)


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"measure = 72\n# caf\xe9\n")
    with pytest.raises(config.ConfigError) as caught:
        config.load(path)
    assert caught.value.problems[0].line == 2
    assert "UTF-8" in str(caught.value)


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(config.ConfigError, match="larger than"):
        config.load(Path("/dev/zero"))


def test_the_example_is_written_for_its_owner_alone_and_loads(tmp_path: Path) -> None:
    path = tmp_path / "telex" / "config.toml"
    before = os.umask(0)
    try:
        config.write_example(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert config.load(path).sources


def test_the_example_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("measure = 80\n")
    with pytest.raises(FileExistsError):
        config.write_example(path)
    assert path.read_text() == "measure = 80\n"


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 5_400, 86_400, 90_061])
def test_a_duration_written_is_the_duration_read(seconds: int) -> None:
    assert seconds_of(duration_text(seconds)) == seconds


@pytest.mark.parametrize("url", ["exec://a:999999/x", "exec://[x/", "file:///home/a?b"])
def test_a_command_that_looks_like_an_address_is_the_same_only_as_itself(url: str) -> None:
    assert [source.url for source in config.parse(f"sources = [{{url = '{url}'}}]", "c").sources] == [url]
    assert same_address(url) != same_address(url + "#")


def test_addresses_differ_where_the_request_would() -> None:
    assert same_address("http://a.example") == same_address("http://A.example:80/#")
    different = ["http://a.example/", "https://a.example/", "http://a.example:8080/"]
    different += ["http://a.example/x", "http://a.example/X", "http://a.example/?x", "http://u@a.example/"]
    assert len({same_address(url) for url in different}) == len(different)


def test_reading_the_configuration_loads_neither_screen_nor_network() -> None:
    code = "import sys, tui.config; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slow = {"textual", "httpx2", "tomlkit", "lxml", "apsw", "feedparser", "asyncio"}
    assert slow.isdisjoint(loaded.stdout.split())
