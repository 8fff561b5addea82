"""Pure Polars: raw frames in, tidy frames out; no clock, disk, network or DuckDB."""
