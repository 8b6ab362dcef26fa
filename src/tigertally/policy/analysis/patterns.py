"""A row of an answer is one action pattern on one resource pattern: a statement is taken apart into these.

What a Not element leaves out cannot be taken apart; such a statement has one row. Regions are asked about in
the words of a policy, so the language reads them.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct, structs

from tigertally.policy.actions import Actions
from tigertally.policy.analysis.answers import Region, Witness
from tigertally.policy.analysis.globs import ANY, text
from tigertally.policy.languages import PARSERS
from tigertally.policy.languages.tencent import VARIABLES
from tigertally.policy.languages.variables import Blanks, Variable
from tigertally.policy.pattern import Piece, Text
from tigertally.policy.statement import Statement
from tigertally.policy.urn import Name, Resources, cut

_FRAMES: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "alibaba": ("Version", "1", "Statement", "Effect", "Action", "Resource"),
    "huawei": ("Version", "5.0", "Statement", "Effect", "Action", "Resource"),
    "tencent": ("version", "2.0", "statement", "effect", "action", "resource"),
}


class Part(Struct, frozen=True):
    """One action pattern on one resource pattern of a statement, with the statement's conditions."""

    action: str
    resource: str
    statement: Statement


def parts(cloud: str, statement: Statement) -> Iterator[Part]:
    """A statement pattern by pattern."""
    for actions, resources in product(_actions(statement.actions), _resources(statement.resources)):
        one = structs.replace(statement, actions=actions, resources=resources)
        yield Part(*_shown(cloud, actions, resources), one)


def spoken(cloud: str, statement: Statement, asked: Witness) -> tuple[str, str]:
    """The action pattern and the resource pattern by which a statement speaks of a request."""
    action, fields = asked.action.lower(), cut(asked.resource)
    actions = next((one for one in _actions(statement.actions) if one.test()(action)), statement.actions)
    resources = next(
        (one for one in _resources(statement.resources) if one.test()(fields, asked.context)),
        statement.resources,
    )
    return _shown(cloud, actions, resources)


def region(cloud: str, asked: Region) -> Statement:
    """The requests of a region, as a statement. Raises Malformed when the language has no such patterns."""
    version, number, statement, effect, action, resource = _FRAMES[cloud]
    allow = "Allow" if effect == "Effect" else "allow"
    written = {effect: allow, action: [asked.action], resource: [asked.resource]}
    document = PARSERS[cloud](json.dumps({version: number, statement: [written]}), "identity")
    return document.statements[0]


def _actions(actions: Actions) -> list[Actions]:
    if actions.negated:
        return [actions]
    return [structs.replace(actions, patterns=(one,)) for one in dict.fromkeys(actions.patterns)]


def _resources(resources: Resources) -> list[Resources]:
    if resources.negated:
        return [resources]
    return [Resources((one,)) for one in dict.fromkeys(resources.names)]


def _shown(cloud: str, actions: Actions, resources: Resources) -> tuple[str, str]:
    """Both as a policy of the language writes them, apart from what only looks alike there."""
    names = [_name(cloud, one) for one in resources.names]
    return _listed(list(map(text, actions.patterns)), actions.negated), _listed(names, resources.negated)


def _listed(patterns: list[str], negated: bool) -> str:
    return f"* except {', '.join(patterns)}" if negated else ", ".join(patterns)


def _name(cloud: str, name: Name) -> str:
    if not name.fields:
        return "*"
    fields = [_field(cloud, field) for field in name.fields]
    if name.own:
        fields[-2] = ""
    return ":".join(fields)


def _field(cloud: str, field: Text) -> str:
    found: tuple[Piece | Variable, ...] = ANY
    if isinstance(field, tuple):
        found = field
    elif isinstance(field, Blanks):
        found = field.parts
    return "".join(_piece(cloud, piece) for piece in found)


def _piece(cloud: str, piece: Piece | Variable) -> str:
    """Huawei writes its wildcards as `${*}` where they are letters; Tencent has three short variables."""
    if isinstance(piece, str):
        return "".join(map(_letter, piece)) if cloud == "huawei" else piece
    if isinstance(piece, Variable):
        default = "" if piece.default is None else ", '{}'".format(piece.default.replace("'", "''"))
        return f"${{{_SHORT.get(piece.key, piece.key)}{default}}}"
    return piece.value


def _letter(letter: str) -> str:
    return f"${{{letter}}}" if letter in "*?$" else letter


_SHORT = {key: name for name, key in VARIABLES.items()}
