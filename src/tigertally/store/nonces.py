"""A signed request is good once: its nonce is spent in a book that the engine keeps, waiting for no disk.

So a crash may lose nonces. Everything that was signed up to ``floor`` is then to be refused as expired.
"""

from typing import Protocol

PER_KEY_MAX = 1_000_000
"""One key holds at most so many nonces at a time; more would be refused, none is forgotten early."""

PURGE_EVERY = 64
"""Each so many spendings take away twice as many nonces whose time is over."""


class Nonces(Protocol):
    """The nonces spent for as long as a signature is good."""

    @property
    def floor(self) -> int:
        """0, or the moment up to which nonces may be lost."""

    def spend(self, access_key_id: str, nonce: str, signed_at_ms: int, now: int) -> bool:
        """Spend a nonce; False when it was spent before, or signed too long ago to tell.

        Raises Throttled when the key holds too many.
        """

    def close(self) -> None:
        """Give the book back."""
