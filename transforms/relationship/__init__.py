"""What the ledger says of each relationship, by the day: rows from which its state is read as of any day."""
