"""What happens: the verbs of access management, from a view of the ledger to changes, or a refusal.

Pure functions. A verb states the rule where the fact is known, and knows neither a cloud's words nor
how anything is kept.
"""
