"""Where configuration, cache, state and themes live (XDG Base Directory 0.8).

Creates nothing when imported.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
STANDARD_OUTPUT = "standard output"
"""The name that its errors have: see ``naming``."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The files and folders of one telex: all that knows a location asks here."""

    config: Path
    """The configuration file; its folder also holds the user's own ``themes/``."""
    cache: Path
    """The folder of the cache: ``telex.db`` and the poller's lock."""
    state: Path
    """The folder of the log and of crash reports."""

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.cache / "telex.db"

    @property
    def lock(self) -> Path:
        """The file that the one poller of this cache holds an exclusive ``flock`` on."""
        return self.cache / "poller.lock"

    @property
    def log(self) -> Path:
        """The log of poller and app, rotated."""
        return self.state / "telex.log"

    @property
    def user_themes(self) -> Path:
        """The user's own themes."""
        return self.config.parent / "themes"


def resolve(environ: Mapping[str, str], *, config: Path | None = None, cache: Path | None = None) -> Paths:
    """The paths for this environment, with what the command line overrides.

    A relative XDG variable is ignored, as the specification asks.
    """
    return Paths(
        config=config or _base(environ, "XDG_CONFIG_HOME", ".config") / "telex" / "config.toml",
        cache=cache or _base(environ, "XDG_DATA_HOME", ".local/share") / "telex",
        state=_base(environ, "XDG_STATE_HOME", ".local/state") / "telex",
    )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone whatever the umask.

    Raises OSError.
    """
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def own_file(path: str, flags: int) -> int:
    """For ``open``'s ``opener``: a file that is made is its owner's alone. Raises OSError."""
    return os.open(path, flags, 0o600)


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """An error within is one of this file's, also where the system does not say so: a read, a write."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def destination(path: Path) -> Path:
    """The file that ``path`` leads to by its links, whether it is there or not.

    Raises OSError for what is no file: whoever puts one in the place of a device or a pipe takes it away
    from everybody.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "this is there and is no file", str(path))
    return target


def put_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put ``data`` in the place of the file at ``path``, as a whole or not at all, also if power is cut.

    A symbolic link is followed. Raises OSError; what was there is then as it was.
    """
    import tempfile  # no start needs it

    with naming(path):
        target = destination(path)
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def shipped(name: str) -> Path:
    """A file or folder that comes with telex: inside the wheel, or beside the package in a checkout."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


def _base(environ: Mapping[str, str], variable: str, fallback: str) -> Path:
    value = environ.get(variable, "")
    if value and os.path.isabs(value):
        return Path(value)
    home = environ.get("HOME", "")
    return (Path(home) if home else Path.home()) / fallback


def bare_environment() -> dict[str, str]:
    """All that a Python of ours that runs apart gets of the environment: what it may need to start."""
    needed = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # of one outside the system's folders
    return {name: os.environ[name] for name in needed if name in os.environ}


def terminal_name() -> str:
    """The file of this process's terminal; empty where it has none."""
    try:
        return os.ttyname(sys.__stdin__.fileno()) if sys.__stdin__ else ""
    except OSError:
        return ""
