"""Worlds so small that every request in them can be asked, to hold the analysis against.

A world has few letters, so that patterns meet, miss and overlap in every way. What a statement says of all
requests of a world is one long number, a bit for each; the chains are written out once more over such
numbers. Every single comparison is the reference's, which shares no code with the engine. Not known here:
what the analysis makes of it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import product
from random import Random
from typing import Any

from tests.random.listening import DECIDES, REFERENCES
from tests.random.steering import Context

Statement = dict[str, Any]
Texts = tuple[str, ...]

LETTERS = "abx"
WORDS = tuple("".join(word) for length in (1, 2) for word in product(LETTERS, repeat=length))


@dataclass(frozen=True)
class Key:
    """A condition key, what a request may hold under it (None: nothing), operators and what they compare."""

    name: str
    held: tuple[str | Texts | None, ...]
    operators: Texts
    written: Texts


@dataclass(frozen=True)
class World:
    """One language's small world. ``facts`` is what every request in it holds."""

    name: str
    version: str
    actions: Texts
    resources: Texts
    keys: tuple[Key, ...]
    facts: Context
    who: dict[str, str]
    qualifiers: Texts = ("",)
    endings: Texts = ("",)
    null: str = ""
    variables: Texts = ()

    @property
    def is_tencent(self) -> bool:
        """Tell whether elements are in lower case and have no Not forms."""
        return self.name == "tencent"


MOMENTS = ("2026-03-01T00:00:00Z", "2026-03-01T00:00:01Z", "2026-03-02T00:00:00Z", "2026-06-30T12:00:00Z")
ADDRESSES = ("10.0.0.1", "10.0.1.1", "10.1.0.0", "192.0.2.1", "2001:db8::5")
TAGS = (None, "", "a", "b", "A", "ab", "aB", "x")
SETS = (None, ("a",), ("b",), ("x",), ("a", "b"), ("a", "x"), ("A", "b"), ("a", "b", "x"))
NUMBERS = (None, "0", "1", "1.5", "2", "3")
PATTERNS = ("a", "b", "ab", "A", "a*", "*b", "?", "a?", "*", "x*")
BLOCKS = ("10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.0.1", "192.0.2.0/24", "2001:db8::/32")
COMPARED = ("1", "2", "2.0", "3")
FLAGS = ("true", "false")


def named(form: str, words: str) -> Texts:
    """Spell operators out: a form, and what goes into it."""
    return tuple(form.format(word) for word in words.split())


def keys(prefix: str, operators: dict[str, Texts], *, has_sets: bool) -> tuple[Key, ...]:
    """List one key of each kind, and the two that every request holds."""
    always_ip, always_time, always_flag = f"{prefix}ip", f"{prefix}time", f"{prefix}flag"
    found: tuple[Key, ...] = (
        Key("x:tag", TAGS, operators["text"], PATTERNS),
        Key("x:num", NUMBERS, operators["number"], COMPARED),
        Key("x:date", (None, *MOMENTS), operators["date"], MOMENTS),
        Key("x:flag", (None, "true", "false"), operators["flag"], FLAGS),
        Key("x:ip", (None, *ADDRESSES), operators["address"], BLOCKS),
        Key(KNOWN[always_ip], ADDRESSES, operators["address"], BLOCKS),
        Key(KNOWN[always_time], MOMENTS, operators["date"], MOMENTS),
    )
    if has_sets:
        found += (Key("x:many", SETS, operators["sets"], PATTERNS),)
    if always_flag in KNOWN:
        found += (Key(KNOWN[always_flag], FLAGS, operators["flag"], FLAGS),)
    return found


KNOWN = {
    "acs:ip": "acs:sourceip",
    "acs:time": "acs:currenttime",
    "acs:flag": "acs:securetransport",
    "g:ip": "g:sourceip",
    "g:time": "g:currenttime",
    "g:flag": "g:securetransport",
    "qcs:ip": "qcs:ip",
    "qcs:time": "qcs:current_time",
}

ORDER = "Equals LessThan LessThanEquals GreaterThan GreaterThanEquals"
ORDER_TENCENT = "equal not_equal less_than less_than_equal greater_than greater_than_equal"

ALIBABA = World(
    name="alibaba",
    version="1",
    actions=tuple(f"a:{word}" for word in WORDS) + tuple(f"b:{word}" for word in LETTERS),
    resources=tuple(f"acs:a:{region}:1:{word}" for region in ("", "a") for word in (*WORDS, "", "a:b")),
    keys=keys(
        "acs:",
        {
            "text": named("String{}", "Equals NotEquals EqualsIgnoreCase NotEqualsIgnoreCase Like NotLike"),
            "number": named("Numeric{}", f"{ORDER} NotEquals"),
            "date": named("Date{}", f"{ORDER} NotEquals"),
            "flag": ("Bool",),
            "address": ("IpAddress", "NotIpAddress"),
        },
        has_sets=False,
    ),
    facts={"acs:principalarn": "acs:ram::1:user/ab"},
    who={"account": "1", "kind": "user", "name": "ab", "urn": "acs:ram::1:user/ab"},
)
_HUAWEI_TEXT = (
    "Equals NotEquals EqualsIgnoreCase NotEqualsIgnoreCase Match NotMatch Like NotLike "
    "StartWith NotStartWith EndWith NotEndWith"
)
HUAWEI = World(
    name="huawei",
    version="5.0",
    actions=tuple(f"a::{word}" for word in WORDS)
    + tuple(f"{one}:a:{word}" for one in "ab" for word in LETTERS),
    resources=tuple(f"a:{region}:1:a:{word}" for region in ("", "a") for word in (*WORDS, "", "a:b")),
    keys=keys(
        "g:",
        {
            "text": named("String{}", _HUAWEI_TEXT),
            "sets": named("ForAnyValue:String{}", _HUAWEI_TEXT)
            + named("ForAllValues:String{}", _HUAWEI_TEXT),
            "number": named("Number{}", f"{ORDER} NotEquals"),
            "date": named("Date{}", "LessThan LessThanEquals GreaterThan GreaterThanEquals"),
            "flag": ("Bool",),
            "address": ("IpAddress", "NotIpAddress"),
        },
        has_sets=True,
    ),
    facts={"g:username": "ab"},
    who={"account": "1", "kind": "user", "name": "ab", "urn": "iam::1:user:ab"},
    endings=("", "", "IfExists"),
    null="Null",
    variables=("${g:UserName}", "${g:UserName}*", "${g:UserId}", "${g:UserId, 'a'}", "${*}", "${x:tag}"),
)
_TENCENT_TEXT = "equal not_equal equal_ignore_case not_equal_ignore_case like not_like"
TENCENT = World(
    name="tencent",
    version="2.0",
    actions=tuple(f"a:{word}" for word in WORDS) + tuple(f"b:{word}" for word in LETTERS),
    resources=(
        *(f"qcs::a:a:uin/1:{word}" for word in (*WORDS, "", "a:b")),
        *(f"qcs::a::uin/{account}:{word}" for account in "12" for word in LETTERS),
        "qcs::a:a:uid/9:a",
        "*",
    ),
    keys=keys(
        "qcs:",
        {
            "text": named("string_{}", _TENCENT_TEXT),
            "sets": named("for_any_value:string_{}", _TENCENT_TEXT)
            + named("for_all_value:string_{}", _TENCENT_TEXT),
            "number": named("numeric_{}", ORDER_TENCENT),
            "date": named("date_{}", ORDER_TENCENT),
            "flag": ("bool_equal",),
            "address": ("ip_equal", "ip_not_equal"),
        },
        has_sets=True,
    ),
    facts={"qcs:owner_uin": "1", "qcs:app_id": "9", "qcs:uin": "ab"},
    who={"account": "1", "kind": "user", "name": "ab", "urn": "qcs::cam::uin/1:uin/ab"},
    endings=("", "", "_if_exist"),
    null="null_equal",
    variables=("${uin}", "${uin}*", "a${uin}"),
)
WORLDS = {"alibaba": ALIBABA, "huawei": HUAWEI, "tencent": TENCENT}


@dataclass(frozen=True)
class Held:
    """The documents of one principal, as raw JSON, layer by layer."""

    identity: tuple[str, ...] = ()
    resource_group: tuple[str, ...] | None = None
    session: tuple[str, ...] | None = None
    boundary: str | None = None
    levels: tuple[tuple[str, ...], ...] = ()


# Drawing


@dataclass
class Draw:
    """Draws documents of a world that speak of two of its keys."""

    world: World
    rng: Random
    keys: tuple[Key, ...] = field(init=False)
    asked: float = 0.5
    """How often a statement has a condition."""

    def __post_init__(self) -> None:
        self.keys = tuple(self.rng.sample(self.world.keys, k=2))

    def held(self) -> Held:
        """Draw what a principal holds."""
        rng, name = self.rng, self.world.name
        session = (self.document(),) if rng.random() < 0.15 else None
        group = tuple(self.documents(0, 1, 2)) if name == "alibaba" and rng.random() < 0.4 else None
        boundary = self.document() if name == "tencent" and rng.random() < 0.2 else None
        levels: tuple[tuple[str, ...], ...] = ()
        if name == "tencent" and rng.random() < 0.25:
            levels = tuple((self.document(), self.everything()) for _ in range(rng.choice((1, 2))))
        return Held(tuple(self.documents(1, 2, 3)), group, session, boundary, levels)

    def changed(self, held: Held) -> Held:
        """Take a policy away, add one, or put one in another's place, in one of the layers."""
        rng = self.rng
        layers = ("identity", "identity", "resource_group", "session", "boundary", "levels")
        name = rng.choice([one for one in layers if getattr(held, one)] or ["identity"])
        if name == "boundary":
            return replace(held, boundary=rng.choice((None, self.document())))
        if name == "levels":
            at = rng.randrange(len(held.levels))
            level = self.less_or_more(held.levels[at])
            return replace(held, levels=(*held.levels[:at], level, *held.levels[at + 1 :]))
        if name == "session":
            return replace(held, session=self.less_or_more(held.session or ()))
        if name == "resource_group":
            return replace(held, resource_group=self.less_or_more(held.resource_group or ()))
        return replace(held, identity=self.less_or_more(held.identity))

    def less_or_more(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Take one away or add one."""
        if texts and self.rng.random() < 0.75:
            at = self.rng.randrange(len(texts))
            some = (self.document(),) if self.rng.random() < 0.2 else ()
            return texts[:at] + some + texts[at + 1 :]
        return (*texts, self.document())

    def documents(self, *counts: int) -> Iterator[str]:
        """Draw some documents."""
        for _ in range(self.rng.choice(counts)):
            yield self.document()

    def everything(self) -> str:
        """Write the policy that allows everything."""
        return self.written([{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}])

    def document(self) -> str:
        """Draw one document of one or two statements."""
        if self.rng.random() < 0.1:
            return self.everything()
        return self.written([self.statement() for _ in range(self.rng.choice((1, 1, 2)))])

    def written(self, statements: list[Statement]) -> str:
        """Write statements down in the language."""
        if self.world.is_tencent:
            lowered = [{name.lower(): value for name, value in one.items()} for one in statements]
            lowered = [one | {"effect": one["effect"].lower()} for one in lowered]
            return json.dumps({"version": self.world.version, "statement": lowered})
        return json.dumps({"Version": self.world.version, "Statement": statements})

    def statement(self) -> Statement:
        """Draw one statement."""
        rng = self.rng
        negative = 0 if self.world.is_tencent else 0.2
        action = "NotAction" if rng.random() < negative else "Action"
        resource = "NotResource" if rng.random() < negative else "Resource"
        statement: Statement = {
            "Effect": rng.choices(("Allow", "Deny"), (5, 3))[0],
            action: [self.action() for _ in range(rng.choice((1, 1, 2)))],
            resource: [self.resource() for _ in range(rng.choice((1, 1, 2)))],
        }
        if rng.random() < self.asked:
            statement["Condition"] = self.condition()
        return statement

    def pattern(self) -> str:
        """Draw a glob of up to three places."""
        return "".join(self.rng.choice("aab*b*?") for _ in range(self.rng.choice((1, 2, 2, 3))))

    def action(self) -> str:
        """Draw an action pattern."""
        rng = self.rng
        if rng.random() < 0.15:
            return "*"
        service = rng.choice(("a", "a", "b", "*", "?"))
        middle = [rng.choice(("", "a", "*"))] if self.world.name == "huawei" else []
        name = self.pattern()
        return ":".join([service, *middle, name if rng.random() < 0.7 else name.upper()])

    def resource(self) -> str:
        """Draw a resource pattern."""
        rng = self.rng
        if rng.random() < 0.2:
            return "*"
        last = (
            rng.choice(self.world.variables)
            if self.world.variables and rng.random() < 0.15
            else self.pattern()
        )
        region = rng.choice(("", "a", "*", "a" if self.world.name == "huawei" else "?", "a"))
        match self.world.name:
            case "alibaba":
                return f"acs:{rng.choice('a*')}:{region}:{rng.choice('1*')}:{last}"
            case "huawei":
                return f"{rng.choice('a*')}:{region}:{rng.choice('1*')}:{rng.choice('a*')}:{last}"
        account = rng.choice(("", "uin/1", "uin/*", "*", "uid/9", "uin/2"))
        return f"qcs::{rng.choice(('', 'a', '*'))}:{region}:{account}:{last}"

    def condition(self) -> dict[str, dict[str, Any]]:
        """Draw one or two cells."""
        rng = self.rng
        block: dict[str, dict[str, Any]] = {}
        for key in rng.sample(self.keys, k=rng.choice((1, 1, 2))):
            if self.world.null and rng.random() < 0.1:
                block.setdefault(self.world.null, {})[key.name] = [rng.choice(FLAGS)]
                continue
            operator = rng.choice(key.operators) + rng.choice(self.world.endings)
            block.setdefault(operator, {})[key.name] = self.values(key, operator)
        return block

    def values(self, key: Key, operator: str) -> list[str]:
        """Draw what an operator compares a key with."""
        rng = self.rng
        found = [rng.choice(key.written) for _ in range(rng.choice((1, 1, 2)))]
        if self.world.variables and "tring" in operator and rng.random() < 0.08:
            found.append(rng.choice(self.world.variables))
        return found


# Judging


@dataclass(frozen=True)
class Judge:
    """Knows what statements and chains say of every request of a world, for two keys."""

    world: World
    keys: tuple[Key, ...]

    @cached_property
    def contexts(self) -> tuple[Context, ...]:
        """All circumstances there are."""
        return tuple(
            {**self.world.facts}
            | {key.name: one for key, one in zip(self.keys, held, strict=True) if one is not None}
            for held in product(*(key.held for key in self.keys))
        )

    @cached_property
    def all_contexts(self) -> int:
        """Every circumstance."""
        return (1 << len(self.contexts)) - 1

    @cached_property
    def everything(self) -> int:
        """Every request."""
        return (1 << (len(self.contexts) * len(self.world.resources) * len(self.world.actions))) - 1

    def allowed(self, held: Held, *, deny_first: bool = False) -> int:
        """Tell which requests the chain allows; ``deny_first`` is the other reading of Alibaba's order."""
        identity = self.layer(held.identity)
        allows = identity[0] & ~identity[1]
        if held.resource_group is not None:
            group = self.layer(held.resource_group)
            allows |= ~identity[0] & ~identity[1] & group[0] & ~group[1]
            if deny_first:
                allows &= ~group[1]
        boundary = None if held.boundary is None else (held.boundary,)
        for texts in (held.session, boundary, *held.levels):
            if texts is not None:
                allow, deny = self.layer(texts)
                allows &= allow & ~deny
        return allows & self.everything

    def layer(self, texts: tuple[str, ...]) -> tuple[int, int]:
        """Tell which requests some allow of a layer speaks of, and which some deny."""
        found = {"allow": 0, "deny": 0}
        for text in texts:
            for effect, bits in _document(self, text):
                found[effect] |= bits
        return found["allow"], found["deny"]

    def statement(self, statement: Statement) -> int:
        """Tell which requests a statement speaks of."""
        reference: Any = REFERENCES[self.world.name]
        actions = self._actions(reference, statement)
        contexts = self._contexts(statement.get("condition", {}))
        width = len(self.contexts)
        row = 0
        for at, here in enumerate(self._resources(reference, statement)):
            row |= (here & contexts) << (at * width)
        width *= len(self.world.resources)
        return sum(row << (at * width) for at, fits in enumerate(actions) if fits)

    def _actions(self, reference: Any, statement: Statement) -> list[bool]:
        name = "action" if "action" in statement else "notaction"
        patterns = statement[name]
        return [
            any(reference.action_matches(one, asked) for one in patterns) is (name == "action")
            for asked in self.world.actions
        ]

    def _resources(self, reference: Any, statement: Statement) -> list[int]:
        name = "resource" if "resource" in statement else "notresource"
        found = []
        for asked in self.world.resources:
            bits = 0
            for one in statement[name]:
                bits |= _resource(self, reference, one, asked)
            found.append(bits if name == "resource" else self.all_contexts & ~bits)
        return found

    def _contexts(self, condition: dict[str, dict[str, list[str]]]) -> int:
        found = self.all_contexts
        for operator, block in condition.items():
            for key, values in block.items():
                found &= _cell(self, operator, key, tuple(values))
        return found

    def spelled(self, bits: int) -> tuple[str, str, Context]:
        """Tell the first of some requests."""
        at, context = divmod((bits & -bits).bit_length() - 1, len(self.contexts))
        action, resource = divmod(at, len(self.world.resources))
        return self.world.actions[action], self.world.resources[resource], self.contexts[context]

    def __hash__(self) -> int:
        return hash((self.world.name, tuple(key.name for key in self.keys)))


@cache
def judge(name: str, keys: tuple[str, ...]) -> Judge:
    """The judge of a world for two keys."""
    world = WORLDS[name]
    return Judge(world, tuple(key for wanted in keys for key in world.keys if key.name == wanted))


@cache
def _cell(judge: Judge, operator: str, key: str, values: Texts) -> int:
    reference: Any = REFERENCES[judge.world.name]
    return sum(
        1 << at
        for at, context in enumerate(judge.contexts)
        if reference.holds(operator, key, list(values), context)
    )


@cache
def _resource(judge: Judge, reference: Any, pattern: str, asked: str) -> int:
    """Tell under which circumstances a resource pattern matches; without a variable in it, all or none."""
    if judge.world.name == "alibaba":
        return judge.all_contexts if reference.resource_matches(pattern, asked) else 0
    if "${x" not in pattern:
        return judge.all_contexts if reference.resource_matches(pattern, asked, judge.contexts[0]) else 0
    return sum(
        1 << at
        for at, context in enumerate(judge.contexts)
        if reference.resource_matches(pattern, asked, context)
    )


@lru_cache(maxsize=64)
def _document(judge: Judge, text: str) -> list[tuple[str, int]]:
    """Tell effect and requests of each statement; a document is judged before a change and after."""
    top = {name.lower(): value for name, value in json.loads(text).items()}
    lowered = [{name.lower(): value for name, value in one.items()} for one in top["statement"]]
    return [(one["effect"].lower(), judge.statement(one)) for one in lowered]


def reference_allows(world: World, held: Held, action: str, resource: str, context: Context) -> bool:
    """Ask the reference about one request, with the raw JSON."""
    layers: dict[str, Any] = {"identity": list(held.identity), "trust": None}
    layers["session"] = None if held.session is None else list(held.session)
    if world.name == "alibaba":
        layers["resource_group"] = None if held.resource_group is None else list(held.resource_group)
    if world.is_tencent:
        layers |= {"boundary": held.boundary, "levels": tuple(map(list, held.levels))}
    said = DECIDES[world.name](
        **layers,
        is_root=False,
        same_account=True,
        who=world.who,
        action=action,
        resource=resource,
        context=dict(context),
    )
    return said == "Allow"
