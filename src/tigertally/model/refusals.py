"""Every way in which a call can be refused, said once, in the model's words.

A refusal is raised where its fact is known, with the values that prove it; each cloud's table turns it
into that cloud's status, code and sentence. Anything raised that is not a Refusal is a bug.

    Refusal
    ├── Unsigned        nobody known signed this call
    ├── Unsupported     no such operation here
    ├── Missing         a parameter that must be given is not
    ├── Invalid         a parameter breaks a named rule
    ├── Malformed       a document breaks its grammar, at a place
    ├── Denied          the caller's policies do not allow it
    ├── Forbidden       no policy could allow it
    ├── NotFound        what the call names is not there
    ├── NotAttached     the policy is not attached to the target
    ├── NotReady        what the call names is still being made, or already being deleted
    ├── AlreadyExists   the name is taken
    ├── AlreadyAttached the policy is attached already
    ├── InUse           something still depends on it
    ├── LimitReached    a documented limit would be passed
    └── Throttled       too much at once
"""

from msgspec import Struct

from tigertally.model.principals import Caller


class Refusal(Exception):
    """A wish that is not granted. ``about`` selects the line of a cloud's table; ``values`` fill its text."""

    def __init__(self, about: str = "", **values: object) -> None:
        super().__init__(about, values)
        self.about = about
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{type(self).__name__}({self.about!r}{', ' + told if told else ''})"


class Unsigned(Refusal):
    """No valid credential and signature; ``about`` is the reason in one word."""


class Unsupported(Refusal):
    """The operation is not served; ``about`` is what was asked for."""


class Missing(Refusal):
    """A required parameter is absent; ``about`` is its name on the wire."""


class Invalid(Refusal):
    """A parameter breaks a rule; ``about`` is ``<wire name>.<rule>``."""

    def __init__(self, field: str, rule: str = "", accepted: str = "") -> None:
        super().__init__(f"{field}.{rule}" if rule else field, field=field, rule=rule, accepted=accepted)


class Malformed(Refusal):
    """A document breaks its grammar; ``about`` is the parameter, ``place`` a path into the document.

    ``part`` is the element at fault, where the language tells it: ``about`` is then ``<parameter>.<part>``.
    """

    def __init__(self, field: str, place: str, reason: str, part: str = "") -> None:
        super().__init__(f"{field}.{part}" if part else field, field=field, place=place, reason=reason)


class Evidence(Struct, frozen=True, omit_defaults=True):
    """One statement that made a decision, and the path by which it bears on the caller; ``scope_id`` is the
    resource group in which its policy is attached, empty for the whole account.
    """

    effect: str
    policy: str
    policy_type: str
    version: str
    attached_to_kind: str
    attached_to: str
    statement: int
    scope_id: str = ""


class Denied(Refusal):
    """The decision fell against the caller.

    ``layer`` is the layer that did not allow; ``explicit`` tells a deny statement from mere silence;
    ``evidence`` are the statements that made the decision, ``conditions`` the condition keys it saw.
    """

    def __init__(
        self,
        *,
        caller: Caller,
        action: str,
        resource: str,
        explicit: bool,
        layer: str,
        evidence: tuple[Evidence, ...] = (),
        conditions: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> None:
        super().__init__(layer, action=action, resource=resource)
        self.caller = caller
        self.action = action
        self.resource = resource
        self.explicit = explicit
        self.layer = layer
        self.evidence = evidence
        self.conditions = conditions


class Forbidden(Refusal):
    """Not allowed to anybody; ``about`` is the reason in one word."""


class NotFound(Refusal):
    """Something named does not exist; ``about`` is its kind, ``key`` what was asked for."""


class NotAttached(Refusal):
    """The policy is not attached; ``about`` is the kind of the target."""


class NotReady(Refusal):
    """Something named is still being made, or already being deleted; ``about`` is its kind."""


class AlreadyExists(Refusal):
    """The name is taken; ``about`` is the kind."""


class AlreadyAttached(Refusal):
    """The policy is attached already; ``about`` is the kind of the target."""


class InUse(Refusal):
    """Something else depends on it; ``about`` is ``<kind>.<what depends on it>``."""


class LimitReached(Refusal):
    """One more would pass the limit; ``about`` is what is counted, ``limit`` how many there may be."""


class Throttled(Refusal):
    """Too much in too short a time; ``about`` is what was counted."""
