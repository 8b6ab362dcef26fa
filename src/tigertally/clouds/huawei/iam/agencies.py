"""Trust agencies, which trust by a policy; the classic ones, which trust one account, are read here too."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.huawei.names import resource, utc
from tigertally.clouds.huawei.paging import EVERYTHING, PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import (
    AgencyName,
    Description,
    Limit,
    Marker,
    MaxSessionDuration,
    Path,
    TheAgency,
    TrustDocument,
    require_trust_agency,
)
from tigertally.clouds.huawei.views import TagView, tag_views
from tigertally.clouds.service import New, every
from tigertally.ledger import roles
from tigertally.model.changes import Changes
from tigertally.model.principals import Role
from tigertally.model.view import View


class AgencyView(Struct):
    """An agency as answers show it: with a trust policy, or with the one account it trusts."""

    agency_id: str
    agency_name: str
    urn: str
    path: str
    description: str
    max_session_duration: int
    created_at: str
    trust_policy: str | UnsetType = UNSET
    trust_domain_id: str | UnsetType = UNSET
    trust_domain_name: str | UnsetType = UNSET
    tags: list[TagView] | UnsetType = UNSET


class AgencyAnswer(Struct):
    """One agency."""

    agency: AgencyView


class AgenciesAnswer(Struct):
    """One page of agencies."""

    agencies: list[AgencyView]
    page_info: PageInfo


@iam.operation(
    "POST /v5/agencies",
    name="CreateAgencyV5",
    action="iam:agencies:createV5",
    on=New("role", "agency_name"),
    status=201,
    assumed="status 201, by analogy with users and groups",
)
def create_agency(
    view: View,
    agency_name: AgencyName,
    trust_policy: TrustDocument,
    path: Path = "",
    max_session_duration: MaxSessionDuration = 3600,
    description: Description = "",
) -> Changes:
    """Create a trust agency that the principals of its trust policy can assume."""
    made = roles.create(
        view,
        agency_name,
        trust_document=trust_policy,
        path=path,
        description=description,
        session_seconds_max=max_session_duration,
    )
    return made.answering(AgencyAnswer(_shown(view, made.subject)))


@iam.operation("GET /v5/agencies/{agency_id}", name="GetAgencyV5", action="iam:agencies:getV5", on="agency")
def get_agency(view: View, agency: TheAgency) -> AgencyAnswer:
    """Show an agency or trust agency."""
    shown = _shown(view, agency)
    shown.tags = tag_views(agency.tags)
    return AgencyAnswer(shown)


@iam.operation(
    "GET /v5/agencies",
    name="ListAgenciesV5",
    action="iam:agencies:listV5",
    on=every("role"),
    assumed="the permission's name",
)
def list_agencies(
    view: View, path_prefix: Path = "", limit: Limit = 100, marker: Marker = ""
) -> AgenciesAnswer:
    """List the agencies and trust agencies."""
    found = view.roles(view.account.account_id, path_prefix, limit=EVERYTHING)
    shown, info = page(found, marker, limit, lambda agency: agency.id)
    return AgenciesAnswer([_shown(view, one) for one in shown], info)


@iam.operation(
    "PUT /v5/agencies/{agency_id}", name="UpdateAgencyV5", action="iam:agencies:updateV5", on="agency"
)
def update_agency(
    view: View,
    agency: TheAgency,
    max_session_duration: MaxSessionDuration | None = None,
    description: Description | None = None,
) -> Changes:
    """Change the description of a trust agency, or how long a session may be."""
    require_trust_agency(agency)
    wanted = {"session_seconds_max": max_session_duration, "description": description}
    return roles.edit(view, agency, {name: given for name, given in wanted.items() if given is not None})


@iam.operation(
    "PUT /v5/agencies/{agency_id}/trust-policy",
    name="UpdateTrustPolicyV5",
    action="iam:agencies:updateTrustPolicyV5",
    on="agency",
)
def update_trust_policy(view: View, agency: TheAgency, trust_policy: TrustDocument) -> Changes:
    """Change whom a trust agency trusts."""
    require_trust_agency(agency)
    return roles.edit(view, agency, {"trust_document": trust_policy})


@iam.operation(
    "DELETE /v5/agencies/{agency_id}",
    name="DeleteAgencyV5",
    action="iam:agencies:deleteV5",
    on="agency",
    status=204,
)
def delete_agency(view: View, agency: TheAgency) -> Changes:
    """Delete a trust agency without policies; its sessions end."""
    require_trust_agency(agency)
    return roles.delete(view, agency)


def _shown(view: View, agency: Role) -> AgencyView:
    shown = AgencyView(
        agency_id=agency.id,
        agency_name=agency.name,
        urn=resource(view.account, agency),
        path=agency.path,
        description=agency.description,
        max_session_duration=agency.session_seconds_max,
        created_at=utc(agency.created_at),
    )
    if agency.trusted_account:
        shown.trust_domain_id = agency.trusted_account
        shown.trust_domain_name = agency.trusted_account_name
    else:
        shown.trust_policy = agency.trust_document
    return shown
