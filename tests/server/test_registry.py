"""What holds for every operation of every cloud, so that a new one cannot forget it.

Each is called with parameters that would be accepted, by nobody, by people without power, and by root.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.shape import bare
from tests.live import Live
from tests.server.house import House, everything, furnished
from tests.server.wishes import IDS, OPERATIONS, grounds_for, is_open, wish
from tests.signers import CALLS, Key, Line, Reply
from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.service import Operation
from tigertally.store import verify

every_operation = pytest.mark.parametrize(("cloud", "operation"), OPERATIONS, ids=IDS)

OPEN = {
    "alibaba sts GetCallerIdentity", "huawei sts GetCallerIdentity", "huawei iam KeystoneListAuthDomains",
    "tencent sts GetCallerIdentity",
}  # fmt: skip
"""The calls that the clouds grant to everybody who signs."""

UNSIGNED = {
    "alibaba": "MissingAccessKeyId",
    "huawei": "APIGW.0301",
    "tencent": "AuthFailure.InvalidAuthorization",
}
FORGED = {
    "alibaba": "SignatureDoesNotMatch",
    "huawei": "APIGW.0301",
    "tencent": "AuthFailure.SignatureFailure",
}
UNKNOWN = {
    "alibaba": "InvalidAccessKeyId.NotFound",
    "huawei": "APIGW.0301",
    "tencent": "AuthFailure.SecretIdNotFound",
}
DENIED = {
    "alibaba": (403, "NoPermission"),
    "huawei": (403, "PAP5.0001"),
    "tencent": (200, "AuthFailure.UnauthorizedOperation"),
    "organization": (200, "UnauthorizedOperation"),
}
"""By cloud, or by a service that has words of its own."""


def denied(cloud: Cloud, operation: Operation) -> tuple[int, str]:
    """How a denial is said."""
    return DENIED.get(operation.service.name) or DENIED[cloud.name]


NEVER_FOR_ROOT = {("alibaba", "AssumeRole"): "NoPermission"}
"""What the owner of an account cannot do (STS AssumeRole: "cannot be called by an Alibaba Cloud account")."""


AWAY: dict[Any, object] = {str: "0" * 32, int: "7" * 9, list[int]: ["7" * 9]}
"""Ids of nothing, by the type of the parameter."""


@pytest.fixture(scope="module")
def houses(live: Live) -> dict[str, House]:
    """A house of each cloud that nothing here changes."""
    return {cloud.name: furnished(live, cloud.name) for cloud in CLOUDS}


@pytest.fixture
def untouched(live: Live) -> Iterator[None]:
    """That the test changes no row of any table but spent nonces."""
    before = everything(live)
    yield
    after = everything(live)
    assert [] == [name for name, rows in before.items() if rows != after[name]]


def call(line: Line, house: House, key: Key | None, operation: Operation, **given: object) -> Reply:
    """A call of an operation that would be done if the caller might."""
    return line.send(CALLS[house.cloud.name](key, operation, wish(house, operation) | given))


@every_operation
@pytest.mark.usefixtures("untouched")
def test_nobody_unsigned_is_heard(
    line: Line, houses: dict[str, House], cloud: Cloud, operation: Operation
) -> None:
    house = houses[cloud.name]
    assert UNSIGNED[cloud.name] == call(line, house, None, operation).code
    forger = house.root._replace(secret=house.root.secret[::-1])
    assert FORGED[cloud.name] == call(line, house, forger, operation).code
    stranger = house.root._replace(id="stranger")
    assert UNKNOWN[cloud.name] == call(line, house, stranger, operation).code
    for other in houses.values():
        if other is not house:
            assert UNKNOWN[cloud.name] == call(line, house, other.root, operation).code


def test_the_open_operations_are_these() -> None:
    assert {
        f"{cloud.name} {one.service.name} {one.name}" for cloud, one in OPERATIONS if is_open(one)
    } == OPEN


@every_operation
@pytest.mark.parametrize("who", ["powerless_user", "powerless_role"])
@pytest.mark.usefixtures("untouched")
def test_the_powerless_are_denied(
    line: Line, houses: dict[str, House], cloud: Cloud, operation: Operation, who: str
) -> None:
    house = houses[cloud.name]
    reply = call(line, house, getattr(house, who), operation)
    if is_open(operation):
        assert 200 == reply.status
    else:
        assert denied(cloud, operation) == (reply.status, reply.code)
        assert denial_of(reply)


@every_operation
@pytest.mark.usefixtures("untouched")
def test_the_powerless_are_denied_before_they_learn_what_is_there(
    line: Line, houses: dict[str, House], cloud: Cloud, operation: Operation
) -> None:
    if is_open(operation):
        return
    house = houses[cloud.name]
    away = {
        field.wire: AWAY[bare(field.type)] if not field.name.endswith("name") else "nowhere"
        for field in operation.fields
        if field.name.endswith(("_name", "_id", "_uin"))
        and field.name not in ("version_id", "resource_group_id")
        and field.wire in wish(house, operation)
    }
    reply = call(line, house, house.powerless_user, operation, **away)
    assert denied(cloud, operation) == (reply.status, reply.code)


@every_operation
def test_root_reaches_every_verb_and_the_journal_knows_the_call(
    live: Live, line: Line, cloud: Cloud, operation: Operation
) -> None:
    house = furnished(live, cloud.name, grounds_for(operation))
    message = denial_of(denied_reading(line, house))
    given = wish(house, operation, message=message)
    reply = line.send(CALLS[cloud.name](house.root, operation, given))
    entries = live.stage.store.read(lambda reading: reading.entry_of(reply.request_id))
    if never := NEVER_FOR_ROOT.get((cloud.name, operation.name)):
        assert never == reply.code
        assert [] == entries
        return
    refused = reply.status >= 400 or cloud.name == "tencent"
    assert (operation.status, "") == (reply.status, reply.code if refused else "")
    assert operation.changes == bool(entries)
    action = f"{operation.service.name}:{operation.name}"
    actor = f"{house.account.native_id}:root"
    assert {(action, True)} >= {(entry.action, entry.actor.endswith(actor)) for entry in entries}


@every_operation
def test_root_giving_every_parameter_is_answered_in_the_clouds_words(
    live: Live, line: Line, cloud: Cloud, operation: Operation, caplog: pytest.LogCaptureFixture
) -> None:
    house = furnished(live, cloud.name, grounds_for(operation))
    given = wish(house, operation, whole=True)
    reply = line.send(CALLS[cloud.name](house.root, operation, given))
    assert 500 > reply.status, reply.body
    assert reply.status < 400 or reply.code
    assert [] == caplog.records


def test_every_committed_change_has_its_entry_and_the_ledger_is_whole(live: Live) -> None:
    assert [] == verify(live.stage.store)


def denied_reading(line: Line, house: House) -> Reply:
    """The denial of a powerless user who asks for the list of users."""
    name = {"alibaba": "ListUsers", "huawei": "ListUsersV5", "tencent": "ListUsers"}[house.cloud.name]
    operation = next(one for cloud, one in OPERATIONS if cloud is house.cloud and one.name == name)
    return call(line, house, house.powerless_user, operation)


def denial_of(reply: Reply) -> str:
    """The sealed message of a denial."""
    told = reply.json
    if "Response" in told:
        return str(told["Response"]["Error"]["Message"])  # nothing is sealed beside it
    detail = told.get("AccessDeniedDetail", {})
    return str(detail.get("EncodedDiagnosticMessage") or told["encoded_authorization_message"])
