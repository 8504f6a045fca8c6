"""The page benchmark: full stories beside four extraction libraries, on labelled real pages, in one run.

Run by hand (``python -m tests.benchmarks.pages``), never by pytest; the peers are the extra ``bench``.
Scores do not depend on the machine; of the times compare the ratios.
"""
