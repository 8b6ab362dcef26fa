"""A formula says of a request what its parts say of it, and its negation the contrary."""

from tests.policy.speech import document, grant, request
from tigertally.policy.formula import (
    ALWAYS,
    NEVER,
    Both,
    Either,
    Formula,
    No,
    Some,
    allows,
    holds,
    negation,
    silent,
)

READS = grant(document("alibaba", {"Effect": "Allow", "Action": "oss:Get*", "Resource": "*"}), "reads")
STOPS = grant(document("alibaba", {"Effect": "Deny", "Action": "oss:*Acl", "Resource": "*"}), "stops")
OBJECT, ACL, OTHER = (request(f"oss:{name}") for name in ("GetObject", "GetAcl", "PutObject"))


def said(formula: Formula) -> list[bool]:
    """What it says of the three requests."""
    found = [holds(formula, asked) for asked in (OBJECT, ACL, OTHER)]
    assert found == [not holds(negation(formula), asked) for asked in (OBJECT, ACL, OTHER)]
    return found


def test_some_and_no_statement_of_a_set() -> None:
    assert [True, True, False] == said(Some(READS.document.statements))
    assert [True, False, True] == said(No(STOPS.document.statements))


def test_one_set_of_policies() -> None:
    assert [True, False, False] == said(allows((READS, STOPS)))
    assert [False, False, True] == said(silent((READS, STOPS)))


def test_of_no_parts() -> None:
    assert [True, True, True] == said(ALWAYS)
    assert [False, False, False] == said(NEVER)


def test_and_and_or() -> None:
    parts = (Some(READS.document.statements), Some(STOPS.document.statements))
    assert [False, True, False] == said(Both(parts))
    assert [True, True, False] == said(Either(parts))
