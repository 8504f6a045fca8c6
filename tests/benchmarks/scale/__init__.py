"""Caches of 10,000 to 1,000,000 articles, and what telex and newsboat do with them."""
