"""A loopback publisher with invented news: tour, screenshot maker and test bed."""
