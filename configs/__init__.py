"""What a user can set, and the word lists that rules are made of."""
