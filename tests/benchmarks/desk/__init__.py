"""The desk on simulated wire days: how right its alerts are, how soon, and how many.

Run by hand (``python -m tests.benchmarks.desk``); a short day runs in the suite. The days are generated
from the labelled articles in ``../shared/data/stories``: real headlines and times of 300 publishers, to
which markers, wire copies, delays, unlabelled noise and mistakes of grouping are added by a seeded die.
"""
