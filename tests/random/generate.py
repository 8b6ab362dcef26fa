"""Random policies and requests that meet often enough to be worth judging.

Uniform noise never matches anything: it would test one answer, the implicit deny. So a request is drawn
first, the documents are written around it, mostly by loosening what it asks, and then it is asked many times
with changes that visit the conditions both ways (steering). The same seed gives the same questions. The
documents are valid; what a parser must refuse is tested elsewhere.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.random.steering import Context, Goals, Steering, Visit, draw_value, hold, visits_of
from tests.random.vocabulary import Dialect, Key, Kind, as_is, loosened

ASKED_OF_EACH = 80
"""How many requests are asked of a set of documents: to read documents costs more than to decide."""


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


@dataclass
class Draw:
    """What writing about one request needs: its language, where chance comes from, and what is to be visited.

    ``goals`` collects what the conditions in the documents can be made to say.
    """

    language: Dialect
    rng: Random
    request: Request
    steering: Steering
    layer: str = "identity"
    goals: Goals = field(default_factory=dict)


def rounds(language: Dialect, seed: int, steering: Steering) -> Iterator[tuple[Documents, Iterator[Request]]]:
    """Yield sets of documents with what is asked of them, for ever."""
    rng = Random(seed)
    while True:
        draw = Draw(language, rng, draw_request(language, rng), steering)
        documents = draw_documents(draw)
        yield documents, requests(draw)


def questions(language: Dialect, seed: int) -> Iterator[tuple[Documents, Request]]:
    """Yield questions for ever, each with documents of its own."""
    for documents, asked in rounds(language, seed, Steering(language, Counter())):
        yield documents, next(asked)


def requests(draw: Draw) -> Iterator[Request]:
    """Yield what is asked of one set of documents: first the request that they were written around."""
    yield draw.request
    for _ in range(ASKED_OF_EACH - 1):
        yield varied(draw)


# Requests


def draw_request(language: Dialect, rng: Random) -> Request:
    """Draw a request; most ask to assume a role, for only they meet trust, perhaps from another account."""
    assuming = rng.random() < 0.6
    elsewhere = 0.4 if assuming else 0.05
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
    """Give each key no value, one, or several."""
    context: Context = {}
    for key in language.keys:
        hold(context, language.heard(key.name), draw_value(key, rng))
    return context


def varied(draw: Draw) -> Request:
    """Change a request: its circumstances, so that conditions are visited, and at times what is asked."""
    language, rng, request = draw.language, draw.rng, draw.request
    context = dict(request.context)
    for key in language.keys:
        heard, chance = language.heard(key.name), rng.random()
        if chance < 0.75 and heard in draw.goals:
            hold(context, heard, draw.steering.next_value(draw.goals[heard], rng))
        elif chance > 0.9:
            hold(context, heard, draw_value(key, rng))
    changed = replace(request, context=context)
    if request.action == language.assume or rng.random() < 0.7:
        return changed
    if rng.random() < 0.5:
        return replace(changed, action=rng.choice(language.actions))
    return replace(changed, resource=rng.choice(language.resources))


# Documents


def draw_documents(draw: Draw) -> Documents:
    """Write identity policies, and for each layer that the language has, now and then what stands there."""
    language, rng, request = draw.language, draw.rng, draw.request

    def present(layer: str, share: float) -> bool:
        draw.layer = layer
        return layer in language.layers and rng.random() < share

    grouped = some(draw, 0, 2, 3, 3) if present("resource_group", 0.7) else None
    session = some(draw, 1, 2, 2) + draw_everything(draw, 0.4) if present("session", 0.7) else None
    boundary = draw_boundary(draw) if present("boundary", 0.75) else None
    trust = draw_trust(draw) if present("trust", 1) and request.action == language.assume else None
    count = rng.choice((1, 1, 2)) if present("levels", 0.55) else 0
    levels = tuple(some(draw, 1, 2, 2) + draw_everything(draw, 0.8) for _ in range(count))
    draw.layer = "identity"
    is_quiet = grouped is not None and rng.random() < 0.7  # a group is asked only where the account is silent
    identity = some(draw, 0, 0, 1) if is_quiet else some(draw, 1, 1, 1, 2) + draw_everything(draw, 0.4)
    return Documents(identity, grouped, session, trust, boundary, levels)


def some(draw: Draw, *counts: int) -> list[str]:
    """Write so many policies."""
    return [draw_policy(draw) for _ in range(draw.rng.choice(counts))]


def draw_everything(draw: Draw, share: float) -> list[str]:
    """Write a policy that allows everything, or none: a layer that says little lets the others be heard."""
    statement = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    return [document(draw, [statement])] if draw.rng.random() < share else []


def draw_policy(draw: Draw) -> str:
    """Write one policy of a few statements."""
    return document(draw, [draw_statement(draw) for _ in range(draw.rng.choice((1, 2, 3, 3)))])


def draw_boundary(draw: Draw) -> str:
    """Write the one policy that is a boundary."""
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    statements = [draw_statement(draw) for _ in range(draw.rng.choice((3, 4, 4)))]
    return document(draw, statements + [everything] * draw.rng.choice((0, 1, 1)))


def document(draw: Draw, statements: list[dict[str, Any]]) -> str:
    """Write statements down as the raw JSON of a policy."""
    written: dict[str, Any] = {"Version": draw.language.version, "Statement": statements}
    if draw.language.is_tencent:
        written = as_tencent_writes(draw.rng, written)
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


def draw_statement(draw: Draw) -> dict[str, Any]:
    """Write one statement; a Deny is rarer and has more conditions, or nothing would ever be allowed."""
    language, rng = draw.language, draw.rng
    effect = rng.choices(("Allow", "Deny"), (4, 1))[0]
    negative = 0 if language.is_tencent else 0.15  # CAM has no Not forms
    element, hits = ("Action", 0.9) if rng.random() >= negative else ("NotAction", 0.25)
    statement: dict[str, Any] = {"Effect": effect}
    if language.is_huawei and rng.random() < 0.2:
        statement["Sid"] = "one"
    statement[element] = several(draw, lambda: draw_action(draw, hits))
    place, found = ("Resource", 0.9) if rng.random() >= negative else ("NotResource", 0.25)
    if not (language.is_huawei and rng.random() < 0.15):  # only Huawei may leave Resource out
        statement[place] = several(draw, lambda: draw_resource(draw, found))
    conditions = (0, 1, 1, 1, 1, 1, 2, 2) if effect == "Allow" else (1, 1, 2, 2, 3)
    return statement | draw_condition(draw, conditions)


def several(draw: Draw, write: Callable[[], str]) -> str | list[str]:
    """Write one text or a list of them, as the language permits."""
    if draw.rng.random() < 0.3 and not draw.language.is_huawei:
        return write()
    return [write() for _ in range(draw.rng.choice((1, 1, 2, 3)))]


def draw_action(draw: Draw, hits: float) -> str:
    """Loosen an action, more or less often the one that is asked; case does not matter."""
    language, rng = draw.language, draw.rng
    if rng.random() < 0.1 * hits:
        return "*"
    action = draw.request.action if rng.random() < hits else rng.choice((*language.actions, language.assume))
    pattern = ":".join(loosened(rng, part) if rng.random() < 0.4 else part for part in action.split(":"))
    if language.is_tencent:
        pattern = rng.choice(("", "name/")) + pattern if rng.random() < 0.95 else "permid/280649"
    return rng.choice((pattern, pattern, pattern.lower(), pattern.swapcase()))


def draw_resource(draw: Draw, hits: float) -> str:
    """Loosen a resource field by field, more or less often the one that is asked."""
    language, rng, request = draw.language, draw.rng, draw.request
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
        if language.is_huawei and rng.random() < 0.4:
            fields[place] = with_variable(rng, fields[place], request.context)
        else:
            fields[place] = loosened(rng, fields[place])
    if language.is_huawei and rng.random() < 0.15:
        fields[1] = rng.choice(("", "", "?"))  # any region, and any of one letter
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


def draw_trust(draw: Draw) -> str:
    """Write the trust policy of the role that is to be assumed."""
    counts = (2, 4, 5, 6) if draw.language.is_huawei else (1, 4, 4, 5)
    return document(draw, [draw_trust_statement(draw) for _ in range(draw.rng.choice(counts))])


def draw_trust_statement(draw: Draw) -> dict[str, Any]:
    """Write one statement of a trust policy; most name the caller."""
    language, rng = draw.language, draw.rng
    allow, deny = ("Allow", (0, 1, 1, 1, 1, 1, 2)), ("Deny", (1, 1, 2))
    effect, conditions = rng.choices((allow, deny), (3, 1))[0]
    principal = "NotPrincipal" if language.is_huawei and rng.random() < 0.1 else "Principal"
    statement: dict[str, Any] = {"Effect": effect, principal: draw_principal(language, rng, draw.request.who)}
    statement["Action"] = several(draw, lambda: rng.choice(language.assume_patterns))
    if language.is_huawei and rng.random() < 0.1:
        statement["Resource"] = several(draw, lambda: draw_resource(draw, 0.75))
    return statement | draw_condition(draw, conditions)


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


def draw_condition(draw: Draw, counts: tuple[int, ...]) -> dict[str, dict[str, Any]]:
    """Write a Condition of so many operators, or none; which, the steering says."""
    language, rng = draw.language, draw.rng
    block: dict[str, dict[str, Any]] = {}
    for _ in range(rng.choice(counts)):
        kind, operator = draw.steering.next_operator(draw.layer, rng)
        key = rng.choice([key for key in language.keys if kind in (None, key.kind)])
        name = key.name if language.is_tencent or rng.random() < 0.9 else key.name.swapcase()
        values, visits = draw_compared(draw, operator, key)
        block.setdefault(operator, {})[name] = values
        draw.goals.setdefault(language.heard(key.name), []).append(visits)
    return {"Condition": block} if block else {}


def draw_compared(draw: Draw, operator: str, key: Key) -> tuple[Any, list[Visit]]:
    """Write the values of one key, again if they cannot visit the cell that was visited least."""
    wanted = draw.steering.emptiest(draw.layer, operator)
    for _ in range(3):
        values = draw_values(draw, operator, key)
        visits = visits_of(draw.language, draw.layer, operator, key, values, draw.rng)
        if any(cell == wanted for cell, _ in visits):
            break
    return values, visits


def draw_values(draw: Draw, operator: str, key: Key) -> Any:
    """Write the values of one key: one, or a list."""
    if draw.rng.random() < 0.3:
        return draw_written(draw, operator, key)
    return [draw_written(draw, operator, key) for _ in range(draw.rng.choice((1, 1, 2, 3)))]


def draw_written(draw: Draw, operator: str, key: Key) -> str | bool | float:
    """Write one value: half the time made to fit what the request says, else any that the key knows."""
    language, rng, request = draw.language, draw.rng, draw.request
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
