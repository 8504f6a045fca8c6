"""The feed layer: network in, articles out. Knows nothing of the screen."""
