"""Tags of agencies and users, on which ``g:ResourceTag`` and ``g:PrincipalTag`` conditions depend."""

from msgspec import Struct

from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import TaggedThing, TagKeys, Tags, tags_of
from tigertally.clouds.huawei.views import TagView, tag_views
from tigertally.ledger import tags as verbs
from tigertally.model.changes import Changes
from tigertally.model.view import View


class TagsAnswer(Struct):
    """All tags of one agency or user."""

    tags: list[TagView]


@iam.operation(
    "POST /v5/{resource_type}/{resource_id}/tags/create",
    name="TagResourceV5",
    action="iam::tagForResourceV5",
    on="resource",
    request_tags="tags",
)
def tag_resource(view: View, resource: TaggedThing, tags: Tags) -> Changes:
    """Set tags of an agency or user."""
    changed = verbs.tag(view, resource, tags_of(tags))
    return changed.answering(TagsAnswer(tag_views(changed.subject.tags)))


@iam.operation(
    "DELETE /v5/{resource_type}/{resource_id}/tags/delete",
    name="DeleteResourceTagsV5",
    action="iam::untagForResourceV5",
    on="resource",
    request_tags="tag_keys",
)
def delete_resource_tags(resource: TaggedThing, tag_keys: TagKeys) -> Changes:
    """Take tags from an agency or user; the body is the array of their keys."""
    return verbs.untag(resource, tag_keys)


@iam.operation(
    "GET /v5/{resource_type}/{resource_id}/tags",
    name="ListResourceTagsV5",
    action="iam::listTagsForResourceV5",
    on="resource",
)
def list_resource_tags(resource: TaggedThing) -> TagsAnswer:
    """List the tags of an agency or user."""
    return TagsAnswer(tag_views(resource.tags))
