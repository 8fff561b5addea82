"""One module a source: each reads it and says nothing about the other sources."""
