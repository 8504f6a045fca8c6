"""Editorial judgement: rows in, decisions out. Knows neither network, cache nor screen."""
