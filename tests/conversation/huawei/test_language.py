"""What the policy language means, heard over the wire: each statement once met and once not.

Source: IAM 5.0 user guide, "Policy elements", "Policy variables", "Condition operators".
"""

from typing import NamedTuple

import pytest

from tests.conversation.huawei.clients import Account, Json, allow, deny, tags, where

GET = "iam:users:getUserV5"
LIST = "iam:users:listUsersV5"
TAG = "iam::tagForResourceV5"


class Scene:
    """Alice, whose policies are tried, and bob, whom she looks at and tags."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.alice = account.user(name="alice")
        self.bob = account.user(name="bob")

    def may(self, what: str, *statements: Json) -> bool:
        """Whether alice may do ``what`` with these statements alone."""
        operation, given = {
            "see alice": ("ShowUserV5", {"user_id": self.alice.id}),
            "see bob": ("ShowUserV5", {"user_id": self.bob.id}),
            "list users": ("ListUsersV5", {}),
            "list groups": ("ListGroupsV5", {}),
            "tag bob blue": ("TagResourceV5", self._tags(team="blue")),
            "tag bob blue, seven": ("TagResourceV5", self._tags(team="blue", floor="7")),
        }[what]
        policy = self.account.give(self.alice, *statements)
        try:
            return self.alice.caller.may(operation, **given)
        finally:
            self.account.detach(policy, self.alice)

    def _tags(self, **values: str) -> Json:
        return {"resource_type": "user", "resource_id": self.bob.id, "tags": tags(**values)}


@pytest.fixture
def scene(account: Account) -> Scene:
    """Alice and bob in an account of their own."""
    return Scene(account)


class Case(NamedTuple):
    """Statements, something they allow and something they do not."""

    fact: str
    statements: tuple[Json, ...]
    allowed: str
    refused: str


def over(operator: str, key: str, *values: str, action: str = GET) -> tuple[Json, ...]:
    """One statement that allows under a condition."""
    return (allow(action, Condition=where(operator, key, *values)),)


def under(**condition: dict[str, list[str]]) -> tuple[Json, ...]:
    """One statement that allows to tag under several operators."""
    return (allow(TAG, Condition=condition),)


ANY, ALL = "ForAnyValue:StringEquals", "ForAllValues:StringEquals"
NOT_LIST: Json = {"Effect": "Allow", "NotAction": [LIST]}
ONLY_LIST: Json = {"Effect": "Deny", "NotAction": [LIST]}
CASES = (
    Case(
        "a variable in a resource is the caller's own name",
        (allow(GET, Resource=["iam:*:*:user:${g:UserName}"]),),
        "see alice",
        "see bob",
    ),
    Case(
        "a variable without a value matches nothing, or its default",
        (
            allow(GET, Resource=["iam:*:*:user:${g:SourceIdentity}"]),
            allow(GET, Resource=["iam:*:*:user:${g:SourceIdentity, 'bob'}"]),
        ),
        "see bob",
        "see alice",
    ),
    Case("NotAction allows all but itself", (NOT_LIST,), "list groups", "list users"),
    Case("NotAction denies all but itself", (allow("*"), ONLY_LIST), "list users", "list groups"),
    Case(
        "NotResource allows all but itself",
        (allow(GET, NotResource=["iam:*:*:user:bob"]),),
        "see alice",
        "see bob",
    ),
    Case(
        "NotResource denies all but itself",
        (allow("*"), deny(GET, NotResource=["iam:*:*:user:bob"])),
        "see bob",
        "see alice",
    ),
    Case("a deny overrides every allow", (allow("*"), allow(GET), deny(LIST)), "see bob", "list users"),
    Case(
        "a deny is as narrow as its resource",
        (allow("*"), deny("*", Resource=["iam:*:*:user:bob"])),
        "see alice",
        "see bob",
    ),
    Case("an action ignores case", (allow("IAM:Users:LISTUSERSV5"),), "list users", "list groups"),
    Case("an action has wildcards", (allow("iam:*:listU*"),), "list users", "list groups"),
    Case(
        "a resource minds case",
        (allow(GET, Resource=["iam:*:*:user:ALICE", "iam:*:*:user:bob"]),),
        "see bob",
        "see alice",
    ),
    Case(
        "a question mark is one character",
        (allow(GET, Resource=["iam:*:*:user:b?b"]),),
        "see bob",
        "see alice",
    ),
    Case(
        "a resource of another type is another",
        (allow("*", Resource=["iam:*:*:group:*"]),),
        "list groups",
        "list users",
    ),
    Case(
        "ForAnyValue wants one",
        over(ANY, "g:TagKeys", "floor", action=TAG),
        "tag bob blue, seven",
        "tag bob blue",
    ),
    Case(
        "ForAllValues wants all",
        over(ALL, "g:TagKeys", "team", action=TAG),
        "tag bob blue",
        "tag bob blue, seven",
    ),
    Case(
        "ForAnyValue wants a key",
        over(ANY, "g:TagKeys", "team", action="*"),
        "tag bob blue",
        "list users",
    ),
    Case(
        "IfExists lets the absent pass",
        over("StringEqualsIfExists", "g:RequestTag/team", "red", action="*"),
        "list users",
        "tag bob blue",
    ),
    Case(
        "without IfExists the absent does not pass",
        over("StringEquals", "g:RequestTag/team", "blue", action="*"),
        "tag bob blue",
        "list users",
    ),
    Case(
        "Null true wants the key absent",
        over("Null", "g:RequestTag/floor", "true", action=TAG),
        "tag bob blue",
        "tag bob blue, seven",
    ),
    Case(
        "Null false wants the key present",
        over("Null", "g:RequestTag/floor", "false", action=TAG),
        "tag bob blue, seven",
        "tag bob blue",
    ),
    Case(
        "all conditions must be met",
        under(
            StringEquals={"g:RequestTag/team": ["blue"], "g:RequestTag/floor": ["7"]},
            Bool={"g:PrincipalIsRootUser": ["false"]},
        ),
        "tag bob blue, seven",
        "tag bob blue",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.fact)
def test_statements_allow_what_they_say_and_no_more(scene: Scene, case: Case) -> None:
    assert scene.may(case.allowed, *case.statements)
    assert not scene.may(case.refused, *case.statements)


OPERATORS = (
    ("StringEquals", "alice", "Alice"),
    ("StringEquals", "alice", "al*"),
    ("StringNotEquals", "bob", "alice"),
    ("StringEqualsIgnoreCase", "ALICE", "ALICIA"),
    ("StringNotEqualsIgnoreCase", "BOB", "ALICE"),
    ("StringMatch", "al*", "AL*"),
    ("StringMatch", "?lice", "lic"),
    ("StringNotMatch", "b*", "al*"),
    ("StringLike", "LIC", "l*c"),
    ("StringNotLike", "l*c", "lic"),
    ("StringStartWith", "AL", "lice"),
    ("StringNotStartWith", "lice", "al"),
    ("StringEndWith", "ICE", "ali"),
    ("StringNotEndWith", "ali", "ice"),
)


@pytest.mark.parametrize(("operator", "met", "unmet"), OPERATORS)
def test_an_operator_compares_text_in_its_own_way(scene: Scene, operator: str, met: str, unmet: str) -> None:
    assert scene.may("see bob", *over(operator, "g:UserName", met))
    assert not scene.may("see bob", *over(operator, "g:UserName", unmet))


def test_match_has_wildcards_and_like_looks_inside(scene: Scene) -> None:
    assert scene.may("see bob", *over("StringMatch", "g:UserName", "a*e"))
    assert not scene.may("see bob", *over("StringMatch", "g:UserName", "lic"))
    assert scene.may("see bob", *over("StringLike", "g:UserName", "lic"))
    assert not scene.may("see bob", *over("StringLike", "g:UserName", "a*e"))


@pytest.mark.parametrize(
    ("operator", "met", "unmet"),
    [
        ("NumberEquals", "7.0", "8"),
        ("NumberNotEquals", "8", "7"),
        ("NumberLessThan", "8", "7"),
        ("NumberLessThanEquals", "7", "6.9"),
        ("NumberGreaterThan", "6", "7"),
        ("NumberGreaterThanEquals", "7", "7.1"),
    ],
)
def test_an_operator_compares_numbers_in_its_own_way(
    scene: Scene, operator: str, met: str, unmet: str
) -> None:
    key = "g:RequestTag/floor"
    assert scene.may("tag bob blue, seven", *over(operator, key, met, action=TAG))
    assert not scene.may("tag bob blue, seven", *over(operator, key, unmet, action=TAG))


def test_values_of_one_key_are_alternatives_and_a_negated_one_must_differ_from_all(scene: Scene) -> None:
    assert scene.may("see bob", *over("StringEquals", "g:UserName", "bob", "alice"))
    assert not scene.may("see bob", *over("StringNotEquals", "g:UserName", "bob", "alice"))
    assert scene.may("see bob", *over("StringNotEquals", "g:UserName", "bob", "carol"))


def test_names_of_keys_ignore_case(scene: Scene) -> None:
    assert scene.may("see bob", *over("StringEquals", "G:USERNAME", "alice"))


def test_what_a_user_and_its_groups_hold_counts_together(account: Account) -> None:
    group = account.group(allow(GET), deny(LIST))
    alice = account.user(allow(LIST))
    assert (True, False) == (
        alice.caller.may("ListUsersV5"),
        alice.caller.may("ShowUserV5", user_id=alice.id),
    )
    account.say("AddUserToGroupV5", group_id=group.id, user_id=alice.id)
    assert (False, True) == (
        alice.caller.may("ListUsersV5"),
        alice.caller.may("ShowUserV5", user_id=alice.id),
    )


def test_a_renamed_resource_is_another_resource(scene: Scene) -> None:
    named_bob = allow(GET, Resource=[scene.bob.urn])
    assert scene.may("see bob", named_bob)
    scene.account.say("UpdateUserV5", user_id=scene.bob.id, new_user_name="robert")
    assert not scene.may("see bob", named_bob)
