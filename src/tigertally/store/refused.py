"""A folder that cannot be opened is an operator's matter: what is wrong is said, and nothing is changed."""


class FolderRefused(Exception):
    """What is in the folder cannot be used as it is; the message says what would be accepted."""


class DatabaseRefused(FolderRefused):
    """The database cannot be reached, or cannot be used as it is; the message holds no password."""
