"""Small limits, so that tests are quick."""

from connectors.network import NetworkLimits

SMALL = NetworkLimits(tries=3, timeout_seconds=0.3, answer_seconds=1.0, answer_bytes=1 << 20)
