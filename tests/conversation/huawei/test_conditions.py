"""Every condition key that the server fills, over the wire: a condition allows while it is met.

Source: IAM 5.0 user guide, "Global condition keys", and the tables of actions of IAM and STS.
"""

import datetime
import ipaddress
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from huaweicloudsdkcore.http.http_config import HttpConfig

from tests.conversation.huawei.clients import (
    ASSUME,
    Account,
    Json,
    allow,
    deny,
    document,
    send,
    session_tags,
    signed,
    tags,
    trusting,
    where,
)
from tests.live import Live
from tigertally.clouds.huawei.conditions import KEYS

LIST = "iam:users:listUsersV5"

# Who asks what: each makes a caller that may do one thing under the condition, and tells whether it may.


def as_user(account: Account, condition: Json) -> bool:
    """A user with the tag team=blue lists users."""
    user = account.user()
    account.say("TagResourceV5", resource_type="user", resource_id=user.id, tags=tags(team="blue"))
    facts = {"account": account.account_id, "id": user.id, "urn": user.urn, "name": user.urn[-6:]}
    account.give(user, allow(LIST, Condition=told(condition, facts)))
    return user.caller.may("ListUsersV5")


def as_session(account: Account, condition: Json) -> bool:
    """A session of an agency, with a source identity and the tag team=blue, lists users."""
    agency = account.agency()
    caller = account.assume(agency.urn, source_identity="carol", tags=session_tags(team="blue"))
    facts = {"account": account.account_id, "id": agency.id, "agency": agency.urn.rpartition(":")[2]}
    account.give(agency, allow(LIST, Condition=told(condition, facts)))
    return caller.may("ListUsersV5")


def tagging(account: Account, condition: Json) -> bool:
    """A user sets the tags team=blue and floor=7 on an agency."""
    agency, user = account.agency(), account.user(allow("iam::tagForResourceV5", Condition=condition))
    given = {"resource_type": "agency", "resource_id": agency.id, "tags": tags(team="blue", floor="7")}
    return user.caller.may("TagResourceV5", **given)


def untagging(account: Account, condition: Json) -> bool:
    """A user takes the tag team from an agency."""
    agency, user = account.agency(), account.user(allow("iam::untagForResourceV5", Condition=condition))
    given = {"resource_type": "agency", "resource_id": agency.id, "body": ["team"]}
    return user.caller.may("DeleteResourceTagsV5", **given)


def showing(kind: str) -> Callable[[Account, Json], bool]:
    """A user looks at the root user, or at another one with the tag team=blue."""

    def ask(account: Account, condition: Json) -> bool:
        user, other = account.user(allow("iam:users:getUserV5", Condition=condition)), account.user()
        account.say("TagResourceV5", resource_type="user", resource_id=other.id, tags=tags(team="blue"))
        root = next(one.user_id for one in account.say("ListUsersV5").users if one.is_root_user)
        return user.caller.may("ShowUserV5", user_id=root if kind == "root" else other.id)

    return ask


def attaching(account: Account, condition: Json) -> bool:
    """A user attaches a custom policy to a group."""
    group, policy = account.group(), account.policy(allow("*"))
    facts = {"policy": account.policy_urn(policy)}
    user = account.user(allow("iam:groups:attachPolicyV5", Condition=told(condition, facts)))
    return user.caller.may("AttachGroupPolicyV5", policy_id=policy, group_id=group.id)


def assuming(account: Account, condition: Json) -> bool:
    """A user assumes an agency with everything that can be given; its own policy alone lets it in."""
    agency = account.agency(trust=trusting(account.account_id, actions=ASSUME[1:]))
    return account.user(allow(*ASSUME, Condition=condition)).caller.may(
        "AssumeAgency", agency_urn=agency.urn, **SESSION
    )


def trusted(account: Account, condition: Json) -> bool:
    """A user assumes an agency with everything that can be given; the trust policy alone lets it in."""
    agency = account.agency(trust=trusting(account.account_id, actions=ASSUME, Condition=condition))
    user = account.user(allow(*ASSUME[1:]))
    return user.caller.may("AssumeAgency", agency_urn=agency.urn, **SESSION)


SESSION: Json = {
    "agency_session_name": "night-shift",
    "external_id": "ticket-7",
    "source_identity": "carol",
    "tags": session_tags(team="blue", floor="7"),
    "transitive_tag_keys": ["team"],
}


def told(condition: Json, facts: dict[str, str]) -> Json:
    """The condition with facts of the scene put in."""
    text = json.dumps(condition)
    for name, fact in facts.items():
        text = text.replace(f"<{name}>", fact)
    filled: Json = json.loads(text)
    return filled


class Case(NamedTuple):
    """One key under one operator: who asks, a value that is met, one that is not."""

    key: str
    ask: Callable[[Account, Json], bool]
    operator: str
    met: str
    unmet: str


PAST, FUTURE = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00+08:00"
CASES = (
    Case("g:CurrentTime", as_user, "DateGreaterThan", PAST, FUTURE),
    Case("g:CurrentTime", as_user, "DateLessThanEquals", FUTURE, PAST),
    Case("g:MFAPresent", as_user, "Bool", "false", "true"),
    Case("g:MFAPresent", as_session, "Bool", "false", "true"),
    Case("g:PrincipalAccount", as_user, "StringEquals", "<account>", "0123456789"),
    Case("g:PrincipalAccount", as_session, "StringEquals", "<account>", "0123456789"),
    Case("g:PrincipalId", as_user, "StringEquals", "<id>", "0123456789"),
    Case("g:PrincipalId", as_session, "StringEquals", "<id>:night-shift", "<id>"),
    Case("g:PrincipalIsRootUser", as_user, "Bool", "false", "true"),
    Case("g:PrincipalTag/<tag-key>", as_user, "StringEquals", "blue", "red"),
    Case("g:PrincipalTag/<tag-key>", as_session, "StringEquals", "blue", "red"),
    Case("g:PrincipalType", as_user, "StringEquals", "User", "AssumedAgency"),
    Case("g:PrincipalType", as_session, "StringEquals", "AssumedAgency", "User"),
    Case("g:PrincipalUrn", as_user, "StringEquals", "<urn>", "iam::<account>:root"),
    Case(
        "g:PrincipalUrn",
        as_session,
        "StringEquals",
        "sts::<account>:assumed-agency:<agency>/night-shift",
        "iam::<account>:agency:<agency>",
    ),
    Case("g:RequestTag/<tag-key>", tagging, "StringEquals", "blue", "red"),
    Case("g:RequestTag/<tag-key>", assuming, "StringEquals", "blue", "red"),
    Case("g:ResourceTag/<tag-key>", showing("other"), "StringEquals", "blue", "red"),
    Case("g:SecureTransport", as_user, "Bool", "false", "true"),
    Case("g:SourceIdentity", as_session, "StringEquals", "carol", "dave"),
    Case("g:SourceIp", as_user, "IpAddress", "127.0.0.0/8", "10.0.0.0/8"),
    Case("g:SourceIp", as_user, "NotIpAddress", "10.0.0.0/8", "127.0.0.1"),
    Case("g:TagKeys", tagging, "ForAnyValue:StringEquals", "team", "city"),
    Case("g:TagKeys", untagging, "ForAllValues:StringEquals", "team", "city"),
    Case("g:TagKeys", assuming, "ForAnyValue:StringEquals", "floor", "city"),
    Case("g:TokenIssueTime", as_session, "DateGreaterThan", PAST, FUTURE),
    Case("g:TokenIssueTime", as_session, "DateLessThan", FUTURE, PAST),
    Case("g:UserAgent", as_user, "StringMatch", "*python*", "*curl*"),
    Case("g:UserId", as_user, "StringEquals", "<id>", "0123456789"),
    Case("g:UserName", as_user, "StringEquals", "<name>", "root"),
    Case("iam:PolicyURN", attaching, "StringEquals", "<policy>", "iam::system:policy:ReadOnlyAccess"),
    Case("iam:ResourceIsRootUser", showing("root"), "Bool", "true", "false"),
    Case("iam:ResourceIsRootUser", showing("other"), "Bool", "false", "true"),
    Case("sts:AgencySessionName", assuming, "StringEquals", "night-shift", "day-shift"),
    Case("sts:AgencySessionName", trusted, "StringEquals", "night-shift", "day-shift"),
    Case("sts:ExternalId", assuming, "StringEquals", "ticket-7", "ticket-8"),
    Case("sts:ExternalId", trusted, "StringEquals", "ticket-7", "ticket-8"),
    Case("sts:SourceIdentity", assuming, "StringEquals", "carol", "dave"),
    Case("sts:SourceIdentity", trusted, "StringEquals", "carol", "dave"),
    Case("sts:TransitiveTagKeys", assuming, "ForAnyValue:StringEquals", "team", "floor"),
    Case("sts:TransitiveTagKeys", trusted, "ForAllValues:StringEquals", "team", "floor"),
)


def test_every_key_that_the_server_fills_is_asked_for() -> None:
    assert set(KEYS) == {case.key for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.key} {case.operator} {case.ask.__name__}")
def test_a_condition_on_a_key_allows_where_it_is_met_alone(account: Account, case: Case) -> None:
    key = case.key.replace("<tag-key>", "team")
    assert case.ask(account, where(case.operator, key, case.met))
    assert not case.ask(account, where(case.operator, key, case.unmet))


ABSENT_KEYS = (
    (as_user, "g:TokenIssueTime"),
    (as_user, "g:SourceIdentity"),
    (as_user, "g:PrincipalTag/city"),
    (as_user, "g:ResourceTag/team"),
    (as_user, "g:TagKeys"),
    (as_user, "iam:PolicyURN"),
    (as_session, "g:UserId"),
    (as_session, "g:UserName"),
    (as_session, "g:PrincipalTag/city"),
    (untagging, "g:RequestTag/team"),
)


@pytest.mark.parametrize(
    ("ask", "key"), ABSENT_KEYS, ids=lambda part: part if isinstance(part, str) else part.__name__
)
def test_a_key_that_the_call_does_not_have_is_absent(
    account: Account, ask: Callable[[Account, Json], bool], key: str
) -> None:
    assert ask(account, where("Null", key, "true"))
    assert not ask(account, where("Null", key, "false"))


def test_a_trust_policy_can_refuse_the_root_user(account: Account) -> None:
    principal = {"IAM": [account.account_id]}
    not_root = deny(
        "sts:agencies:assume", Principal=principal, Condition=where("Bool", "g:PrincipalIsRootUser", "true")
    )
    trust = document(allow("sts:agencies:assume", Principal=principal), not_root)
    agency = account.say("CreateAgencyV5", agency_name="a", trust_policy=trust).agency
    given = {"agency_urn": agency.urn, "agency_session_name": "night-shift"}
    assert not account.may("AssumeAgency", **given)
    assert account.user().caller.may("AssumeAgency", **given)


def test_time_moves_in_and_out_of_a_window(live: Live, account: Account) -> None:
    now = datetime.datetime.now(datetime.UTC)
    window = {
        "DateGreaterThan": {"g:CurrentTime": [(now - datetime.timedelta(minutes=5)).isoformat()]},
        "DateLessThan": {"g:CurrentTime": [(now + datetime.timedelta(minutes=5)).isoformat()]},
    }
    user = account.user(allow(LIST, Condition=window)).caller
    assert user.may("ListUsersV5")
    for minutes in (-10, 10):
        with live.later(minutes * 60_000):
            assert not user.may("ListUsersV5")


def test_a_session_is_as_old_as_its_token(live: Live, account: Account) -> None:
    now = datetime.datetime.now(datetime.UTC).isoformat()
    agency = account.agency(allow(LIST, Condition=where("DateGreaterThan", "g:TokenIssueTime", now)))
    with live.later(-60_000):
        old = account.assume(agency.urn)
    assert not old.may("ListUsersV5")
    assert account.assume(agency.urn).may("ListUsersV5")


# Over TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the loopback, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain, secret


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory, certificate: tuple[Path, Path]) -> Iterator[Account]:
    """An account on a second server, which speaks TLS."""
    folder = tmp_path_factory.mktemp("tls-ledger")
    chain, key = map(str, certificate)
    command = [sys.executable, "-m", "tigertally.cli", "serve", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(
        [*command, "--tls-certificate", chain, "--tls-key", key], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[-1]
            root = json.loads((folder / "credentials.json").read_text())["huawei"]
            yield Account(url, root, HttpConfig(ssl_ca_cert=chain))
        finally:
            server.terminate()
            server.wait(20)


def test_secure_transport_is_true_over_tls(encrypted: Account) -> None:
    assert encrypted.url.startswith("https://")
    assert as_user(encrypted, where("Bool", "g:SecureTransport", "true"))
    assert not as_user(encrypted, where("Bool", "g:SecureTransport", "false"))


def test_a_policy_can_demand_tls(account: Account, encrypted: Account) -> None:
    only_tls: Any = deny("*", Condition=where("Bool", "g:SecureTransport", "false"))
    assert encrypted.user(allow(LIST), only_tls).caller.may("ListUsersV5")
    assert not account.user(allow(LIST), only_tls).caller.may("ListUsersV5")


@pytest.mark.parametrize(
    ("header", "claim"),
    [
        ("X-Forwarded-For", "10.9.8.7"),
        ("X-Real-IP", "10.9.8.7"),
        ("Forwarded", "for=10.9.8.7;proto=http"),
        ("X-Forwarded-Proto", "http"),
    ],
)
def test_what_a_client_says_of_its_way_is_ignored(encrypted: Account, header: str, claim: str) -> None:
    as_it_is: Json = {"IpAddress": {"g:SourceIp": ["127.0.0.1"]}, "Bool": {"g:SecureTransport": ["true"]}}
    caller = encrypted.user(allow(LIST, Condition=as_it_is)).caller
    request = signed(caller, "GET", "/v5/users")
    request.header_params[header] = claim
    assert 200 == send(request, encrypted.config and encrypted.config.ssl_ca_cert).status
