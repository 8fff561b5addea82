"""The ledger: every interaction once, who took part, and what it says of closeness and of recency."""
