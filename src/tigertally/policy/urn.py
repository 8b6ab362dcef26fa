"""A star in one field of a resource name must not swallow the next, so names are matched field by field.

A request's name is cut into five fields at the first four colons, so only the last field may hold a colon;
where a policy's names have one field more the last is cut once again. What the fields are called, and which
spelling is accepted, is the language's business.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from tigertally.policy.pattern import Pieces, Text, Wild, glob
from tigertally.policy.request import Context

FIELDS = 5

ANYTHING: Pieces = (Wild.RUN,)

Resource = Callable[[Sequence[str], Context], bool]
"""A test of the fields of a request's resource."""


def cut(name: str) -> list[str]:
    """A resource's name as its fields."""
    return name.split(":", FIELDS - 1)


class Name(Struct, frozen=True):
    """One name as it was written, field by field; no fields at all are a lone star.

    ``own`` are the spellings of an account and the keys of a request that tell the caller's own: then the
    name's account, the field before the last, has to be that one.
    """

    fields: tuple[Text, ...] = ()
    own: tuple[tuple[str, str], ...] = ()

    def test(self) -> Resource:
        """Compile it."""
        if not self.fields:
            return every_resource
        matches = resource(self.fields)
        if len(self.fields) == FIELDS:
            return matches
        own = dict(self.own)

        def names(found: Sequence[str], context: Context) -> bool:
            segments = [*found[:-1], *found[-1].split(":", 1)]
            return matches(segments, context) and (not own or _is_own(own, segments[-2], context))

        return names


class Resources(Struct, frozen=True):
    """The resources that one of the names means, or (negated) none of them."""

    names: tuple[Name, ...]
    negated: bool = False

    def test(self) -> Resource:
        """Compile it."""
        tests = [name.test() for name in self.names]
        return no_resource(tests) if self.negated else any_resource(tests)


EVERYTHING = Resources((Name(),))
"""Every resource there is."""


def _is_own(own: Mapping[str, str], account: str, context: Context) -> bool:
    """Whether an account, in either spelling, is the caller's."""
    form, _, owner = account.partition("/")
    return form in own and context.get(own[form]) == owner


def every_resource(_: Sequence[str], __: Context) -> bool:
    """The test of a lone star."""
    return True


def any_resource(names: Sequence[Resource]) -> Resource:
    """The test that one of the names matches."""
    if every_resource in names:
        return every_resource
    if len(names) == 1:
        return names[0]
    return lambda fields, context: any(name(fields, context) for name in names)


def no_resource(names: Sequence[Resource]) -> Resource:
    """The test that none of the names matches."""
    some = any_resource(names)
    return lambda fields, context: not some(fields, context)


def resource(fields: Sequence[Text]) -> Resource:
    """Compile the fields of one name, once if no field waits for the request."""
    ready = [field for field in fields if isinstance(field, tuple)]
    return _fixed(ready) if len(ready) == len(fields) else _late(fields)


def _fixed(fields: Sequence[Pieces]) -> Resource:
    """Fields that take anything need no test; nearly every name leaves region and account open."""
    count, tests = len(fields), [(at, glob(field)) for at, field in enumerate(fields) if field != ANYTHING]
    match tests:
        case [(a, fits_a), (b, fits_b)]:
            return lambda found, _: len(found) == count and fits_a(found[a]) and fits_b(found[b])
        case [(a, fits_a), (b, fits_b), (c, fits_c)]:
            return lambda found, _: (
                len(found) == count and fits_a(found[a]) and fits_b(found[b]) and fits_c(found[c])
            )
    return lambda found, _: len(found) == count and all(test(found[at]) for at, test in tests)


def _late(fields: Sequence[Text]) -> Resource:
    def matches(found: Sequence[str], context: Context) -> bool:
        known = [field if isinstance(field, tuple) else field(context) for field in fields]
        resolved = [field for field in known if field is not None]
        return len(resolved) == len(fields) and _fixed(resolved)(found, context)

    return matches
