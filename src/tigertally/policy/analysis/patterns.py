"""A row of an answer is one action pattern on one resource pattern: a statement is taken apart into these.

What a Not element leaves out cannot be taken apart; such a statement has one row. Regions are asked about in
the words of a policy, so the language reads them.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct, structs

from tigertally.policy.actions import Actions
from tigertally.policy.analysis.answers import Facts, Region, Witness
from tigertally.policy.analysis.globs import text
from tigertally.policy.analysis.ground import Term, shape, term
from tigertally.policy.languages import PARSERS
from tigertally.policy.languages.variables import Blanks, Variable
from tigertally.policy.pattern import Text
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
    term: Term


def parts(facts: Facts, statement: Statement) -> Iterator[Part]:
    """A statement pattern by pattern."""
    for actions, resources in product(_actions(statement.actions), _resources(statement.resources)):
        one = structs.replace(statement, actions=actions, resources=resources)
        yield Part(_shown_actions(actions), _shown_resources(resources), _term(facts, one))


def spoken(statement: Statement, asked: Witness) -> tuple[str, str]:
    """The action pattern and the resource pattern by which a statement speaks of a request."""
    action, fields = asked.action.lower(), cut(asked.resource)
    actions = next((one for one in _actions(statement.actions) if one.test()(action)), statement.actions)
    resources = next(
        (one for one in _resources(statement.resources) if one.test()(fields, asked.context)),
        statement.resources,
    )
    return _shown_actions(actions), _shown_resources(resources)


def _term(facts: Facts, statement: Statement) -> Term:
    return term(facts, shape(statement))


def region(facts: Facts, asked: Region) -> Term:
    """The requests of a region. Raises Malformed when the language does not know such patterns."""
    version, number, statement, effect, action, resource = _FRAMES[facts.cloud]
    allow = "Allow" if effect == "Effect" else "allow"
    written = {effect: allow, action: [asked.action], resource: [asked.resource]}
    document = PARSERS[facts.cloud](json.dumps({version: number, statement: [written]}), "identity")
    return _term(facts, document.statements[0])


def _actions(actions: Actions) -> list[Actions]:
    if actions.negated:
        return [actions]
    return [structs.replace(actions, patterns=(one,)) for one in dict.fromkeys(actions.patterns)]


def _resources(resources: Resources) -> list[Resources]:
    if resources.negated:
        return [resources]
    return [Resources((one,)) for one in dict.fromkeys(resources.names)]


def _shown_actions(actions: Actions) -> str:
    return _shown([text(one) for one in actions.patterns], actions.negated)


def _shown_resources(resources: Resources) -> str:
    return _shown([_name(one) for one in resources.names], resources.negated)


def _shown(patterns: list[str], negated: bool) -> str:
    return f"* except {', '.join(patterns)}" if negated else ", ".join(patterns)


def _name(name: Name) -> str:
    """A resource as it was written, as far as that was kept."""
    if not name.fields:
        return "*"
    fields = [_field(field) for field in name.fields]
    if name.own:
        fields[-2] = ""
    return ":".join(fields)


def _field(field: Text) -> str:
    if isinstance(field, tuple):
        return text(field)
    if isinstance(field, Blanks):
        return "".join(
            f"${{{part.key}}}" if isinstance(part, Variable) else text((part,)) for part in field.parts
        )
    return "*"
