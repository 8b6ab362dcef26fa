"""What exists: the nouns of access management, how they change, and how a wish is refused.

Frozen values only. Nothing here knows a cloud, a database, a clock or a wire.
"""
