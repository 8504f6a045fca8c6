"""The screens that lie over the reader."""
