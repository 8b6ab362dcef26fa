"""Departments: the nodes of an organization's tree."""

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.tencent.names import local
from tigertally.clouds.tencent.organization.types import (
    DepartmentName,
    Ids,
    Limit,
    ManagedOrganization,
    NumberedDepartment,
    Offset,
    ParentDepartment,
    Remark,
    Tag,
    Tags,
    listed_departments,
    tag_list,
    tagged,
    tags_of,
)
from tigertally.clouds.tencent.services import OPERATION, organization
from tigertally.ledger import organizations
from tigertally.model.changes import Changes
from tigertally.model.refusals import NotFound
from tigertally.model.view import View


class NewNodeAnswer(Struct, rename="pascal"):
    """The number of a new department."""

    node_id: int


class OrgNode(Struct, rename="pascal"):
    """A department as the list shows it; the root's parent is 0."""

    node_id: int
    name: str
    parent_node_id: int
    remark: str
    create_time: str
    update_time: str
    tags: list[Tag]


class NodesAnswer(Struct, rename="pascal"):
    """Some of the departments, and how many there are."""

    total: int
    items: list[OrgNode]


@organization.operation(
    action="organization:AddOrganizationNode",
    on=OPERATION,
    assumed="that an organization may have 1000 departments",
)
def add_organization_node(
    view: View,
    organization: ManagedOrganization,
    parent: ParentDepartment,
    name: DepartmentName,
    remark: Remark = "",
    tags: Tags | None = None,
) -> Changes:
    """Add a department below another one."""
    made = organizations.add_department(
        view, organization, parent, name, description=remark, tags=tags_of(tags)
    )
    return made.answering(NewNodeAnswer(int(made.subject.id)))


@organization.operation(
    action="organization:UpdateOrganizationNode",
    on=OPERATION,
    errors=(
        Line(
            NotFound,
            "department",
            200,
            "FailedOperation.OrganizationNodeNotExist",
            "The organization node does not exist.",
        ),
    ),
)
def update_organization_node(
    view: View,
    organization: ManagedOrganization,
    department: NumberedDepartment,
    name: DepartmentName | None = None,
    remark: Remark | None = None,
) -> Changes:
    """Rename a department, or describe it anew."""
    given = {"name": name, "description": remark}
    fields = {field: value for field, value in given.items() if value is not None}
    return organizations.edit_department(view, organization, department, fields)


@organization.operation(
    action="organization:DeleteOrganizationNodes",
    on=OPERATION,
    errors=(
        Line(
            NotFound,
            "department",
            200,
            "InvalidParameter",
            "The organization node does not exist.",
            assumed=True,
        ),
    ),
)
def delete_organization_nodes(view: View, organization: ManagedOrganization, node_id: Ids) -> Changes:
    """Delete departments in which nobody is left."""
    return organizations.delete_departments(view, organization, listed_departments(view, node_id))


@organization.operation(action="organization:DescribeOrganizationNodes", on=OPERATION)
def describe_organization_nodes(
    view: View, organization: ManagedOrganization, limit: Limit, offset: Offset, tags: Tags | None = None
) -> NodesAnswer:
    """List the departments, the root first, or those with some tags."""
    listed = [one for one in view.departments(organization) if tagged(one, tags)]
    shown = [
        OrgNode(
            node_id=int(department.id),
            name=department.name,
            parent_node_id=int(department.parent_id or 0),
            remark=department.description,
            create_time=local(department.created_at),
            update_time=local(department.updated_at),
            tags=tag_list(department.tags),
        )
        for department in listed[offset : offset + limit]
    ]
    return NodesAnswer(len(listed), shown)
