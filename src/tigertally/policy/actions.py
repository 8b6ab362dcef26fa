"""Which actions a statement speaks of, as it was written: for the decision a test, for the analysis data."""

from msgspec import Struct

from tigertally.policy.pattern import Pattern, Pieces, Wild, any_of, anything, glob, none_of


class Actions(Struct, frozen=True):
    """The actions that fit one of the patterns, or (negated) none of them.

    A pattern is in lower case. It has as many colons as every action of its language, or it is a lone star,
    so a star in it never takes a colon.
    """

    patterns: tuple[Pieces, ...]
    colons: int
    negated: bool = False

    def test(self) -> Pattern:
        """Compile it: a test of lower-cased actions."""
        tests = [self._test(pattern) for pattern in self.patterns]
        return none_of(tests) if self.negated else any_of(tests)

    def _test(self, pattern: Pieces) -> Pattern:
        if pattern == (Wild.RUN,):
            return anything
        colons, matches = self.colons, glob(pattern)
        return lambda action: action.count(":") == colons and matches(action)
