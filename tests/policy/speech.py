"""Facts about decisions are said in policies and requests: these words let a test say them in one line."""

import json
from typing import Any

from tigertally.policy.decide import Grant, Grants
from tigertally.policy.languages import PARSERS
from tigertally.policy.request import Context, Request, Who
from tigertally.policy.statement import Document, Malformed, Purpose

ALICE = Who("100", "user", "Alice", "acs:ram::100:user/Alice")
VERSIONS: dict[str, str] = {"alibaba": "1", "huawei": "5.0", "tencent": "2.0"}
FRAMES: dict[str, tuple[str, str]] = {"tencent": ("version", "statement")}
"""How a document spells its own two elements; most languages capitalise."""

Statement = dict[str, Any]


def document(language: str, *statements: Statement, purpose: Purpose = "identity") -> Document:
    return PARSERS[language](framed(language, *statements), purpose)


def framed(language: str, *statements: Any) -> str:
    """The text of a document of these statements."""
    version, statement = FRAMES.get(language, ("Version", "Statement"))
    return json.dumps({version: VERSIONS[language], statement: list(statements)})


def request(action: str, resource: str = "*", context: Context | None = None, who: Who = ALICE) -> Request:
    lowered = {key.lower(): value for key, value in (context or {}).items()}
    return Request(action, resource, who, lowered)


def request_as_spelled(
    action: str, resource: str = "*", context: Context | None = None, who: Who = ALICE
) -> Request:
    """A request of a cloud in whose condition keys case counts."""
    return Request(action, resource, who, context or {})


def grant(held: Document, name: str = "P") -> Grant:
    return Grant(held, name, "Custom", "v1", "user", "Alice")


def speaks(held: Document, asked: Request) -> bool:
    """Whether the only statement of a document applies to a request, action and all."""
    candidates = held.candidates(asked.action.lower())
    return any(statement.applies(asked, asked.resource.split(":", 4)) for statement in candidates)


def holding(*documents: Document, **other: Any) -> Grants:
    return Grants(identity=tuple(map(grant, documents)), **other)


def complaint(language: str, text: str, purpose: Purpose = "identity") -> tuple[str, str]:
    """The place and the reason of a refused document."""
    try:
        PARSERS[language](text, purpose)
    except Malformed as malformed:
        return malformed.place, malformed.reason
    raise AssertionError(f"accepted: {text}")
