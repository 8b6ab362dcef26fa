"""A cloud's words for refusals are a table; this is its line, and the three steps of looking one up."""

from collections.abc import Iterable

from msgspec import Struct

from tigertally.model.refusals import Refusal


class Line(Struct, frozen=True):
    """How one refusal is said: the most specific line wins.

    ``about`` is the refusal's ``about``, or ``*.<tail>`` for every about with that tail, or ``""`` for
    all of the type. ``code`` and ``message`` may name the refusal's values in braces. ``assumed`` marks a
    line that no source documents: it is listed on the fidelity page.
    """

    refusal: type[Refusal]
    about: str
    status: int
    code: str
    message: str
    assumed: bool = False

    def said(self, refusal: Refusal) -> "Said":
        """This line with the refusal's values put in."""
        values = {"about": refusal.about, **refusal.values}
        return Said(self.status, self.code.format_map(values), self.message.format_map(values))


class Said(Struct, frozen=True):
    """A refusal in a cloud's words: HTTP status, error code, sentence."""

    status: int
    code: str
    message: str


class ErrorTable:
    """The words of one service, over those of its gateway: of two lines for the same the later one counts."""

    def __init__(self, *lines: Line) -> None:
        self._by_key = {(line.refusal, line.about): line for line in lines}
        self.lines = tuple(self._by_key.values())

    def extended(self, lines: Iterable[Line]) -> "ErrorTable":
        """This table with some lines replaced or added."""
        merged = self._by_key | {(line.refusal, line.about): line for line in lines}
        return ErrorTable(*merged.values())

    def line(self, refusal: Refusal) -> Line | None:
        """The most specific line for a refusal."""
        tail = refusal.about.rpartition(".")[2]
        for about in (refusal.about, f"*.{tail}", ""):
            if found := self._by_key.get((type(refusal), about)):
                return found
        return None
