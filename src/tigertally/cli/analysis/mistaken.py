"""What a command was asked wrongly."""


class Mistaken(ValueError):
    """The command was asked for what is not there; the message names the word and what is accepted."""
