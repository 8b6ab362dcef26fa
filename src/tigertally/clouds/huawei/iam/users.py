"""IAM users; the account's root user is listed among them and cannot be changed."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.huawei.names import resource, utc
from tigertally.clouds.huawei.paging import EVERYTHING, PageInfo, page
from tigertally.clouds.huawei.services import iam
from tigertally.clouds.huawei.types import Id, Limit, Marker, PersonDescription, TheUser, UserName
from tigertally.clouds.huawei.views import TagView, tag_views
from tigertally.clouds.service import New, every
from tigertally.ledger import users
from tigertally.model.changes import Changes
from tigertally.model.principals import User
from tigertally.model.view import View


class UserView(Struct):
    """A user as answers show it; one user alone is shown with its tags."""

    user_id: str
    user_name: str
    urn: str
    description: str
    enabled: bool
    is_root_user: bool
    created_at: str
    tags: list[TagView] | UnsetType = UNSET


class UserAnswer(Struct):
    """One user."""

    user: UserView


class UsersAnswer(Struct):
    """One page of users."""

    users: list[UserView]
    page_info: PageInfo


class LastLogin(Struct):
    """When the user last came to the console: nobody does here, so it is empty."""


class LastLoginAnswer(Struct):
    """The last login of one user."""

    user_last_login: LastLogin


@iam.operation(
    "POST /v5/users",
    name="CreateUserV5",
    action="iam:users:createUserV5",
    on=New("user", "name"),
    status=201,
)
def create_user(view: View, name: UserName, enabled: bool, description: PersonDescription = "") -> Changes:
    """Create an IAM user."""
    made = users.create(view, name, description=description, enabled=enabled)
    return made.answering(UserAnswer(_shown(view, made.subject)))


@iam.operation("GET /v5/users/{user_id}", name="ShowUserV5", action="iam:users:getUserV5", on="user")
def show_user(view: View, user: TheUser) -> UserAnswer:
    """Show an IAM user."""
    shown = _shown(view, user)
    shown.tags = tag_views(user.tags)
    return UserAnswer(shown)


@iam.operation("GET /v5/users", name="ListUsersV5", action="iam:users:listUsersV5", on=every("user"))
def list_users(
    view: View,
    limit: Limit = 100,
    marker: Marker = "",
    group_id: Id | None = None,
    access_key_id: Id | None = None,
) -> UsersAnswer:
    """List the IAM users, those of one group or the owner of one key."""
    found = [
        user
        for user in view.users(view.account.account_id, limit=EVERYTHING)
        if (group_id is None or any(group.id == group_id for _, group in view.groups_of(user)))
        and (access_key_id is None or _owns(view, user, access_key_id))
    ]
    shown, info = page(found, marker, limit, lambda user: user.id)
    return UsersAnswer([_shown(view, one) for one in shown], info)


@iam.operation("PUT /v5/users/{user_id}", name="UpdateUserV5", action="iam:users:updateUserV5", on="user")
def update_user(
    view: View,
    user: TheUser,
    new_user_name: UserName | None = None,
    new_description: PersonDescription | None = None,
    enabled: bool | None = None,
) -> Changes:
    """Change an IAM user; a disabled one can sign nothing."""
    wanted = {"name": new_user_name, "description": new_description, "enabled": enabled}
    changed = users.edit(view, user, {name: given for name, given in wanted.items() if given is not None})
    return changed.answering(UserAnswer(_shown(view, changed.subject)))


@iam.operation(
    "DELETE /v5/users/{user_id}",
    name="DeleteUserV5",
    action="iam:users:deleteUserV5",
    on="user",
    status=204,
)
def delete_user(view: View, user: TheUser) -> Changes:
    """Delete an IAM user without groups, keys and policies."""
    return users.delete(view, user)


@iam.operation(
    "GET /v5/users/{user_id}/last-login",
    name="ShowUserLastLoginV5",
    action="iam:users:showUserLastLoginV5",
    on="user",
    assumed="the permission's name",
)
def show_user_last_login(user: TheUser) -> LastLoginAnswer:
    """When an IAM user last came to the console."""
    return LastLoginAnswer(LastLogin())


def _owns(view: View, user: User, access_key_id: str) -> bool:
    return any(key.access_key_id == access_key_id for key in view.access_keys_of(user))


def _shown(view: View, user: User) -> UserView:
    return UserView(
        user_id=user.id,
        user_name=user.name,
        urn=resource(view.account, user),
        description=user.description,
        enabled=user.enabled,
        is_root_user=user.is_root,
        created_at=utc(user.created_at),
    )
