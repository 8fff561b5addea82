"""How people know each other: contexts, how one met, ties between others, circles, and who bridges them."""
