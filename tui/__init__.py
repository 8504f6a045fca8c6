"""telex: a news desk in a terminal.

The rooms, and the one way data flows through them (feeds → cache → app):

- ``feeds``: the network and the parsers; articles in. Runs in the poller process.
- ``desk``: editorial judgement: how urgent is this, and why. Pure.
- ``pages``: an article's content as blocks, and blocks as lines.
- ``cache``: the one SQLite file; the only place where feeds and app meet.
- ``app``: the screen; reads the cache, writes the user's triage and requests.
- ``plain``: the same cache as lines of text, for pipes, cron and screen readers.
- ``demo``: a small publisher on loopback with invented news.
- ``cli``, ``config``, ``paths``, ``model``, ``text``, ``query``: the door and what all rooms share.

This module imports nothing.
"""

__version__ = "0.1.0"
