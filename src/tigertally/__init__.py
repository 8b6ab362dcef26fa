"""Tiger Tally: one access-management server that speaks the policy APIs of several clouds.

The folders below are the architecture; ``ARCHITECTURE.md`` is its map.
"""

__version__ = "0.1.0"
