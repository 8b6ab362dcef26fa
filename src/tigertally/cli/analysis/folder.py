"""Policies out of a folder instead of a ledger: exported JSON files, laid out by what they are for.

DIR/NAME.json                        what the principal holds
DIR/resource-group/NAME.json         what it holds in the resource group that a call names
DIR/boundary/NAME.json               its permission boundary
DIR/session/NAME.json                its session policies
DIR/organization/LEVEL/NAME.json     control policies, a folder for each level
"""

from pathlib import Path
from typing import Literal

from tigertally.cli.analysis.mistaken import Mistaken
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.languages import PARSERS
from tigertally.policy.statement import Malformed, Purpose

Door = Literal["user", "session", "boundary", "organization"]


def grants_in(folder: Path, cloud: str) -> Grants:
    """Everything in the folder, as it bears on one principal. Raises Mistaken."""
    if not folder.is_dir():
        raise Mistaken(f"{folder} is no folder; a folder of policies as *.json is accepted")
    if not any(folder.rglob("*.json")):
        raise Mistaken(f"{folder} holds no *.json; a policy in each is accepted")
    levels = sorted(one for one in (folder / "organization").glob("*") if one.is_dir())
    boundary = _grants(folder / "boundary", cloud, "boundary")
    if len(boundary) > 1:
        raise Mistaken(f"{folder / 'boundary'} holds {len(boundary)} policies; one is accepted")
    return Grants(
        identity=_grants(folder, cloud, "user"),
        resource_group=_grants(folder / "resource-group", cloud, "user") or None,
        session=_grants(folder / "session", cloud, "session") or None,
        boundary=boundary[0] if boundary else None,
        levels=tuple(_grants(level, cloud, "organization") for level in levels),
    )


def _grants(folder: Path, cloud: str, kind: Door) -> tuple[Grant, ...]:
    purpose: Purpose = "session" if kind == "session" else "identity"
    return tuple(grant_in(file, cloud, kind, purpose) for file in sorted(folder.glob("*.json")))


def grant_in(file: Path, cloud: str, kind: Door = "user", purpose: Purpose = "identity") -> Grant:
    """One file as a policy that bears on the principal. Raises Mistaken."""
    try:
        document = PARSERS[cloud](file.read_text(encoding="utf-8"), purpose)
    except Malformed as bad:
        raise Mistaken(f"{file}: {bad}") from None
    except (OSError, UnicodeDecodeError) as bad:
        raise Mistaken(f"{file} cannot be read: {bad}") from None
    return Grant(
        document=document,
        policy=file.stem,
        policy_type="Custom",
        version="",
        attached_to_kind=kind,
        attached_to=file.parent.name if kind == "organization" else "",
    )
