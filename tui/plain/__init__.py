"""The plain face: the cache as lines on standard output."""
