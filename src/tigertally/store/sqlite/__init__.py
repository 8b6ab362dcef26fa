"""The ledger in one file: one machine, one writer, and nothing to install or to look after."""
