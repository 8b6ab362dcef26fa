"""Organizations: who manages one, its departments, and the accounts that are its members.

What bounds the members stands in ``control_policies``: a new department or member is bound like the others
from its first moment.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from tigertally.ledger import accounts, control_policies
from tigertally.model.accounts import Account
from tigertally.model.changes import Added, Changes, Edited, Removed, edited
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.refusals import AlreadyExists, Forbidden, InUse, LimitReached
from tigertally.model.view import Basis, View

ROOT_NAME = "Root"


def create(view: View, preset: control_policies.Preset) -> Changes:
    """A new organization with its root department; the caller's account manages it.

    Raises AlreadyExists when the account manages one, and Forbidden when it is a member of one.
    """
    if held := view.organization_of(view.account):
        if held.manager_id == view.account.account_id:
            raise AlreadyExists("organization", name=held.id)
        raise Forbidden("member_account", name=view.account.native_id)
    id, root_id = view.mint("organization"), view.mint("department")
    own = Account(
        account_id=view.new_organization_id(),
        cloud=view.account.cloud,
        native_id=f"organization/{id}",
        name=f"organization {id}",
        created_at=view.now,
    )
    organization = Organization(
        account_id=own.account_id,
        id=id,
        manager_id=view.account.account_id,
        root_id=root_id,
        created_at=view.now,
    )
    root = Department(
        account_id=own.account_id,
        id=root_id,
        name=ROOT_NAME,
        parent_id="",
        created_at=view.now,
        updated_at=view.now,
    )
    joined = structs.replace(view.account, organization_id=own.account_id)
    rows = (
        Added(own),
        Added(organization),
        Added(root),
        *control_policies.made(organization, preset, view.now),
        Edited(before=view.account, after=joined),
    )
    return Changes(rows, answer=organization)


def delete(view: View, organization: Organization) -> Changes:
    """Give up an organization without members and departments, whose policies are all switched off.

    Its policies go with it; its account stays, for its journal. Raises InUse.
    """
    departments = view.departments(organization)
    if view.members(organization) or len(departments) > 1:
        raise InUse("organization", name=organization.id)
    if organization.enabled:
        raise InUse("organization.policy_type", name=organization.id)
    left = structs.replace(view.account, organization_id=0)
    return Changes(
        (
            *control_policies.gone(view, organization),
            *map(Removed, departments),
            Removed(organization),
            Edited(before=view.account, after=left),
        )
    )


# Departments.


def path_to(view: Basis, organization: Organization, place: Department | Member) -> list[Department | Member]:
    """A department or a member, and the departments above it up to the root: no level may be passed over."""
    path: list[Department | Member] = [place]
    above = place.department_id if isinstance(place, Member) else place.parent_id
    while above:
        department = view.department(organization, above)
        if department is None:
            raise LookupError(f"organization {organization.id} has no department {above}")
        path.append(department)
        above = department.parent_id
    return path


def add_department(
    view: View,
    organization: Organization,
    parent: Department,
    name: str,
    *,
    description: str = "",
    tags: Mapping[str, str] | None = None,
) -> Changes:
    """A new, empty department below another one. Raises AlreadyExists, LimitReached."""
    there = view.departments(organization)
    _require_free(there, name)
    rules = view.rules.organization
    if len(there) > rules.departments:
        raise LimitReached("department", limit=rules.departments)
    if len(path_to(view, organization, parent)) > rules.depth:
        raise LimitReached("department.depth", limit=rules.depth)
    department = Department(
        account_id=organization.account_id,
        id=view.mint("department"),
        name=name,
        parent_id=parent.id,
        created_at=view.now,
        updated_at=view.now,
        description=description,
        tags=tags or {},
    )
    return Changes((Added(department), *control_policies.binding(view, organization, department)))


def edit_department(
    view: View, organization: Organization, department: Department, fields: Mapping[str, object]
) -> Changes:
    """Another name or description. Raises AlreadyExists."""
    if (name := fields.get("name")) and name != department.name:
        _require_free(view.departments(organization), str(name))
    return edited(department, **fields, updated_at=view.now)


def delete_departments(view: View, organization: Organization, gone: Sequence[Department]) -> Changes:
    """Remove departments with nothing in them but one another, and what is attached to them.

    Raises Forbidden for the root, InUse where a member or another department is left in one.
    """
    ids = {department.id for department in gone}
    if organization.root_id in ids:
        raise Forbidden("root_department", name=ROOT_NAME)
    for member in view.members(organization):
        if member.department_id in ids:
            raise InUse("department.member", name=member.department_id)
    for department in view.departments(organization):
        if department.parent_id in ids and department.id not in ids:
            raise InUse("department.department", name=department.parent_id)
    unbound = (row for department in gone for row in control_policies.unbinding(view, department))
    return Changes((*unbound, *map(Removed, gone)))


def _require_free(there: Sequence[Department], name: str) -> None:
    if any(department.name == name for department in there):
        raise AlreadyExists("department", name=name)


# Members.


def create_member(
    view: View,
    organization: Organization,
    department: Department,
    name: str,
    *,
    account_name: str,
    description: str = "",
    permission_ids: Sequence[int] = (),
    tags: Mapping[str, str] | None = None,
) -> Changes:
    """A new account with its root user, as a member from the start; the subject is the account.

    Its root key is made by the ledger's operator, as those of all accounts are. Raises AlreadyExists,
    LimitReached.
    """
    there = view.members(organization)
    _require_unused(there, name)
    if len(there) >= view.rules.organization.members:
        raise LimitReached("member", limit=view.rules.organization.members)
    native_id = view.mint("account")
    opened = accounts.open_account(
        account_id=view.new_account_id(),
        cloud=view.account.cloud,
        native_id=native_id,
        name=account_name,
        root_id=view.mint("user"),
        now=view.now,
        organization_id=organization.account_id,
    )
    member = Member(
        account_id=organization.account_id,
        id=native_id,
        name=name,
        department_id=department.id,
        created_at=view.now,
        updated_at=view.now,
        description=description,
        permission_ids=tuple(permission_ids),
        tags=tags or {},
    )
    return Changes((*opened.rows, Added(member), *control_policies.binding(view, organization, member)))


def edit_member(
    view: View,
    organization: Organization,
    member: Member,
    fields: Mapping[str, object],
    *,
    with_account: bool = False,
) -> Changes:
    """Some fields of a member replaced; ``with_account`` gives the name to its account too.

    Raises AlreadyExists.
    """
    name = str(fields.get("name") or member.name)
    if name != member.name:
        _require_unused(view.members(organization), name)
    changed = edited(member, **fields, updated_at=view.now)
    if not with_account:
        return changed
    return Changes((*changed.rows, *edited(_account_of(view, member), name=name).rows))


def move(view: View, members: Sequence[Member], department: Department) -> Changes:
    """Let members sit in another department; what is attached to themselves goes with them."""
    return Changes(tuple(_moved(view, members, department)))


def _moved(view: View, members: Sequence[Member], department: Department) -> Iterator[Edited]:
    for member in members:
        after = structs.replace(member, department_id=department.id, updated_at=view.now)
        yield Edited(before=member, after=after)


def close(view: View, member: Member) -> Changes:
    """Give up a member's account: it leaves the organization, and none of its keys signs any more."""
    closed = edited(_account_of(view, member), organization_id=0, closed_at=view.now)
    return Changes((*control_policies.unbinding(view, member), Removed(member), *closed.rows))


def _account_of(view: View, member: Member) -> Account:
    account = view.account_called(member.id)
    if account is None:
        raise LookupError(f"member {member.id} has no account")
    return account


def _require_unused(there: Sequence[Member], name: str) -> None:
    if any(member.name == name for member in there):
        raise AlreadyExists("member", name=name)
