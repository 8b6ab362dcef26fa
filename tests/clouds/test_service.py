"""An operation's signature is its parameter table, its decorator its permission table."""

from typing import Annotated, Any

import pytest
from msgspec import Struct

from tests.store.stage import ALICE
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.errors import ErrorTable, Line
from tigertally.clouds.fields import length
from tigertally.clouds.naming import pascal, unchanged
from tigertally.clouds.service import WHOLE_BODY, Absent, Call, Operation, Service, by, every
from tigertally.model.changes import Changes
from tigertally.model.principals import User
from tigertally.model.refusals import Invalid, Missing, NotFound
from tigertally.model.view import View

UserName = Annotated[str, length(1, 4)]


@by
def user_named(_view: View, user_name: UserName) -> User | Absent:
    """A user."""
    return ALICE if user_name == "al" else Absent("user", user_name)


class Shown(Struct):
    """An answer."""

    name: str


rpc = Service("toy", "1", ErrorTable(Line(NotFound, "", 404, "NotFound", "")), pascal)
rest = Service("toy", "1", ErrorTable(), unchanged)


@rpc.operation(action="toy:GetUser", on="user", errors=(Line(NotFound, "user", 404, "NoUser", ""),))
def get_user(user: Annotated[User, user_named]) -> Shown:
    """Show a user."""
    return Shown(user.name)


@rpc.operation(action="toy:Rename", on="user", order=("new_name", "user_name"), assumed="everything")
def rename_user(
    view: View,
    call: Call,
    user: Annotated[User, user_named] | None = None,
    new_name: str = "x",
    limit: Annotated[int, length(0, 1)] | None = None,
) -> Changes:
    """Rename a user."""
    return Changes(answer=(view, call, user, new_name, limit))


@rest.operation(
    "PUT /v1/users/{user_name}", name="Put", action="toy:Put", on=(every("user"), "user"), status=201
)
def put_user(user: Annotated[User, user_named], note: str = "") -> Changes:
    """Change a user."""
    return Changes(answer=(user, note))


@rest.operation("GET /v1/users", name="List", open_to_everybody=True)
def list_users(marker: str = "") -> Shown:
    """List users."""
    return Shown(marker)


@rest.operation("DELETE /v1/tags", name="Untag", open_to_everybody=True)
def untag(keys: Annotated[list[str], WHOLE_BODY]) -> Changes:
    """Take tags away."""
    return Changes(answer=keys)


def fields(operation: Operation) -> list[tuple[str, str, bool]]:
    """The parameter table."""
    return [(field.wire, field.place, field.required) for field in operation.fields]


def test_an_rpc_operation_goes_by_its_functions_name() -> None:
    assert ["GetUser", "RenameUser"] == list(rpc.operations)


def test_a_finders_parameters_are_the_operations() -> None:
    assert [("UserName", "query", True)] == fields(rpc.operations["GetUser"])
    assert ("user_name",) == rpc.operations["GetUser"].finders["user"].fields


def test_an_optional_entitys_parameters_are_optional() -> None:
    operation = rpc.operations["RenameUser"]
    assert operation.finders["user"].optional
    assert ("UserName", "query", False) in fields(operation)


def test_the_documented_order_of_checks_goes_first() -> None:
    assert ["NewName", "UserName", "Limit"] == [wire for wire, _, _ in fields(rpc.operations["RenameUser"])]


def test_view_and_call_are_no_parameters() -> None:
    assert {"view": "view", "call": "call"} == rpc.operations["RenameUser"].wants


def test_the_return_type_says_whether_the_ledger_changes() -> None:
    changing = [one.name for service in (rpc, rest) for one in service.operations.values() if one.changes]
    assert ["RenameUser", "Put", "Untag"] == changing


def test_a_rest_parameter_is_in_the_path_the_body_or_the_query() -> None:
    assert [("user_name", "path", True), ("note", "body", False)] == fields(rest.operations["Put"])
    assert [("marker", "query", False)] == fields(rest.operations["List"])
    assert [("keys", "whole_body", True)] == fields(rest.operations["Untag"])


def test_a_route_is_a_method_and_a_path() -> None:
    operation = rest.operations["Put"]
    assert ("PUT", "/v1/users/{user_name}", 201) == (operation.method, operation.path, operation.status)


def test_on_is_always_a_tuple() -> None:
    assert ("user",) == rpc.operations["GetUser"].on
    assert (Absent("user"), "user") == rest.operations["Put"].on


def test_an_operations_own_lines_are_its_alone() -> None:
    absent = NotFound("user")
    assert "NoUser" == said(rpc.operations["GetUser"].errors, absent)
    assert "NotFound" == said(rpc.operations["RenameUser"].errors, absent)
    assert "NotFound" == said(rpc.errors, absent)


def said(table: ErrorTable, refusal: NotFound) -> str:
    line = table.line(refusal)
    assert line
    return line.code


def test_what_was_given_is_read_in_order() -> None:
    operation = rpc.operations["RenameUser"]
    assert {"new_name": "bob", "user_name": "al", "limit": None} == operation.read(
        {"NewName": "bob", "UserName": "al", "Nonsense": "1"}
    )


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_parameter_is_not_given(value: object) -> None:
    with pytest.raises(Missing) as refusal:
        rpc.operations["GetUser"].read({"UserName": value})
    assert "UserName" == refusal.value.about
    assert "x" == rpc.operations["RenameUser"].read({"NewName": value})["new_name"]


def test_a_rule_is_checked_as_it_is_read() -> None:
    with pytest.raises(Invalid) as refusal:
        rpc.operations["GetUser"].read({"UserName": "alice"})
    assert "UserName.Length" == refusal.value.about


def test_the_decorated_function_is_still_itself() -> None:
    assert Shown("Alice") == get_user(ALICE)


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_operation_says_what_it_does_and_is_found_once(cloud: Cloud) -> None:
    operations = [one for service in cloud.services for one in service.operations.values()]
    assert [] == [one.name for one in operations if not one.function.__doc__]
    routes = [(one.method, one.path) for one in operations if one.path]
    assert len(routes) == len(set(routes))
    names = [(one.service.name, one.name) for one in operations]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_permission_is_asked_for_on_something_that_is_there(cloud: Cloud) -> None:
    for one in (one for service in cloud.services for one in service.operations.values()):
        parameters = set(one.finders) | {field.name for field in one.fields}
        named = {on if isinstance(on, str) else getattr(on, "parameter", "") for on in one.on} - {""}
        named |= set(one.keys.values()) | ({one.request_tags, one.trusting} - {""})
        assert set() == named - parameters
        assert bool(one.action) == bool(one.on)
        assert not (one.action and one.asks)


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_no_two_placeholders_of_a_path_are_the_same(cloud: Cloud) -> None:
    for one in (one for service in cloud.services for one in service.operations.values()):
        placeholders = [part for part in one.path.split("/") if part.startswith("{")]
        assert len(placeholders) == len(set(placeholders))
        assert {part[1:-1] for part in placeholders} <= {field.name for field in one.fields}


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "kind",
    ["account", "user", "group", "role", "policy", "access_key", "session", "secret", "token", "request"],
)
def test_an_id_is_as_random_as_its_source(cloud: Cloud, kind: str) -> None:
    first, second = (
        cloud.mint(kind, lambda size, fill=fill: bytes([fill]) * size)  # type: ignore[misc]
        for fill in (1, 2)
    )
    assert first != second
    assert first == first.strip()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"action": "toy:Get"},
        {"on": "user"},
        {"action": "toy:Get", "on": "user", "open_to_everybody": True},
    ],
)
def test_an_operation_that_does_not_say_who_may_call_it_is_none(said: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="asked for"):
        rpc.operation(**said)
