"""The life of one call as two visible lists: what happens at the edge, and what happens in the transaction.

``route -> identify -> limit -> read`` need no lock. ``recognise -> resolve -> authorise -> require -> act``
run in one transaction, so that nothing can change between the decision and the deed. Any Refusal ends the
call with nothing written; each cloud's envelope says it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from tigertally.clouds.cloud import Cloud
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.service import Absent, Ask, Call, New, Operation, Thing
from tigertally.ledger.grants import grants_of, trust_of
from tigertally.ledger.sessions import digest
from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE
from tigertally.model.credentials import Session
from tigertally.model.principals import Caller, Role, User
from tigertally.model.refusals import Denied, Evidence, NotFound, Unsigned
from tigertally.model.resource_groups import ResourceGroup
from tigertally.model.view import View
from tigertally.policy.decide import Decision, Grants
from tigertally.policy.request import Request, WhenAsked
from tigertally.server import sealing
from tigertally.server.stage import Stage
from tigertally.store import Reading


@dataclass(slots=True)
class Hearing:
    """One call on its way through the pipeline: each step fills in what the next ones read."""

    stage: Stage
    cloud: Cloud
    request: HttpRequest
    request_id: str
    now: int
    operation: Operation = None  # type: ignore[assignment]  # route fills it
    path: Mapping[str, str] = field(default_factory=dict)
    access_key_id: str = ""
    account_id: int = 0
    organization_id: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    caller: Caller = None  # type: ignore[assignment]  # recognise fills it
    view: View = None  # type: ignore[assignment]  # recognise fills it
    found: dict[str, Thing | None] = field(default_factory=dict)
    result: Any = None

    @property
    def call(self) -> Call:
        """The call as an operation may see it."""
        return Call(self.caller, self.request, self.request_id, self.now, self._unseal)

    @property
    def sealed_for(self) -> str:
        """Whom sealed messages of this call are for: the caller's account and nobody else."""
        return f"denial|{self.cloud.name}|{self.caller.account.native_id}"

    def _unseal(self, message: str) -> bytes | None:
        return sealing.read_message(self.stage.vault, message, self.sealed_for)


# At the edge.


def route(hearing: Hearing) -> None:
    """Which operation is asked for. Raises Unsupported, Missing, Invalid."""
    hearing.operation, hearing.path = hearing.cloud.route(hearing.request)


def identify(hearing: Hearing) -> None:
    """Whose key signed it, and that it did. Raises Unsigned; the order is the cloud's."""
    stage, cloud, now = hearing.stage, hearing.cloud, hearing.now
    presented = cloud.present(hearing.request)
    signed_at = presented.signed_at * 1000
    if abs(now - signed_at) > cloud.skew_ms or signed_at <= stage.nonces.floor:
        raise Unsigned("expired", signed_at=presented.signed_at, now=now // 1000)
    known, sealed = stage.store.read(lambda reading: reading.signer(presented.access_key_id)) or (None, b"")
    caller = live(known, cloud, presented.access_key_id, now)
    require_token(caller, presented.security_token)
    secret = stage.vault.unseal(sealed, sealing.about(caller.credential)).decode()
    cloud.verify(presented, hearing.request, secret)
    if stage.settings.require_signed_action and not presented.signs_action:
        raise Unsigned("unsigned_action")
    hearing.access_key_id, hearing.account_id = presented.access_key_id, caller.account.account_id
    hearing.organization_id = caller.account.organization_id
    spend(hearing, presented.nonce, signed_at)


def spend(hearing: Hearing, nonce: str | None, signed_at: int) -> None:
    """Use up the nonce, where the scheme has one, before anything is done. Raises Unsigned, Throttled."""
    if nonce is None:
        return
    nonces = hearing.stage.nonces
    if nonces.spend(hearing.access_key_id, nonce, signed_at, hearing.now):
        return
    if signed_at <= nonces.floor:  # it may have risen just now
        raise Unsigned("expired", signed_at=signed_at // 1000, now=hearing.now // 1000)
    raise Unsigned("replay", nonce=nonce)


def limit(hearing: Hearing) -> None:
    """At most as many calls a second as the operation's document says. Raises Throttled."""
    operation, stage = hearing.operation, hearing.stage
    if operation.per_second and stage.settings.rate_limits == "documented":
        named = f"{hearing.cloud.name} {operation.service.name} {operation.name}"
        stage.limiter.count((hearing.account_id, named), operation.per_second, hearing.now)


def read(hearing: Hearing) -> None:
    """The parameters, typed and checked, documents parsed. Raises Missing, Invalid, Malformed."""
    given = hearing.cloud.parameters(hearing.request, hearing.operation, hearing.path)
    hearing.values = hearing.operation.read(given)


EDGE: tuple[Callable[[Hearing], None], ...] = (route, identify, limit, read)


# In the transaction.


def recognise(hearing: Hearing, reading: Reading) -> None:
    """The caller as it is now: the key may have gone since it signed. Raises Unsigned."""
    stage, cloud = hearing.stage, hearing.cloud
    known = reading.caller(hearing.access_key_id)
    hearing.caller = caller = live(known, cloud, hearing.access_key_id, hearing.now)
    hearing.view = reading.view(
        caller.account,
        now=hearing.now,
        rules=cloud.rules,
        mint=lambda kind: cloud.mint(kind, stage.random),
    )


def resolve(hearing: Hearing, _reading: Reading) -> None:
    """Names and ids become entities, or Absent."""
    for name, finder in hearing.operation.finders.items():
        given = [hearing.values[field] for field in finder.fields]
        named = not finder.optional or any(value is not None for value in given)
        hearing.found[name] = finder.find(hearing.view, *given) if named else None


def authorise(hearing: Hearing, _reading: Reading) -> None:
    """Every permission the operation asks for, decided by the caller's own policies. Raises Denied."""
    if hearing.operation.is_open:
        return
    asks = tuple(_asks(hearing))
    if not asks:
        raise LookupError(f"{hearing.operation.name} asks for no permission")
    grants = grants_of(hearing.view, hearing.caller, _scope_id(hearing))
    for ask in asks:
        _require_allowed(hearing, grants, ask)


def require(hearing: Hearing, _reading: Reading) -> None:
    """What is absent refuses now, after the powerless have had their denial. Raises NotFound."""
    for thing in hearing.found.values():
        if isinstance(thing, Absent):
            raise NotFound(thing.kind, key=thing.key)


def act(hearing: Hearing, _reading: Reading) -> None:
    """The operation itself: changes to be made, or a view to be shown. Raises what its verb raises."""
    operation = hearing.operation
    wanted = {
        name: hearing.view if what == "view" else hearing.call for name, what in operation.wants.items()
    }
    given = {name: hearing.values[name] for name in operation.own}
    hearing.result = operation.function(**wanted, **hearing.found, **given)


TRANSACTION: tuple[Callable[[Hearing, Reading], None], ...] = (recognise, resolve, authorise, require, act)


# Who.


def live(caller: Caller | None, cloud: Cloud, access_key_id: str, now: int) -> Caller:
    """The caller, whose key exists in this cloud and may sign. Raises Unsigned."""
    if caller is None or caller.account.cloud != cloud.name or caller.account.is_closed:
        raise Unsigned("unknown_key", access_key_id=access_key_id)
    credential, principal = caller.credential, caller.principal
    if isinstance(credential, Session):
        if credential.expires_at <= now:
            raise Unsigned("token_expired", access_key_id=access_key_id)
    elif credential.status != "active":
        raise Unsigned("inactive_key", access_key_id=access_key_id)
    if isinstance(principal, User) and not principal.enabled:
        raise Unsigned("inactive_key", access_key_id=access_key_id)
    return caller


def require_token(caller: Caller, token: str | None) -> None:
    """That a temporary key comes with its own token, and a long-term key with none. Raises Unsigned."""
    session = caller.session
    if session is None:
        if token:
            raise Unsigned("token_wrong")
        return
    if not token:
        raise Unsigned("token_missing")
    if not hmac.compare_digest(digest(token), session.token_sha256):
        raise Unsigned("token_wrong")


# Whether.


def _asks(hearing: Hearing) -> Iterator[Ask]:
    operation = hearing.operation
    if operation.asks is not None:
        yield from operation.asks(hearing.view, hearing.call, hearing.values)
        return
    for on in operation.on:
        yield Ask(operation.action, _thing(hearing, on))


def _scope_id(hearing: Hearing) -> str:
    """The resource group that the call names: what is attached in it bears on this call."""
    groups = (thing.id for thing in hearing.found.values() if isinstance(thing, ResourceGroup))
    return next(groups, ACCOUNT_WIDE)


def _thing(hearing: Hearing, on: str | Absent | New) -> Thing:
    """A parameter's entity (or the caller itself where none was named), a kind, or a thing to be made."""
    match on:
        case Absent():
            return on
        case New():
            name = hearing.values[on.parameter]
            return Absent(on.kind, key=name, name=name)
        case _:
            return hearing.found[on] or hearing.caller.principal


def _require_allowed(hearing: Hearing, grants: Grants, ask: Ask) -> None:
    cloud, operation, caller = hearing.cloud, hearing.operation, hearing.caller
    owner = _owner(hearing, ask.thing)
    context = WhenAsked(lambda: cloud.context(hearing.call, operation, ask, hearing.values | hearing.found))
    request = Request(ask.action, cloud.resource(owner, ask.thing), cloud.who(caller), context)
    decision = cloud.decide(_with_trust(hearing, grants), request)
    if not decision.allowed:
        raise _denied(caller, request, decision)


def _owner(hearing: Hearing, thing: Thing) -> Account:
    if isinstance(thing, Absent) or thing.account_id == hearing.caller.account.account_id:
        return hearing.caller.account
    return hearing.view.account_numbered(thing.account_id)


def _with_trust(hearing: Hearing, grants: Grants) -> Grants:
    """For an operation that assumes a role, the grants with the role's trust policy."""
    if not hearing.operation.trusting:
        return grants
    account = hearing.caller.account
    match hearing.found[hearing.operation.trusting]:
        case Role() as role:
            trust = trust_of(hearing.cloud.name, role)
            return structs.replace(grants, trust=trust, same_account=role.account_id == account.account_id)
        case Absent() as absent:  # of another account: refused like one that trusts nobody
            return structs.replace(grants, same_account=absent.account in ("", account.native_id))
    return grants


def _denied(caller: Caller, request: Request, decision: Decision) -> Denied:
    return Denied(
        caller=caller,
        action=request.action,
        resource=request.resource,
        explicit=decision.explicit,
        layer=decision.layer,
        evidence=tuple(
            Evidence(
                effect=match.statement.effect,
                policy=match.grant.policy,
                policy_type=match.grant.policy_type,
                version=match.grant.version,
                attached_to_kind=match.grant.attached_to_kind,
                attached_to=match.grant.attached_to,
                statement=match.statement.index,
                scope_id=match.grant.scope_id,
            )
            for match in decision.determining
        ),
        conditions=tuple(
            (key, value if isinstance(value, tuple) else (value,)) for key, value in request.context.items()
        ),
    )
