"""How a connector asks a server: within limits, over TLS, again where that helps, and nobody but whom it means."""

from connectors.network.answers import Answer, NetworkLimits
from connectors.network.network import Network

__all__ = ["Answer", "Network", "NetworkLimits"]
