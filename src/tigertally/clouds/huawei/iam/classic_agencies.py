"""Classic agencies of the v3 API: each trusts one whole account instead of having a trust policy.

They carry identity policies like trust agencies, and are attached to and detached from by the same v5
operations. Source: IAM API reference, "Agency management" (v3.0).
"""

import json

from msgspec import Struct

from tigertally.clouds.huawei.names import utc
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import ClassicAgency, TheAgency
from tigertally.clouds.service import every
from tigertally.ledger import roles
from tigertally.model.accounts import Account
from tigertally.model.changes import Changes
from tigertally.model.principals import Role
from tigertally.model.refusals import Invalid, NotFound
from tigertally.model.view import View


class ClassicAgencyView(Struct):
    """A classic agency as the v3 API shows it."""

    id: str
    name: str
    domain_id: str
    trust_domain_id: str
    description: str
    duration: str
    create_time: str


class ClassicAgencyAnswer(Struct):
    """One classic agency."""

    agency: ClassicAgencyView


@iam.operation(
    "POST /v3.0/OS-AGENCY/agencies",
    name="CreateAgency",
    action="iam:agencies:createAgency",
    on=every("role"),
    status=201,
    assumed="the resource that the permission is asked for",
)
def create_classic_agency(view: View, agency: ClassicAgency) -> Changes:
    """Create an agency that trusts one account."""
    if agency.duration != "FOREVER":
        raise Invalid("duration", accepted="FOREVER: agencies that end by themselves are not served")
    if agency.domain_id not in ("", view.account.native_id):
        raise Invalid("domain_id", accepted="the id of the caller's account")
    trusted = _trusted(view, agency)
    made = roles.create(
        view,
        agency.name,
        trust_document=_trusting(trusted),
        trusted=trusted,
        description=agency.description,
    )
    return made.answering(ClassicAgencyAnswer(_shown(view, made.subject)))


@iam.operation(
    "DELETE /v3.0/OS-AGENCY/agencies/{agency_id}",
    name="DeleteAgency",
    action="iam:agencies:deleteAgency",
    on="agency",
    status=204,
    assumed="the resource that the permission is asked for",
)
def delete_classic_agency(view: View, agency: TheAgency) -> Changes:
    """Delete a classic agency without policies; its sessions end."""
    if not agency.trusted_account:
        raise NotFound("role", key=agency.id)
    return roles.delete(view, agency)


def _trusted(view: View, agency: ClassicAgency) -> Account:
    """The account named. Raises Invalid."""
    found = view.account_called(agency.trust_domain_id)
    if found is None:
        raise Invalid("trust_domain_id", accepted="the id of an existing account")
    return found


def _trusting(account: Account) -> str:
    """What a classic agency's trust means as a trust policy."""
    statement = {
        "Effect": "Allow",
        "Action": ["sts:agencies:assume"],
        "Principal": {"IAM": [account.native_id]},
    }
    return json.dumps({"Version": "5.0", "Statement": [statement]})


def _shown(view: View, agency: Role) -> ClassicAgencyView:
    return ClassicAgencyView(
        id=agency.id,
        name=agency.name,
        domain_id=view.account.native_id,
        trust_domain_id=agency.trusted_account,
        description=agency.description,
        duration="FOREVER",
        create_time=utc(agency.created_at),
    )
