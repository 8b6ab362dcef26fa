"""Where the ledger is kept: a View to read, one commit to write. It knows no cloud, policy or server."""

from tigertally.store.call import Call
from tigertally.store.journal import JournalEntry
from tigertally.store.nonces import Nonces
from tigertally.store.reading import Reading, Writing
from tigertally.store.refused import DatabaseRefused, FolderRefused
from tigertally.store.replay import replay
from tigertally.store.store import Store
from tigertally.store.vault import MasterKeyRefused, Unsealable, Vault
from tigertally.store.verify import Problem, verify

__all__ = [
    "Call",
    "DatabaseRefused",
    "FolderRefused",
    "JournalEntry",
    "MasterKeyRefused",
    "Nonces",
    "Problem",
    "Reading",
    "Store",
    "Unsealable",
    "Vault",
    "Writing",
    "replay",
    "verify",
]
