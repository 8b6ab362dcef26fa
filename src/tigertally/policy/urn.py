"""A star in one field of a resource name must not swallow the next, so names are matched field by field.

A request's name is cut into five fields at the first four colons, so only the last field may hold a colon;
a language whose names have one field more cuts the last once again. What the fields are called, and which
spelling is accepted, is the language's business.
"""

from collections.abc import Callable, Sequence

from tigertally.policy.pattern import Pieces, Text, Wild, glob
from tigertally.policy.request import Context

FIELDS = 5

ANYTHING: Pieces = (Wild.RUN,)

Resource = Callable[[Sequence[str], Context], bool]
"""A test of the fields of a request's resource."""


def cut(name: str) -> list[str]:
    """A resource's name as its fields."""
    return name.split(":", FIELDS - 1)


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
