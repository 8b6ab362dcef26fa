"""The changes of a ledger that can be previewed: its own verbs make them, and nobody commits them."""

import argparse
from collections.abc import Callable
from typing import Any

from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.cli.analysis.show import progress
from tigertally.cli.analysis.subject import cloud_of, facts_for, in_ledger, target_in
from tigertally.cli.preview.shown import Found, of_impact


def detached(given: argparse.Namespace) -> list[Found]:
    """What a detach would do. Raises Mistaken."""
    return _found(given, lambda view: _detach(view, given))


def attached(given: argparse.Namespace) -> list[Found]:
    """What an attach would do. Raises Mistaken."""
    return _found(given, lambda view: _attach(view, given))


def edited(given: argparse.Namespace) -> list[Found]:
    """What another text of a policy would do. Raises Mistaken."""
    text = _text(given)
    return _found(given, lambda view: _rewrite(view, given, text))


def left(given: argparse.Namespace) -> list[Found]:
    """What it would do that a user leaves a group. Raises Mistaken."""
    return _found(given, lambda view: _leave(view, given))


def _found(given: argparse.Namespace, change: Callable[[Any], Any]) -> list[Found]:
    from tigertally.ledger.impact import impact_of
    from tigertally.model.refusals import Refusal

    facts = facts_for(cloud_of(given))

    def look(view: Any) -> list[Found]:
        try:
            rows = change(view).rows
        except Refusal as refusal:
            raise Mistaken(f"the change would be refused: {refusal}") from None
        return [of_impact(one) for one in impact_of(view, rows, facts, progress)]

    return in_ledger(given, look)


def _detach(view: Any, given: argparse.Namespace) -> Any:
    from tigertally.ledger import attachments, control_policies

    policy, target = _policy_in(view, given.policy), target_in(view, given.target, "--from")
    if policy.purpose != "access":
        return control_policies.detach(view, policy, target)
    changes = attachments.detach(view, policy, target, given.resource_group)
    if not changes.rows:
        raise Mistaken(f"POLICY: {policy.name} is not attached to {target.kind} {target.name}")
    return changes


def _attach(view: Any, given: argparse.Namespace) -> Any:
    from tigertally.ledger import attachments, control_policies

    policy, target = _policy_in(view, given.policy), target_in(view, given.target, "--to")
    if policy.purpose != "access":
        return control_policies.attach(view, policy, target)
    return attachments.attach(view, policy, target, given.resource_group)


def _rewrite(view: Any, given: argparse.Namespace, text: str) -> Any:
    from tigertally.ledger import policies

    return policies.rewrite(view, _policy_in(view, given.policy), document=text)


def _leave(view: Any, given: argparse.Namespace) -> Any:
    from tigertally.ledger import groups

    user = target_in(view, f"user/{given.user}", "USER")
    group = target_in(view, f"group/{given.group}", "GROUP")
    return groups.leave(view, group, user)


def _policy_in(view: Any, named: str) -> Any:
    """A policy of the account, of the cloud, or of the account's organization. Raises Mistaken."""
    organization = view.organization_of(view.account)
    owners = [view.account.account_id, view.system.account_id]
    for owner in [*owners, *([organization.account_id] if organization else [])]:
        if found := view.policy_named(owner, named) or view.policy(owner, named):
            return found
    raise Mistaken(f"POLICY: there is no policy {named!r} in account {view.account.native_id}")


def _text(given: argparse.Namespace) -> str:
    """The new text, which its language accepts. Raises Mistaken."""
    from tigertally.policy.languages import PARSERS
    from tigertally.policy.statement import Malformed

    try:
        text: str = given.document.read_text(encoding="utf-8")
        PARSERS[given.cloud](text, "identity")
    except (OSError, UnicodeDecodeError, Malformed) as bad:
        raise Mistaken(f"FILE: {given.document}: {bad}") from None
    return text
