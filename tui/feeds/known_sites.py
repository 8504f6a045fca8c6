"""From a person's address on a well-known site to its feeds: one table, each row with its reason. Pure.

Knows no network. A page that names its own feed needs no row here. Rows are for sites whose pages do
not name it (Reddit, GitHub's repositories, Lemmy), cannot be read without a script or a consent
(YouTube, Bluesky), or are large beside the feed. Two kinds: sites known by their host, whose page is
then not asked for at all, and software that runs on any host, known by the shape of an address; such
a guess is made only after the page has named nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.feeds.candidates import Candidate, Rank, looks_like_feed

_WORD = r"[\w.~-]+"


@dataclass(frozen=True, slots=True)
class _Row:
    host: str
    """A pattern that the whole host must match, "www." taken off."""
    path: str
    """A pattern that the whole path, without its last slash, and "?" with the query must match."""
    feeds: tuple[tuple[str, str], ...]
    """(address with the patterns' named groups, title), the most wanted first."""


def _row(host: str, path: str, *feeds: tuple[str, str]) -> _Row:
    return _Row(host, path, feeds)


_QUERY = r"(?:\?.*)?"
_REDDIT = "https://www.reddit.com"
_REDDITS = r"(?:(?:old|new|np|m|sh)\.)?reddit\.com"
_ROOM = r"/(?:r|u|user)/[\w.~+-]+"
_YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
_GITHUB_OWN = (
    "about|apps|collections|contact|customer-stories|enterprise|events|explore|features|issues|join|login"
    "|marketplace|new|notifications|orgs|pricing|pulls|search|security|settings|signup|site|sponsors"
    "|stars|topics|trending"
)
"""First parts of GitHub's own pages, which are nobody's name."""
_REPOSITORY = rf"/(?!(?:{_GITHUB_OWN})(?:/|$))(?P<owner>{_WORD})/(?P<repo>{_WORD}?)(?:\.git)?"

_KNOWN = (
    # YouTube's channels by id, and playlists. "@name" and "/c/name" stand nowhere but on their page,
    # in its link rel; so they have no row.
    _row(r"(?:m\.|music\.)?youtube\.com", rf"/channel/(?P<id>UC[\w-]+)(?:/{_WORD})?{_QUERY}",
         (f"{_YOUTUBE}?channel_id={{id}}", "Videos")),
    _row(r"(?:m\.|music\.)?youtube\.com", r"/(?:playlist|watch)\?(?:.*&)?list=(?P<id>[\w-]+)(?:&.*)?",
         (f"{_YOUTUBE}?playlist_id={{id}}", "Playlist")),
    _row(r"(?:m\.)?youtube\.com", rf"/user/(?P<user>{_WORD})(?:/{_WORD})?{_QUERY}",
         (f"{_YOUTUBE}?user={{user}}", "Videos")),
    # Reddit: ".rss" behind nearly every path; its pages answer programs with a wall.
    _row(_REDDITS, _QUERY, (f"{_REDDIT}/.rss", "Posts")),
    _row(_REDDITS,
         rf"(?P<path>{_ROOM}(?:/search|/top|/controversial))\?(?P<query>[^#]+)",
         (f"{_REDDIT}{{path}}.rss?{{query}}", "Posts")),
    _row(_REDDITS, r"/search\?(?P<query>[^#]+)",
         (f"{_REDDIT}/search.rss?{{query}}", "Search")),
    _row(_REDDITS, rf"(?P<path>{_ROOM}(?:/{_WORD})*){_QUERY}",
         (f"{_REDDIT}{{path}}/.rss", "Posts")),
    # GitHub: a repository's page names only its commits.
    _row(r"github\.com", rf"{_REPOSITORY}(?P<part>/(?:releases|tags|discussions|wiki))(?:/.*)?{_QUERY}",
         ("https://github.com/{owner}/{repo}{part}.atom", "")),
    _row(r"github\.com", rf"{_REPOSITORY}/(?:commits|tree)/(?P<branch>[^?]+){_QUERY}",
         ("https://github.com/{owner}/{repo}/commits/{branch}.atom", "Commits")),
    _row(r"github\.com", rf"{_REPOSITORY}(?:/.*)?{_QUERY}",
         ("https://github.com/{owner}/{repo}/releases.atom", "Releases"),
         ("https://github.com/{owner}/{repo}/commits.atom", "Commits"),
         ("https://github.com/{owner}/{repo}/tags.atom", "Tags")),
    _row(r"github\.com", rf"/(?:orgs/)?(?!(?:{_GITHUB_OWN})$)(?P<owner>{_WORD}){_QUERY}",
         ("https://github.com/{owner}.atom", "Activity")),
    _row(r"gist\.github\.com", rf"/(?P<owner>{_WORD}){_QUERY}",
         ("https://gist.github.com/{owner}.atom", "Gists")),
    # GitLab's routes below "/-/"; a project lies in any number of groups.
    _row(r"gitlab\.com", rf"(?P<project>/{_WORD}(?:/{_WORD})+?)(?:/-/.*)?{_QUERY}",
         ("https://gitlab.com{project}/-/releases.atom", "Releases"),
         ("https://gitlab.com{project}/-/tags?format=atom", "Tags"),
         ("https://gitlab.com{project}.atom", "Activity")),
    _row(r"gitlab\.com", rf"/(?!(?:explore|users|help|search|dashboard)$)(?P<owner>{_WORD}){_QUERY}",
         ("https://gitlab.com/{owner}.atom", "Activity")),
    # Forgejo and Gitea; their pages name feeds only where the administrator lets them.
    _row(r"(?P<forge>codeberg\.org|gitea\.com)", rf"/(?P<owner>{_WORD})/(?P<repo>{_WORD})(?:/.*)?{_QUERY}",
         ("https://{forge}/{owner}/{repo}/releases.rss", "Releases"),
         ("https://{forge}/{owner}/{repo}.rss", "Activity")),
    _row(r"(?P<forge>codeberg\.org|gitea\.com)", rf"/(?!(?:explore|user)$)(?P<owner>{_WORD})",
         ("https://{forge}/{owner}.rss", "Activity")),
    # Bluesky's pages are a script.
    _row(r"bsky\.app", r"/profile/(?P<handle>[\w.:-]+)(?:/.*)?",
         ("https://bsky.app/profile/{handle}/rss", "Posts")),
    # Letters, journals and diaries whose every page has its feed at one place.
    _row(r"open\.substack\.com", r"/pub/(?P<name>[\w-]+)(?:/.*)?", ("https://{name}.substack.com/feed", "")),
    _row(r"substack\.com", r"/@(?P<name>[\w-]+)(?:/.*)?", ("https://{name}.substack.com/feed", "")),
    _row(r"(?P<name>[\w-]+)\.substack\.com", r".*", ("https://{name}.substack.com/feed", "")),
    _row(r"medium\.com", rf"(?P<who>/(?:@{_WORD}|tag/{_WORD}))(?:/.*)?{_QUERY}",
         ("https://medium.com/feed{who}", "")),
    _row(r"medium\.com", rf"/(?!(?:m|me|p|about|search|tag)(?:/|$))(?P<who>{_WORD})(?:/.*)?{_QUERY}",
         ("https://medium.com/feed/{who}", "")),
    _row(r"(?P<name>[\w-]+)\.medium\.com", r".*", ("https://{name}.medium.com/feed", "")),
    _row(r"(?P<name>[\w-]+)\.wordpress\.com", rf"(?P<shelf>(?:/(?:category|tag)/{_WORD})?)(?:/.*)?{_QUERY}",
         ("https://{name}.wordpress.com{shelf}/feed/", "")),
    _row(r"(?P<name>[\w-]+)\.(?:blogspot(?:\.[a-z]{2,3}){1,2}|blogger\.com)", r".*",
         ("https://{name}.blogspot.com/feeds/posts/default", "")),
    _row(r"(?P<name>[\w-]+)\.tumblr\.com", r".*", ("https://{name}.tumblr.com/rss", "")),
    _row(r"tumblr\.com", r"/(?:blog/view/)?(?P<name>[\w-]+)(?:/.*)?", ("https://{name}.tumblr.com/rss", "")),
    _row(r"(?P<name>[\w-]+)\.ghost\.io", r".*", ("https://{name}.ghost.io/rss/", "")),
    _row(r"dev\.to", rf"/t/(?P<tag>{_WORD})(?:/.*)?", ("https://dev.to/feed/tag/{tag}", "")),
    _row(r"news\.ycombinator\.com", r"(?:/news|/newest)?", ("https://news.ycombinator.com/rss", "")),
    _row(r"stackoverflow\.com", r"/questions/tagged/(?P<tag>[\w.%+-]+)(?:\?.*)?",
         ("https://stackoverflow.com/feeds/tag/{tag}", "")),
    _row(r"pypi\.org", rf"/project/(?P<name>{_WORD})(?:/.*)?",
         ("https://pypi.org/rss/project/{name}/releases.xml", "Releases")),
)  # fmt: skip

_SHAPES = (
    # Mastodon and what follows its ways; "@name@else.where" is read where that person is at home.
    _row(r".+", rf"/@(?P<user>{_WORD})@(?P<home>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?:/.*)?",
         ("https://{home}/@{user}.rss", "Posts")),
    _row(r".+", r"/@(?P<user>\w+)/tagged/(?P<tag>[\w%]+)", ("{site}/@{user}/tagged/{tag}.rss", "Posts")),
    _row(r".+", r"(?:/web|/deck)?/@(?P<user>\w(?:[\w.-]*\w)?)(?:/.*)?", ("{site}/@{user}.rss", "Posts")),
    _row(r".+", r"/users/(?P<user>\w+)", ("{site}/users/{user}.rss", "Posts")),
    _row(r".+", r"/tags/(?P<tag>[\w%]+)", ("{site}/tags/{tag}.rss", "Posts")),
    # Lemmy; "New", because its own order moves old posts up.
    _row(r".+", rf"/(?P<kind>[cu])/(?P<name>{_WORD}(?:@{_WORD})?)",
         ("{site}/feeds/{kind}/{name}.xml?sort=New", "Posts")),
)  # fmt: skip


def feeds_of(url: str) -> tuple[Candidate, ...]:
    """The feeds of an address on a site that is known by its host; empty for any other.

    Nothing is made of an address that reads as a feed's already.
    """
    return _expanded(_KNOWN, url, Rank.DECLARED)


def feeds_by_shape(url: str) -> tuple[Candidate, ...]:
    """Where the feed lies if the site runs the software that such addresses come from."""
    return _expanded(_SHAPES, url, Rank.GUESSED)


def _expanded(rows: tuple[_Row, ...], url: str, rank: Rank) -> tuple[Candidate, ...]:
    if looks_like_feed(url):
        return ()
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    for row in rows:
        where, what = re.fullmatch(row.host, host), re.fullmatch(row.path, path)
        if where and what:
            words = {"site": f"{parts.scheme}://{parts.netloc}"} | where.groupdict() | what.groupdict()
            return tuple([Candidate(to.format(**words), rank, title) for to, title in row.feeds])
    return ()
