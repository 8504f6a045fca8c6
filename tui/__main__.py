"""``python -m tui``: the same as ``telex``."""

from tui.cli import main

if __name__ == "__main__":
    main()
