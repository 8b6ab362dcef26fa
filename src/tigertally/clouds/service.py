"""An operation is one function; this module reads its signature into what the pipeline needs.

The signature is the published parameter table, the decorator the published permission table, the body
the meaning. Whether an operation changes the ledger is said by its return type: ``Changes`` or a view.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct

from tigertally.clouds.errors import ErrorTable, Line
from tigertally.clouds.fields import Field, Place, rules_of
from tigertally.clouds.http import HttpRequest
from tigertally.model.accounts import Account
from tigertally.model.changes import Changes
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.model.principals import Caller, Principal
from tigertally.model.refusals import Missing
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.view import View


class Absent(Struct, frozen=True):
    """Something a call names that is not there (yet), or, without a name, everything of a kind."""

    kind: str
    key: str = ""
    name: str = ""
    account: str = ""


Thing = Principal | Policy | ResourceGroup | Organization | Department | Member | Account | Absent
"""What a call can be about, and what a permission can be asked for."""


class Call(Struct, frozen=True):
    """One call as an operation may see it, beside its parameters."""

    caller: Caller
    request: HttpRequest
    request_id: str
    now: int
    unseal: Callable[[str], bytes | None]


class Finder(Struct, frozen=True):
    """How an entity is named on the wire: a function from the view and its fields to the entity."""

    find: Callable[..., Thing]
    fields: tuple[str, ...]
    optional: bool


F = TypeVar("F", bound=Callable[..., Thing])


def by(find: F) -> F:
    """Mark a function as a finder, to stand in an annotation: ``Annotated[User, user_named]``.

    Its parameters after the view are the wire parameters that name the entity.
    """
    find.__dict__["is_finder"] = True
    return find


class New(Struct, frozen=True):
    """A permission asked for on something that a parameter names and that does not exist yet."""

    kind: str
    parameter: str


def every(kind: str) -> Absent:
    """A permission asked for on everything of a kind."""
    return Absent(kind)


On = str | Absent | New


class Ask(Struct, frozen=True):
    """One question to the decision: may the caller do this action on this thing?"""

    action: str
    thing: Thing


Asks = Callable[[View, Call, Mapping[str, Any]], Iterable[Ask]]
"""The permissions that a call asks for, where they depend on who calls or on a value."""


class Operation(Struct, frozen=True):
    """Everything the pipeline knows of an operation.

    ``own`` are the fields that its function takes itself; the others only name the entities that it takes.
    """

    service: "Service"
    name: str
    function: Callable[..., Any]
    method: str
    path: str
    status: int
    action: str
    on: tuple[On, ...]
    asks: Asks | None
    is_open: bool
    keys: Mapping[str, str]
    request_tags: str
    trusting: str
    errors: ErrorTable
    fields: tuple[Field, ...]
    places: frozenset[Place]
    own: tuple[str, ...]
    finders: Mapping[str, Finder]
    wants: Mapping[str, str]
    changes: bool
    assumed: str
    per_second: int

    def read(self, given: Mapping[str, object]) -> dict[str, Any]:
        """The parameters by name, in the documented order; raises Missing, Invalid or Malformed."""
        return {field.name: read_field(field, given) for field in self.fields}


def read_field(field: Field, given: Mapping[str, object]) -> Any:
    """One parameter out of what was given on the wire."""
    value = given.get(field.wire)
    if value is None or value == "":
        if field.required:
            raise Missing(field.wire, field=field.wire)
        return field.default
    return field.checked(value)


class Service:
    """One API of one cloud: its operations, and its words for refusals."""

    def __init__(self, name: str, version: str, errors: ErrorTable, wire: Callable[[str], str]) -> None:
        self.name = name
        self.version = version
        self.errors = errors
        self.operations: dict[str, Operation] = {}
        self._wire = wire

    def operation(
        self,
        route: str = "",
        *,
        name: str = "",
        action: str = "",
        on: On | tuple[On, ...] = (),
        asks: Asks | None = None,
        open_to_everybody: bool = False,
        keys: Mapping[str, str] | None = None,
        request_tags: str = "",
        trusting: str = "",
        status: int = 200,
        errors: tuple[Line, ...] = (),
        order: tuple[str, ...] = (),
        assumed: str = "",
        per_second: int = 0,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated function.

        ``route`` is ``METHOD /path/{field}`` for a REST service and empty for one that names operations.
        ``action`` is what a policy must allow, ``on`` the parameters (or kinds) on which. ``asks`` replaces
        both where the permission depends on the caller or a value; ``open_to_everybody`` is for what the
        cloud grants to every signed caller. One of the three must be said. ``keys`` are the condition keys
        that parameters fill, ``request_tags`` the parameter with tags, ``trusting`` the one whose trust
        policy is heard. ``errors`` are lines of this operation alone, ``order`` the documented order of
        checks where it differs from the signature, ``assumed`` says what no source documents. ``per_second``
        is how often an account may call it in a second; 0 means that no limit is documented.
        """
        if 1 != sum((bool(action and on), asks is not None, open_to_everybody)):
            raise TypeError("an operation says on what which action is asked for, or that it is open")

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            method, _, path = route.partition(" ")
            spelled = name or self._wire(function.__name__)
            fields, finders, wants = _signature(function, self._wire, method, path)
            operation = Operation(
                service=self,
                name=spelled,
                function=function,
                method=method,
                path=path,
                status=status,
                action=action,
                on=on if isinstance(on, tuple) else (on,),
                asks=asks,
                is_open=open_to_everybody,
                keys=keys or {},
                request_tags=request_tags,
                trusting=trusting,
                errors=self.errors.extended(errors),
                fields=tuple(sorted(fields, key=lambda field: _rank(field.name, order))),
                places=frozenset(field.place for field in fields),
                own=_own(function, fields),
                finders=finders,
                wants=wants,
                changes=get_type_hints(function)["return"] is Changes,
                assumed=assumed,
                per_second=per_second,
            )
            self.operations[spelled] = operation
            return function

        return register


def _rank(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def _own(function: Callable[..., Any], fields: list[Field]) -> tuple[str, ...]:
    taken = inspect.signature(function).parameters
    return tuple(field.name for field in fields if field.name in taken)


def _signature(
    function: Callable[..., Any], wire: Callable[[str], str], method: str, path: str
) -> tuple[list[Field], dict[str, Finder], dict[str, str]]:
    """Fields in order of appearance, finders by parameter, and who wants the view or the call."""
    fields: dict[str, Field] = {}
    finders: dict[str, Finder] = {}
    wants: dict[str, str] = {}
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        hint = hints[name]
        if hint in (View, Call):
            wants[name] = "view" if hint is View else "call"
        elif find := _finder_in(hint):
            optional = parameter.default is not inspect.Parameter.empty
            found = _fields(find, wire, method, path, optional=optional)
            finders[name] = Finder(find, tuple(field.name for field in found), optional)
            fields |= {field.name: field for field in found}
        else:
            fields[name] = _field(parameter, hint, wire, method, path)
    return list(fields.values()), finders, wants


def _finder_in(hint: Any) -> Callable[..., Thing] | None:
    if get_origin(hint) is not Annotated:
        return next((find for arm in get_args(hint) if (find := _finder_in(arm))), None)
    return next((note for note in get_args(hint)[1:] if getattr(note, "is_finder", False)), None)


def _fields(
    find: Callable[..., Any], wire: Callable[[str], str], method: str, path: str, *, optional: bool
) -> list[Field]:
    hints = get_type_hints(find, include_extras=True)
    parameters = list(inspect.signature(find).parameters.values())[1:]
    return [_field(one, hints[one.name], wire, method, path, optional=optional) for one in parameters]


def _field(
    parameter: inspect.Parameter,
    hint: object,
    wire: Callable[[str], str],
    method: str,
    path: str,
    *,
    optional: bool = False,
) -> Field:
    bare, rules = rules_of(hint)
    has_default = parameter.default is not inspect.Parameter.empty
    return Field(
        name=parameter.name,
        wire=wire(parameter.name),
        place=_place(parameter.name, hint, method, path),
        type=bare,
        rules=rules,
        required=not (has_default or optional),
        default=parameter.default if has_default else None,
    )


WHOLE_BODY = "whole body"
"""Marks the one parameter that is the whole JSON body instead of a member of it."""


def _place(name: str, hint: object, method: str, path: str) -> Place:
    if f"{{{name}}}" in path:
        return "path"
    if WHOLE_BODY in get_args(hint)[1:]:
        return "whole_body"
    return "body" if method in ("POST", "PUT", "DELETE") else "query"
