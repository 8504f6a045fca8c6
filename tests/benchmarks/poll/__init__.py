"""The poll benchmark: telex beside newsboat, reader and feedparser, all in one run on loopback.

Run by hand (``python -m tests.benchmarks.poll``), never by pytest: it takes minutes, installs peers
into environments of its own under the user's cache folder, and what it measures is the machine too.
Compare its ratios, not its seconds.
"""
