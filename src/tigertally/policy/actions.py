"""Which actions a statement speaks of, as it was written: for the decision a test, for the analysis data."""

from msgspec import Struct

from tigertally.policy.pattern import Pattern, Pieces, Wild, any_of, anything, glob, none_of, plain


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
        test = self._test()
        return none_of([test]) if self.negated else test

    def _test(self) -> Pattern:
        """Whole names are looked up, and only globs are tried one by one."""
        if (Wild.RUN,) in self.patterns:
            return anything
        names = frozenset(plain(one) for one in self.patterns if Wild.RUN not in one and Wild.ONE not in one)
        globs = [glob(one) for one in self.patterns if Wild.RUN in one or Wild.ONE in one]
        if not globs:
            return names.__contains__
        colons, matches = self.colons, any_of(globs)
        return lambda action: action in names or (action.count(":") == colons and matches(action))
