"""Which nodes of a graph are connected, directly or over others."""

import numpy as np
import polars as pl


def components(nodes: int, edges: pl.DataFrame) -> np.ndarray:
    """The smallest node that each node is connected with. `edges` has node_a and node_b, numbers below `nodes`.

    Labels flow to the smaller side of each edge and are then shortened to their own label, until nothing moves.
    """
    one, other = edges["node_a"].to_numpy(), edges["node_b"].to_numpy()
    labels = np.arange(nodes)
    while True:
        smaller = np.minimum(labels[one], labels[other])
        moved = labels.copy()
        np.minimum.at(moved, one, smaller)
        np.minimum.at(moved, other, smaller)
        moved = moved[moved]
        if np.array_equal(moved, labels):
            return labels
        labels = moved
