"""Bytes to the terminal, act by act, beside newsboat on the same articles."""
