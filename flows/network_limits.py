"""What the settings allow servers, in the network's units."""

from configs.settings import Sync
from connectors.network import NetworkLimits


def network_limits(sync: Sync) -> NetworkLimits:
    """How often a server is asked, and how long and how much it may take: seconds, bytes."""
    return NetworkLimits(sync.tries, float(sync.timeout_seconds), float(sync.answer_seconds), sync.answer_mb << 20)
