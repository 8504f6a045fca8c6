"""The screen: reads the cache, writes triage and requests. Never the network."""
