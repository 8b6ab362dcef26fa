"""Random policies and requests that meet often enough to be worth judging.

Uniform noise never matches anything: it would test one answer, the implicit deny. So a request is drawn
first, the documents are written around it, mostly by loosening what it asks, and then it is asked again with
small changes. The same seed gives the same questions. The documents are valid; what a parser must refuse is
tested elsewhere.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.random.vocabulary import Dialect, Key, Kind, as_is, loosened

Context = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Documents:
    """The policies that bear on one caller, as raw JSON; ``resource_group`` is None where the call names
    none.
    """

    identity: list[str]
    resource_group: list[str] | None
    session: list[str] | None
    trust: str | None
    boundary: str | None = None
    levels: tuple[list[str], ...] = ()


@dataclass(frozen=True)
class Request:
    """Who asks for what, and under which circumstances."""

    is_root: bool
    same_account: bool
    who: dict[str, str]
    action: str
    resource: str
    context: Context


def questions(language: Dialect, seed: int) -> Iterator[tuple[Documents, Request]]:
    """Yield documents with a request, for ever: each set of documents is asked four times."""
    rng = Random(seed)
    while True:
        request = draw_request(language, rng)
        documents = draw_documents(language, rng, request)
        yield documents, request
        for _ in range(3):
            yield documents, varied(language, rng, request)


# Requests


def draw_request(language: Dialect, rng: Random) -> Request:
    """Draw a request; a third of them ask to assume a role, perhaps as somebody of another account."""
    assuming = rng.random() < 1 / 3
    ordinarily = 0.05 if language.is_huawei or language.is_tencent else 0  # Alibaba's rule is not documented
    elsewhere = 0.4 if assuming else ordinarily
    who = draw_caller(language, rng, from_elsewhere=rng.random() < elsewhere)
    resource = rng.choice(language.roles if assuming else language.resources)
    return Request(
        is_root=who["kind"] == "root",
        same_account=who["account"] == language.accounts[0],
        who=who,
        action=language.assume if assuming else rng.choice(language.actions),
        resource=resource,
        context=draw_context(language, rng),
    )


def draw_caller(language: Dialect, rng: Random, *, from_elsewhere: bool) -> dict[str, str]:
    """Draw who asks; root is rare, because little can be asked about it."""
    account = language.accounts[1 if from_elsewhere else 0]
    callers = [caller for caller in language.callers if caller["account"] == account]
    return rng.choices(callers, [1 if caller["kind"] == "root" else 4 for caller in callers])[0]


def draw_context(language: Dialect, rng: Random) -> Context:
    """Give each key no value, one, or several; rarely a list of none, which is no value either."""
    context: Context = {}
    for key in language.keys:
        drawn = draw_value(key, rng)
        if drawn is not None:
            context[language.heard(key.name)] = drawn
    return context


def draw_value(key: Key, rng: Random) -> str | tuple[str, ...] | None:
    """Draw what a request says about one key, rarely something that is not of the key's kind."""
    pool = key.values * 4 + key.unreadable
    chance = rng.random()
    if chance < 0.25:
        return None
    if chance < 0.7:
        return rng.choice(pool)
    return tuple(rng.choices(pool, k=rng.choice((0, 1, 2, 2, 2, 3, 3))))


def varied(language: Dialect, rng: Random, request: Request) -> Request:
    """Change one thing about a request: an action, a resource, or some of its circumstances."""
    chance = rng.random()
    if chance < 0.15 and request.action != language.assume:
        return replace(request, action=rng.choice(language.actions))
    if chance < 0.3 and request.action != language.assume:
        return replace(request, resource=rng.choice(language.resources))
    context = dict(request.context)
    for key in rng.sample(language.keys, k=3):
        context.pop(language.heard(key.name), None)
        drawn = draw_value(key, rng)
        if drawn is not None:
            context[language.heard(key.name)] = drawn
    return replace(request, context=context)


# Documents


def draw_documents(language: Dialect, rng: Random, request: Request) -> Documents:
    """Write identity policies, sometimes a resource group's or a session's, and a trust policy when a role is
    assumed.
    """

    def some(*counts: int) -> list[str]:
        return [draw_policy(language, rng, request) for _ in range(rng.choice(counts))]

    identity = some(1, 1, 2, 3)
    session = some(1, 1, 2) if not request.is_root and rng.random() < 0.3 else None
    trust = draw_trust(language, rng, request) if request.action == language.assume else None
    if language.is_tencent:
        boundary = draw_policy(language, rng, request) if rng.random() < 0.2 else None
        everything = document(language, rng, [{"Effect": "Allow", "Action": "*", "Resource": "*"}])
        levels = tuple(
            some(1, 1, 2) + [everything] * rng.choice((0, 1, 1))
            for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))
        )
        return Documents(identity, None, session, trust, boundary, levels)
    has_groups = "resource_group" in language.layers
    grouped = some(0, 1, 1, 2) if has_groups and rng.random() < 0.4 else None
    return Documents(identity, grouped, session, trust)


def draw_policy(language: Dialect, rng: Random, request: Request) -> str:
    """Write one policy of one to three statements."""
    statements = [draw_statement(language, rng, request) for _ in range(rng.choice((1, 1, 2, 3)))]
    return document(language, rng, statements)


def document(language: Dialect, rng: Random, statements: list[dict[str, Any]]) -> str:
    """Write statements down as the raw JSON of a policy."""
    written: dict[str, Any] = {"Version": language.version, "Statement": statements}
    if language.is_tencent:
        written = as_tencent_writes(rng, written)
    return json.dumps(written, ensure_ascii=False)


def as_tencent_writes(rng: Random, document: dict[str, Any]) -> dict[str, Any]:
    """Spell the elements in lower case, mostly, and use what liberties CAM gives to the frame."""
    statements, shared = document["Statement"], {}
    principals = [statement.get("Principal") for statement in statements]
    if principals[0] is not None and all(one == principals[0] for one in principals) and rng.random() < 0.3:
        shared = {"Principal": principals[0]}
        statements = [{**statement} for statement in statements]
        for statement in statements:
            del statement["Principal"]
    if rng.random() < 0.1:
        alone = statements[0] if len(statements) == 1 else statements
        return {**document, **shared, "Statement": alone}
    lowered = [lower(statement) for statement in statements]
    alone = lowered[0] if len(lowered) == 1 and rng.random() < 0.2 else lowered
    return {"version": document["Version"], **lower(shared), "statement": alone}


def lower(statement: dict[str, Any]) -> dict[str, Any]:
    """Spell elements, and the value of an effect, in lower case."""
    lowered = {name.lower(): value for name, value in statement.items()}
    return lowered | ({"effect": lowered["effect"].lower()} if "effect" in lowered else {})


def draw_statement(language: Dialect, rng: Random, request: Request) -> dict[str, Any]:
    """Write one statement; a Deny is rarer and has more conditions, or nothing would ever be allowed."""
    effect = rng.choices(("Allow", "Deny"), (5, 2))[0]
    negative = 0 if language.is_tencent else 0.2  # CAM has no Not forms
    element, hits = ("Action", 0.75) if rng.random() >= negative else ("NotAction", 0.25)
    statement: dict[str, Any] = {"Effect": effect}
    if language.is_huawei and rng.random() < 0.2:
        statement["Sid"] = "one"
    statement[element] = several(language, rng, lambda: draw_action(language, rng, request, hits))
    element, hits = ("Resource", 0.75) if rng.random() >= negative else ("NotResource", 0.25)
    if not (language.is_huawei and rng.random() < 0.15):  # only Huawei may leave Resource out
        statement[element] = several(language, rng, lambda: draw_resource(language, rng, request, hits))
    conditions = (0, 1, 1, 1, 2, 3) if effect == "Allow" else (1, 2, 2, 3)
    return statement | draw_condition(language, rng, request, conditions)


def several(language: Dialect, rng: Random, draw: Callable[[], str]) -> str | list[str]:
    """Write one text or a list of them, as the language permits."""
    if rng.random() < 0.3 and not language.is_huawei:
        return draw()
    return [draw() for _ in range(rng.choice((1, 1, 2, 3)))]


def draw_action(language: Dialect, rng: Random, request: Request, hits: float) -> str:
    """Loosen an action, more or less often the one that is asked; case does not matter."""
    if rng.random() < 0.1 * hits:
        return "*"
    action = request.action if rng.random() < hits else rng.choice((*language.actions, language.assume))
    pattern = ":".join(loosened(rng, part) if rng.random() < 0.4 else part for part in action.split(":"))
    if language.is_tencent:
        pattern = rng.choice(("", "name/")) + pattern if rng.random() < 0.95 else "permid/280649"
    return rng.choice((pattern, pattern, pattern.lower(), pattern.swapcase()))


def draw_resource(language: Dialect, rng: Random, request: Request, hits: float) -> str:
    """Loosen a resource field by field, more or less often the one that is asked."""
    if rng.random() < 0.2 * hits:
        return "*"
    pool = language.roles if request.action == language.assume else language.resources
    resource = request.resource if rng.random() < hits else rng.choice(pool)
    if resource == "*":
        return "*"
    if language.is_tencent:
        return draw_segments(rng, resource, request.context)
    fields = resource.split(":", 4)
    for place in rng.sample(range(1, 5), k=rng.choice((0, 1, 1, 2, 3))):
        if language.is_huawei and place > 1 and rng.random() < 0.4:
            fields[place] = with_variable(rng, fields[place], request.context)
        else:
            fields[place] = loosened(rng, fields[place])
    if language.is_huawei and rng.random() < 0.15:
        fields[1] = ""  # any region
    return ":".join(fields)


def draw_segments(rng: Random, resource: str, context: Context) -> str:
    """Loosen a resource of CAM: segments may be left empty, and the last may hold a variable."""
    fields = resource.split(":", 5)
    for place in rng.sample(range(1, 6), k=rng.choice((0, 1, 1, 2, 3))):
        fields[place] = loosened(rng, fields[place])
    for place in (2, 3, 4):
        if rng.random() < 0.25:
            fields[place] = ""
    form, slash, rest = fields[4].partition("/")
    fields[4] = fields[4] if form in ("uin", "uid") else f"uin/{rest}" if slash else "*" if form else ""
    if rng.random() < 0.3:
        fields[5] = with_id(rng, fields[5], context)
    fields[5] = fields[5] or "*"
    return ":".join(fields)


def with_id(rng: Random, text: str, context: Context) -> str:
    """Write a text with one of CAM's variables in it that often gives the same text back."""
    shapes = ["${uin}", "${owner_uin}*", "${app_id}", "${nobody}", text + "${uin"]
    for name in ("uin", "owner_uin", "app_id"):
        value = context.get(f"qcs:{name}")
        if isinstance(value, str) and value and value in text:
            shapes += [text.replace(value, f"${{{name}}}")] * 8
    return rng.choice(shapes)


def draw_trust(language: Dialect, rng: Random, request: Request) -> str:
    """Write the trust policy of the role that is to be assumed."""
    statements = [draw_trust_statement(language, rng, request) for _ in range(rng.choice((1, 1, 2, 3)))]
    return document(language, rng, statements)


def draw_trust_statement(language: Dialect, rng: Random, request: Request) -> dict[str, Any]:
    """Write one statement of a trust policy; most name the caller."""
    allow, deny = ("Allow", (0, 0, 1, 1, 2)), ("Deny", (0, 1, 1, 2))
    effect, conditions = rng.choice((allow, allow, deny))
    principal = "NotPrincipal" if language.is_huawei and rng.random() < 0.1 else "Principal"
    statement: dict[str, Any] = {"Effect": effect, principal: draw_principal(language, rng, request.who)}
    statement["Action"] = several(language, rng, lambda: rng.choice(language.assume_patterns))
    if language.is_huawei and rng.random() < 0.1:
        statement["Resource"] = several(language, rng, lambda: draw_resource(language, rng, request, 0.75))
    return statement | draw_condition(language, rng, request, conditions)


def draw_principal(language: Dialect, rng: Random, who: dict[str, str]) -> dict[str, Any]:
    """Name the caller, its account, somebody else, or beside them a service."""
    caller = language.named(who)
    account = rng.choice(language.whole_account).format(who["account"])
    pool = (caller, caller, caller, account, account, account, *rng.choices(language.principals, k=2))
    named = rng.choice((*pool, caller.replace("alice", "Alice")))
    others = rng.choices(language.principals, k=rng.choice((0, 0, 1, 2)))
    principal: dict[str, Any] = {language.principal: rng.sample([named, *others], k=1 + len(others))}
    if rng.random() < 0.15:
        principal["service" if language.is_tencent else "Service"] = [language.service]
    return principal


# Conditions


def draw_condition(
    language: Dialect, rng: Random, request: Request, counts: tuple[int, ...]
) -> dict[str, dict[str, Any]]:
    """Write a Condition of so many operators, or none; every spelling is drawn as often as any other."""
    block: dict[str, dict[str, Any]] = {}
    for _ in range(rng.choice(counts)):
        kind, operator = rng.choice(language.operators)
        key = rng.choice([key for key in language.keys if kind in (None, key.kind)])
        name = key.name if language.is_tencent or rng.random() < 0.9 else key.name.swapcase()
        block.setdefault(operator, {})[name] = draw_values(language, rng, request, operator, key)
    return {"Condition": block} if block else {}


def draw_values(language: Dialect, rng: Random, request: Request, operator: str, key: Key) -> Any:
    """Write the values of one key: one, or a list."""

    def draw() -> str | bool | float:
        return draw_written(language, rng, request, operator, key)

    return draw() if rng.random() < 0.3 else [draw() for _ in range(rng.choice((1, 1, 2, 3)))]


def draw_written(
    language: Dialect, rng: Random, request: Request, operator: str, key: Key
) -> str | bool | float:
    """Write one value: half the time made to fit what the request says, else any that the key knows."""
    if operator == language.null:
        return rng.choice(("true", "false"))
    said = request.context.get(language.heard(key.name), ())
    pool = [one for one in ((said,) if isinstance(said, str) else said) if one in key.values]
    value = rng.choice(pool) if pool and rng.random() < 0.5 else rng.choice(key.values)
    if rng.random() < 0.6:
        value = language.fitting.get(bare(operator), as_is)(rng, value)
    if language.is_huawei and rng.random() < 0.2:
        return with_variable(rng, value, request.context)
    if language.is_tencent and key.kind == "text" and rng.random() < 0.2:
        return with_id(rng, value, request.context)
    return as_json(key.kind, value) if rng.random() < 0.1 else value


def bare(operator: str) -> str:
    """Strip an operator to what says how values compare: no quantifier, no IfExists, no negation."""
    name = operator.rpartition(":")[2].removesuffix("IfExists").removesuffix("_if_exist")
    return name.replace("Not", "", 1).replace("not_", "", 1)


def as_json(kind: Kind, value: str) -> str | bool | float:
    """Write a number or a flag without quotes, as people do."""
    if kind == "flag":
        return value.lower() == "true"
    if kind != "number":
        return value
    return float(value) if "." in value else int(value)


def with_variable(rng: Random, text: str, context: Context) -> str:
    """Write a text with a policy variable in it that, more often than not, gives the same text back."""
    singles = [(key, value) for key, value in context.items() if isinstance(value, str) and value]
    quoted = text.replace("'", "''")
    shapes = [
        f"${{g:Absent, '{quoted}'}}",
        f"${{ g:tags , '{quoted}' }}",
        "${g:Absent}",
        "${g:UserName}",
        "${g:PrincipalUrn}",
        "".join(f"${{{letter}}}" if letter in "*?$" else letter for letter in text),
        "${g:UserName, 'nobody'}*",
    ]
    for key, value in singles:
        name = rng.choice((key, key.upper(), f" {key} "))
        shapes += [text.replace(value, f"${{{name}}}")] * 4 if value in text else []
    return rng.choice(shapes)
