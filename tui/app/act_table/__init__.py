"""The acts by area, as data: a file for each, merged in ``app.acts``."""
