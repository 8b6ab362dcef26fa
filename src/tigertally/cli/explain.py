"""``tigertally explain``: why one request is allowed or denied, layer by layer, statement by statement."""

import argparse
from collections.abc import Iterator
from typing import Any

from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.cli.analysis.show import as_json, coloured, match_told, matches_line
from tigertally.cli.analysis.subject import Subject, add_subject, cloud_of, of_subject

DENIED = 3


def add_to(words: Any) -> None:
    """Add the command's word and options."""
    parser: argparse.ArgumentParser = words.add_parser(
        "explain",
        help="tell why a request is allowed or denied",
        description="Decide one request as the server would, and show the statements that made the decision. "
        "Exit codes: 0 allowed, 3 denied.",
    )
    add_subject(parser)
    parser.add_argument("action", metavar="ACTION", help="as the cloud spells it, for example ram:ListUsers")
    parser.add_argument("resource", metavar="RESOURCE", help="as the cloud spells it")
    parser.add_argument(
        "--context",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a condition key of the request; given twice it has two values",
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Decide, and show why."""
    context = context_of(given.context)
    told = of_subject(given, lambda subject: _told(given, subject, context))
    if given.json:
        as_json(told)
    else:
        _show(told)
    return 0 if told["allowed"] else DENIED


def context_of(pairs: list[str]) -> dict[str, str | tuple[str, ...]]:
    """``KEY=VALUE`` as a context; a key that is given several times has several values. Raises Mistaken."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        key, mark, value = pair.partition("=")
        if not key or not mark:
            raise Mistaken(f"--context: {pair!r} names no value; KEY=VALUE is accepted")
        found[key] = (*found.get(key, ()), value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def _told(given: argparse.Namespace, subject: Subject, context: dict[str, Any]) -> dict[str, Any]:
    from tigertally.policy.request import Request

    cloud = cloud_of(given)
    heard = context if given.cloud == "tencent" else {key.lower(): value for key, value in context.items()}
    request = Request(given.action, given.resource, subject.facts.who, {**subject.facts.context, **heard})
    decision = cloud.decide(subject.grants, request)
    return {
        "principal": subject.name,
        "action": given.action,
        "resource": given.resource,
        "allowed": decision.allowed,
        "explicit": decision.explicit,
        "layer": decision.layer,
        "determining": [match_told(match) for match in decision.determining],
        "layers": [_layer(*layer, request) for layer in _layers(subject.grants)],
    }


def _layers(grants: Any) -> Iterator[tuple[str, Any]]:
    """Every set of policies that has a say, by name."""
    for level in grants.levels:
        yield f"organization {level[0].attached_to if level else ''}".strip(), level
    if grants.session is not None:
        yield "session", grants.session
    if grants.boundary is not None:
        yield "boundary", (grants.boundary,)
    yield "identity", grants.identity
    if grants.resource_group is not None:
        yield "resource group", grants.resource_group


def _layer(name: str, grants: Any, request: Any) -> dict[str, Any]:
    from tigertally.policy.decide import judge

    verdict = judge(grants, request)
    says = "allows" if verdict.allowed else "denies" if verdict.explicit else "says nothing"
    return {"layer": name, "says": says, "by": matches_line(verdict.determining)}


def _show(told: dict[str, Any]) -> None:
    word = "allowed" if told["allowed"] else "denied"
    how = "" if told["allowed"] else f" {'by a deny' if told['explicit'] else 'because nothing allows it'}"
    print(f"{told['principal']}: {told['action']} on {told['resource']} is ", end="")
    print(f"{coloured(word, 'allowed' if told['allowed'] else 'lost')}{how} ({told['layer']})")
    for layer in told["layers"]:
        print(f"  {layer['layer']:<16}  {layer['says']:<12}  {layer['by']}".rstrip())
