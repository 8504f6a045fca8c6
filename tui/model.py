"""The nouns of telex as frozen dataclasses. Every room imports this module; it imports none.

Times are whole seconds since 1970-01-01 UTC. Text fields that came from a feed have passed
``tui.text`` before they stand here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any


class Level(IntEnum):
    """How urgent an article is, after the wires' own practice (AP: flash, bulletin, urgent)."""

    ROUTINE = 0
    URGENT = 1
    BULLETIN = 2
    FLASH = 3


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A word that must not be shown, or where to find it: one of the three is set."""

    value: str = ""
    env: str = ""
    """The environment variable that holds it."""
    command: str = ""
    """The command that prints it on its first line."""

    def __repr__(self) -> str:
        return "Secret(***)"


@dataclass(frozen=True, slots=True)
class Access:
    """How one source is reached, beyond its address. Lives in the configuration, never in the cache."""

    user: str = ""
    """With ``password``: Basic authentication (RFC 7617)."""
    password: Secret | None = None
    token: Secret | None = None
    """Bearer token (RFC 6750)."""
    cookie: Secret | None = None
    """The whole value of the Cookie header."""
    headers: tuple[tuple[str, Secret], ...] = ()
    proxy: Secret | None = None
    """Address of an HTTP or SOCKS proxy, or ``direct``; None: that of ``[poll]``."""
    ca: str = ""
    """File of the authorities to trust instead of the system's."""
    client_cert: str = ""
    client_key: str = ""
    timeout: float | None = None
    """Seconds; None: that of ``[poll]``."""
    private: bool = False
    """Whether a public name may lead to a private address."""
    filter: str = ""
    """The command that makes a feed of the document."""


@dataclass(frozen=True, slots=True)
class Source:
    """One subscribed feed as the configuration states it."""

    url: str
    name: str = ""
    """What to call it; empty: the feed's own title."""
    group: str = ""
    weight: float = 1.0
    """How much its word counts against others, 0 to 10."""
    interval: int | None = None
    """Seconds between polls; None: ``[poll] interval``, stretched while the source is quiet."""
    enabled: bool = True
    access: Access = Access()
    publisher: str = ""
    """Who stands behind it; empty: told by its address."""
    stories: bool = True
    """Whether its articles join those of other sources in stories."""
    full_text: str = "on open"
    """When the page behind an article is fetched: ``always``, ``on open`` or ``never``."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One ``[[folders]]`` of the configuration: a query with a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class CapFacts:
    """What a Common Alerting Protocol message states of itself (OASIS CAP 1.2, 3.2), in its own words."""

    severity: str = ""
    urgency: str = ""
    certainty: str = ""
    status: str = ""
    message_type: str = ""
    event: str = ""
    area: str = ""
    sender: str = ""
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound, picture or file that an entry carries beside its text."""

    url: str
    type: str = ""
    """Its media type, ``audio/mpeg``."""
    length: int | None = None
    """Bytes, as the feed says."""
    duration: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a feed states of an entry beside its text, as far as it is worth keeping."""

    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    """Who made the pictures and sounds (Media RSS, credit)."""
    enclosures: tuple[Enclosure, ...] = ()
    comments: int | None = None
    """How many there were when the entry was last read."""
    comments_link: str = ""
    place: tuple[float, float] | None = None
    """Latitude and longitude in degrees; the middle, where the feed names an area."""
    cap: CapFacts | None = None
    language: str = ""
    """A BCP 47 tag."""
    origin: str = ""
    """Whose entry it was first: the entry's own ``source``."""
    origin_link: str = ""
    urgency: int | None = None
    """What an editor graded it, 1 (most urgent) to 8 (IPTC, NewsML-G2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page behind an article says of its story; what is not known is empty."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: int | None = None
    publisher: str = ""
    language: str = ""
    standfirst: str = ""
    """One sentence on what it is about, where the text does not hold it."""
    image: str = ""
    image_caption: str = ""
    canonical: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """These fields by name, of whatever else they are part: for another dataclass, or JSON."""
        return {field.name: getattr(self, field.name) for field in fields(PageFacts)}


class RuleAct(StrEnum):
    """What a rule does to the articles that fit its query."""

    WATCH = "watch"
    MUTE = "mute"
    HIGHLIGHT = "highlight"
    TAG = "tag"
    STAR = "star"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``[[rules]]`` of the configuration."""

    query: str
    act: RuleAct = RuleAct.WATCH
    name: str = ""
    """What to call it where it is given as a reason; empty: its query."""
    level: Level = Level.URGENT
    """Of a watch: the level that its articles reach."""
    tag: str = ""
    """Of a tag: which."""
    until: int = 86_400
    """Of later: for how many seconds an article is put off."""
    scope: str = ""
    """A query besides, such as ``group:World``: where it applies; empty: everywhere."""
    expires: int | None = None
    """When it ends; None: never."""
    enabled: bool = True
    """False: it does nothing for now."""

    @property
    def title(self) -> str:
        """Its name, or else its query."""
        return self.name or self.query


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that the user cares for: warnings near it count for more."""

    name: str
    lat: float
    """Degrees, north is positive."""
    lon: float
    """Degrees, east is positive."""
    radius: float = 100.0
    """Kilometres within which something is near."""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What a row says of a story of several articles."""

    id: int
    articles: int
    publishers: int
    """Who has it at all."""
    voices: int
    """Of those, who does not only repeat another's text."""
    first_at: int
    moved_at: int


@dataclass(frozen=True, slots=True)
class Headline:
    """One row of a list: all that a list shows and nothing more."""

    id: int
    source_id: int
    title: str
    at: int
    """When it counts as published: the feed's date where that is believable, else first seen."""
    level: Level
    read: bool
    starred: bool
    revised: bool
    later_until: int | None = None
    """When it comes back, if it is put off."""
    dismissed: bool = False
    tags: tuple[str, ...] = ()
    highlighted: bool = False
    """A rule of the user's highlights it or watches for it."""
    story: StoryFacts | None = None
    """The story that it belongs to, where it is not alone in it."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in full, as the story pane and ``telex show`` need it."""

    id: int
    source_id: int
    source: str
    source_url: str
    group: str
    guid: str
    title: str
    link: str
    author: str
    published: int | None
    at: int
    fetched: int
    level: Level
    reasons: tuple[str, ...]
    read: bool
    starred: bool
    revisions: int
    lead: str
    document: str
    facts: Facts = Facts()
    later_until: int | None = None
    """When it comes back, if it is put off."""
    dismissed: bool = False
    returned: bool = False
    """It came back from being put off or dismissed: ``at`` is when."""
    tags: tuple[str, ...] = ()
    stage: str = ""
    """Where its story stands by its sources' word: ``UPDATE 3``, ``CORRECTED``, ``RETRACTED`` …"""

    @property
    def dated(self) -> int:
        """When it counts as published, wherever it stands in lists since it came back."""
        if not self.returned:
            return self.at
        return self.fetched if self.published is None else min(self.published, self.fetched)


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source as the cache knows it: counts for the pane, health for ``telex sources``."""

    id: int
    url: str
    name: str
    """The configured name, else the feed's title, else the address."""
    group: str
    enabled: bool
    state: str
    """``idle``, ``waiting`` or ``fetching``."""
    unread: int
    total: int
    last_poll: int | None
    last_success: int | None
    failing_since: int | None
    failures: int
    error: str
    """What is wrong, in words; empty when the last poll went well."""
    note: str
    """What the last poll had to say beside success, such as items left out."""
    next_due: int | None
    skew: int | None = None
    """Seconds that its publisher's clock is ahead; None: not known."""
    pace: str = ""
    """How often it is asked and why, where that is not by its interval."""
    moved_to: str = ""
    """Where it is asked, since its own address moved for good."""
    hub: str = ""
    """Its WebSub hub: noted, not used."""
