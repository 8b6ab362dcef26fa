"""One refusal, three steps to its line; and every refusal that can be raised has one in every cloud."""

import pytest

from tigertally.clouds import CLOUDS
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.errors import ErrorTable, Line, Said
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.service import Service
from tigertally.model import refusals
from tigertally.model.refusals import Denied, InUse, Invalid, LimitReached, NotFound, Refusal

PLAIN = Line(Invalid, "", 400, "Plain", "{field}")
TAIL = Line(Invalid, "*.Length", 400, "Tail", "{field}")
EXACT = Line(Invalid, "Name.Length", 400, "Exact", "{field}")

SERVICES = [service for cloud in CLOUDS for service in cloud.services]


def test_the_most_specific_line_wins() -> None:
    table = ErrorTable(PLAIN, TAIL, EXACT)
    assert EXACT == table.line(Invalid("Name", "Length"))
    assert TAIL == table.line(Invalid("Other", "Length"))
    assert PLAIN == table.line(Invalid("Other", "Format"))
    assert PLAIN == table.line(Invalid("Other"))


def test_a_line_is_for_its_type_alone() -> None:
    assert ErrorTable(PLAIN).line(NotFound("user")) is None


def test_a_line_replaces_the_one_of_the_same_key_and_leaves_the_table_as_it_was() -> None:
    table = ErrorTable(PLAIN, TAIL)
    other = Line(Invalid, "", 409, "Other", "")
    extended = table.extended([other, EXACT])
    assert other == extended.line(Invalid("x"))
    assert EXACT == extended.line(Invalid("Name", "Length"))
    assert PLAIN == table.line(Invalid("x"))
    assert (other, TAIL, EXACT) == extended.lines


def test_a_line_is_said_with_the_refusals_values() -> None:
    line = Line(NotFound, "user", 404, "NoSuch.{about}", "No {about} {key}.")
    assert Said(404, "NoSuch.user", "No user alice.") == line.said(NotFound("user", key="alice"))


def test_braces_in_a_value_are_no_names() -> None:
    line = Line(NotFound, "", 404, "NoSuch", "No {key}.")
    assert "No {nothing} {0}." == line.said(NotFound("user", key="{nothing} {0}")).message


RAISED: tuple[Refusal, ...] = (
    *(NotFound(kind, key="k") for kind in ("user", "group", "role", "policy")),
    *(refusals.NotAttached(kind, policy="p", target="t") for kind in ("user", "group", "role")),
    *(refusals.AlreadyAttached(kind, policy="p", target="t") for kind in ("user", "group", "role")),
    *(refusals.AlreadyExists(kind, name="n", group="g") for kind in ("user", "group", "role", "policy")),
    *(LimitReached(f"{kind}.policy", limit=1, target="t") for kind in ("user", "group", "role")),
    *(LimitReached(kind, limit=1) for kind in ("user", "group", "role", "policy", "policy.version", "tag")),
    *(InUse(f"user.{what}", name="n") for what in ("group", "access_key", "policy")),
    *(InUse(f"policy.{kind}", name="n") for kind in ("user", "group", "role")),
    InUse("group.user", name="n"),
    InUse("group.policy", name="n"),
    InUse("role.policy", name="n"),
    InUse("policy.version.default", name="n", version=1),
    refusals.Forbidden("root_user", name="n"),
    refusals.Forbidden("system_policy", name="n"),
    refusals.Malformed("PolicyDocument", "Statement[0]", "why"),
    refusals.Missing("Name", field="Name"),
    Invalid("Name", "Format", "a name"),
    Invalid("Name"),
)
"""What the verbs and the fields of any service can raise."""

STATUSES = {"alibaba": range(400, 500), "huawei": range(400, 500), "tencent": [200]}
"""The HTTP statuses of refusals: Tencent Cloud answers everything with 200."""

GATEWAY: tuple[Refusal, ...] = (
    refusals.Unsupported("", asked="x"),
    refusals.Throttled("nonces", access_key_id="x"),
    Invalid("body", "TooLong", "at most a little"),
    refusals.Unsigned("expired", signed_at=1_700_000_000, now=1_700_001_000 // 1000),
    *(
        refusals.Unsigned(
            about, field="f", why="w", value="v", access_key_id="k", nonce="n", string_to_sign="s",
            canonical_request="c",
        )
        for about in (
            "missing", "incomplete", "ambiguous", "unsigned_header", "body_hash", "method",
            "timestamp_format", "unknown_key", "inactive_key", "token_missing", "token_wrong",
            "token_expired", "mismatch", "replay", "version",
        )
    ),
)  # fmt: skip
"""What can be raised before any service is known."""


@pytest.mark.parametrize("refusal", GATEWAY, ids=str)
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_service_has_words_for_what_the_edge_refuses(service: Service, refusal: Refusal) -> None:
    require_words(service.errors, refusal)


@pytest.mark.parametrize("refusal", GATEWAY, ids=str)
@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_cloud_says_what_the_edge_refuses_before_any_operation_is_known(
    cloud: Cloud, refusal: Refusal
) -> None:
    request = HttpRequest("GET", "/", "", (), b"", "127.0.0.1", secure=False)
    answer = cloud.refuse(request, None, refusal, "request-1", "")
    assert answer.status in STATUSES[cloud.name]
    assert b"request-1" in answer.body


@pytest.mark.parametrize("refusal", RAISED, ids=str)
@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_cloud_has_words_for_what_its_verbs_refuse(cloud: Cloud, refusal: Refusal) -> None:
    (service, *_) = cloud.services
    require_words(service.errors, refusal)


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_service_has_words_for_a_denial(cloud: Cloud) -> None:
    for service in cloud.services:
        lines = [line for line in service.errors.lines if line.refusal is Denied and line.about == ""]
        assert [200 if cloud.name == "tencent" else 403] == [line.status for line in lines]


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_no_refusal_is_told_as_the_servers_own_failure(cloud: Cloud) -> None:
    lines = [line for service in cloud.services for line in service.errors.lines]
    assert [] == [line.code for line in lines if line.status not in STATUSES[cloud.name]]
    assert [] == [line.code for line in lines if line.code.startswith("InternalError")]


def require_words(table: ErrorTable, refusal: Refusal) -> None:
    """That a refusal can be said."""
    line = table.line(refusal)
    assert line is not None
    assert line.said(refusal).code
