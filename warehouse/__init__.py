"""The only place that knows DuckDB: the landing store and the published warehouse."""
