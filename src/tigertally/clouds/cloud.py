"""A cloud is a table of functions: whatever differs between clouds beyond data stands in one of its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from tigertally.clouds.http import HttpRequest
from tigertally.clouds.service import Ask, Call, Operation, Service, Thing
from tigertally.model.accounts import Account
from tigertally.model.principals import Caller
from tigertally.model.refusals import Denied, Refusal
from tigertally.model.rules import Rules
from tigertally.policy.decide import Decision, Grants
from tigertally.policy.request import Request, Who


class SystemPolicy(Struct, frozen=True):
    """A policy that a cloud gives to everybody; ``assumed`` says what of its document no source states.

    ``id`` is the one by which the cloud knows it everywhere, where it has such ids.
    """

    name: str
    description: str
    version: int
    document: str
    assumed: str = ""
    id: str = ""


class Answer(Struct, frozen=True):
    """An HTTP answer: status, headers, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Cloud(Struct, frozen=True, kw_only=True):
    """What a cloud's folder offers to the pipeline: a table of pure functions.

    ``rules``       its quotas and habits
    ``mint``        a fresh id of a kind, from a source of random bytes
    ``credentials`` an account, a key id and a secret as they are handed out
    ``claims``      whether a request speaks this cloud's dialect
    ``route``       the operation asked for and the values in its path; raises Unsupported, Missing, Invalid
    ``parameters``  what was given, by wire name; raises Invalid where it cannot be read
    ``present``     the credential a request presents, and whether its signature covers the operation's name;
                    raises Unsigned
    ``verify``      recomputes the signature with the secret; raises Unsigned
    ``skew_ms``     how far a request's date may be from the server's clock
    ``resource``    the name of a thing in policies, seen from an account
    ``context``     the condition keys, lower-cased, of one question
    ``constant``    the condition keys, as ``context`` has them, that every request of a caller has alike
    ``who``         the caller as trust policies name callers
    ``decide``      the cloud's chain of policies
    ``evidence``    what the sealed message of a denial says
    ``succeed``     the answer to a call that was done
    ``refuse``      the answer to a call that was refused, in the cloud's words, with the sealed message
    ``broken``      the answer when the server itself failed
    ``variables``   the shell variables that point its official clients at a URL with a key
    ``hints``       what to write in each of those clients, a line each
    """

    name: str
    rules: Rules
    mint: Callable[[str, Callable[[int], bytes]], str]
    credentials: Callable[[str, str, str], dict[str, str]]
    services: tuple[Service, ...]
    system_policies: tuple[SystemPolicy, ...]
    skew_ms: int
    claims: Callable[[HttpRequest], bool]
    route: Callable[[HttpRequest], tuple[Operation, Mapping[str, str]]]
    parameters: Callable[[HttpRequest, Operation, Mapping[str, str]], Mapping[str, object]]
    present: Callable[[HttpRequest], Any]
    verify: Callable[[Any, HttpRequest, str], None]
    resource: Callable[[Account, Thing], str]
    context: Callable[[Call, Operation, Ask, Mapping[str, Any]], dict[str, str | tuple[str, ...]]]
    constant: Callable[[Caller], dict[str, str | tuple[str, ...]]]
    who: Callable[[Caller], Who]
    decide: Callable[[Grants, Request], Decision]
    evidence: Callable[[Denied, int], bytes]
    succeed: Callable[[HttpRequest, Operation, object, str], Answer]
    refuse: Callable[[HttpRequest, Operation | None, Refusal, str, str], Answer]
    broken: Callable[[HttpRequest, str], Answer]
    variables: Callable[[str, Mapping[str, str]], dict[str, str]]
    hints: Callable[[str], tuple[str, ...]]
