"""The changes of a folder of policies that can be previewed."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tigertally.cli.analysis.folder import grant_in
from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.cli.analysis.subject import from_folder
from tigertally.cli.preview.shown import Found

Policies = tuple[Any, ...]


def detached(given: argparse.Namespace) -> list[Found]:
    """What the folder without one of its policies could not do any more. Raises Mistaken."""
    return _found(
        given, lambda held: tuple(one for one in _having(given, held) if one.policy != given.policy)
    )


def attached(given: argparse.Namespace) -> list[Found]:
    """What the folder with one more policy, a file of its own, could do. Raises Mistaken."""
    added = grant_in(Path(given.policy), given.cloud)
    return _found(given, lambda held: (*held, added))


def edited(given: argparse.Namespace) -> list[Found]:
    """What another text of one of its policies would do. Raises Mistaken."""
    from msgspec import structs

    new = structs.replace(grant_in(given.document, given.cloud), policy=given.policy)
    return _found(
        given, lambda held: tuple(new if one.policy == given.policy else one for one in _having(given, held))
    )


def _found(given: argparse.Namespace, change: Callable[[Policies], Policies]) -> list[Found]:
    from msgspec import structs

    subject = from_folder(given)
    after = structs.replace(subject.grants, identity=change(subject.grants.identity))
    return [Found((subject.name,), subject.facts, subject.grants, after)]


def _having(given: argparse.Namespace, held: Policies) -> Policies:
    """The policies, among which the one that is named. Raises Mistaken."""
    names = [one.policy for one in held]
    if given.policy not in names:
        raise Mistaken(f"POLICY: {given.policies} has no {given.policy}.json; accepted: {', '.join(names)}")
    return held
