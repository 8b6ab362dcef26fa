"""Of endlessly many texts only a few differ to the comparisons that policies make: one of each kind is found
here.

Every comparison of text is a glob, some with letters in either case. What several have in common is a glob
again, so the globs that intersections lead to are all there is to choose from; of each the least matched
instances are the texts. Whether the texts are enough is told as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product

from msgspec import Struct

from tigertally.policy.analysis.answers import Unknown
from tigertally.policy.analysis.globs import FRESH, Token, Tokens, letters, meet, takes, unused
from tigertally.policy.conditions import string
from tigertally.policy.conditions.comparison import Family
from tigertally.policy.pattern import Pieces, Wild, plain

GLOBS_MAX = 120
TEXTS_MAX = 400
CASES_MAX = 5

FILLERS = ("value", "other", "zq7")
"""What stands for any text, the more readable first."""


class Texts(Struct, frozen=True):
    """Texts to choose from, and whether no other text could make a difference."""

    values: tuple[str, ...]
    complete: bool = True


def _cased(text: str) -> Tokens:
    return tuple(_either(letter) for letter in text.casefold())


def _either(letter: str) -> Token:
    cases = frozenset({letter, letter.upper()})
    return (
        cases
        if len(cases) > 1 and all(len(one) == 1 and one.casefold() == letter for one in cases)
        else letter
    )


_RUN: Tokens = (Wild.RUN,)

GLOB_OF: Mapping[Family, Callable[[Pieces], Tokens]] = {
    string.equals: lambda value: tuple(plain(value)),
    string.matches: letters,
    string.equals_ignore_case: lambda value: _cased(plain(value)),
    string.contains_ignore_case: lambda value: _RUN + _cased(plain(value)) + _RUN,
    string.starts_ignore_case: lambda value: _cased(plain(value)) + _RUN,
    string.ends_ignore_case: lambda value: _RUN + _cased(plain(value)),
}
"""Each family of text comparisons as a glob."""


def texts(globs: Sequence[Tokens]) -> Texts:
    """One text for every way in which texts can differ to the globs."""
    try:
        closed, complete = _closed(globs)
    except Unknown:
        closed, complete = [_RUN, *globs], False
    gaps = max((glob.count(Wild.ONE) for glob in globs), default=0)
    found: dict[str, None] = {}
    for glob in closed:
        made, is_all = _instances(glob, globs, gaps)
        found |= dict.fromkeys(made)
        complete &= is_all
    return Texts(tuple(islice(found, TEXTS_MAX)), complete and len(found) <= TEXTS_MAX)


def _closed(globs: Sequence[Tokens]) -> tuple[list[Tokens], bool]:
    """All intersections of some of the globs, from the widest on."""
    found: dict[Tokens, None] = {_RUN: None}
    for glob in dict.fromkeys(globs):
        for known in list(found):
            found |= dict.fromkeys(meet(known, glob))
        if len(found) > GLOBS_MAX:
            return list(islice(found, GLOBS_MAX)), False
    return list(found), True


def _instances(glob: Tokens, globs: Sequence[Tokens], gaps: int) -> tuple[list[str], bool]:
    """The least matched texts of a glob: its stars as long as a `?` of another could tell, its open letters
    in the cases that no other glob wants.
    """
    shapes = [_RUN] if not gaps else [(Wild.ONE,) * count for count in (gaps + 1, *range(gaps + 1))]
    stars = glob.count(Wild.RUN)
    if len(shapes) ** stars > TEXTS_MAX:
        return [_readable(one, globs) for one in _cases(glob)[0]], False
    found, complete = [], True
    for lengths in product(shapes, repeat=stars):
        stretched = _stretched(glob, lengths)
        made, is_all = _cases(stretched)
        readable = [_readable(one, globs) for one in made]
        found += readable
        complete &= is_all or _has_least(stretched, readable, globs)
    return found, complete


def _has_least(glob: Tokens, made: Sequence[str], globs: Sequence[Tokens]) -> bool:
    """Whether one of the texts is matched by nothing but what takes the whole glob."""
    least = [takes(other, glob) for other in globs]
    return any(_met(text, globs) == least for text in made)


def _stretched(glob: Tokens, lengths: Sequence[Tokens]) -> Tokens:
    left = iter(lengths)
    return tuple(part for token in glob for part in (next(left) if token is Wild.RUN else (token,)))


def _cases(glob: Tokens) -> tuple[list[Tokens], bool]:
    """The spellings of a glob whose letters may be in either case: all where they are few."""
    places = [at for at, token in enumerate(glob) if isinstance(token, frozenset)]
    if len(places) <= CASES_MAX:
        return list(_chosen(glob, places, product((str.lower, str.upper), repeat=len(places)))), True
    some: list[tuple[Callable[[str], str], ...]] = [
        tuple(str.upper if place == at else str.lower for place in places) for at in (-1, *places)
    ]
    return list(_chosen(glob, places, [*some, (str.upper,) * len(places)])), False


def _chosen(
    glob: Tokens,
    places: list[int],
    choices: Iterator[tuple[Callable[[str], str], ...]] | list[tuple[Callable[[str], str], ...]],
) -> Iterator[Tokens]:
    for cases in choices:
        chosen = list(glob)
        for at, case in zip(places, cases, strict=True):
            chosen[at] = case(min(glob[at]))  # type: ignore[arg-type]
        yield tuple(chosen)


def _readable(glob: Tokens, globs: Sequence[Tokens]) -> str:
    """Fill the wildcards with something to read that no glob matches more than it has to."""
    least = _met(_filled(glob, FRESH, FRESH), globs)
    for filler in FILLERS:
        text = _filled(glob, filler, filler[0])
        if _met(text, globs) == least:
            return text
    letter = unused(
        {letter for other in globs for token in other if not isinstance(token, Wild) for letter in token}
    )
    return _filled(glob, letter, letter)


def _filled(glob: Tokens, run: str, one: str) -> str:
    return "".join(run if token is Wild.RUN else one if token is Wild.ONE else str(token) for token in glob)


def _met(text: str, globs: Sequence[Tokens]) -> list[bool]:
    return [takes(glob, tuple(text)) for glob in globs]
