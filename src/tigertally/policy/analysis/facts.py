"""A variable is a blank until somebody knows what it stands for: here is what is known without a request.

Keys of the facts are known, and so are those of the principal that the facts lack: no request holds them.
"""

from collections.abc import Mapping

from msgspec import Struct

from tigertally.policy.analysis.globs import canonical
from tigertally.policy.analysis.keys import is_the_principals
from tigertally.policy.languages.variables import Blanks, Variable
from tigertally.policy.pattern import Piece, Pieces, Text, Wild
from tigertally.policy.request import Value


class Known(Struct, frozen=True):
    """The constant keys of one principal, and the keys that were asked for and only a request tells."""

    cloud: str
    context: Mapping[str, Value]
    missing: set[str]

    def tells(self, key: str) -> bool:
        """Whether the key is the same in every request."""
        return key in self.context or is_the_principals(self.cloud, key)

    def is_open(self, text: Text) -> bool:
        """Whether only a request completes a text; what it lacks is noted."""
        if isinstance(text, tuple):
            return False
        if not isinstance(text, Blanks):
            self.missing.add("a variable")
            return True
        lacking = {part.key for part in text.parts if isinstance(part, Variable) and not self.tells(part.key)}
        self.missing.update(lacking)
        return bool(lacking)

    def fill(self, text: Text) -> Pieces | None:
        """The pieces of a text that is not open; None when a variable in it has no value."""
        filled = text if isinstance(text, tuple) else text(self.context)
        return None if filled is None else canonical(filled)

    def widen(self, text: Text) -> Pieces | None:
        """The pieces of an open text with anything at all where only a request knows more."""
        parts = text.parts if isinstance(text, Blanks) else (Wild.RUN,)
        return self.fill(Blanks(tuple(map(self._wide, parts))))

    def _wide(self, part: Piece | Variable) -> Piece | Variable:
        return Wild.RUN if isinstance(part, Variable) and not self.tells(part.key) else part
