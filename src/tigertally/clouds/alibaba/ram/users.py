"""RAM users."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import utc
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.alibaba.types import (
    Comments,
    DisplayName,
    Email,
    Marker,
    MaxItems,
    MobilePhone,
    NamedUser,
    UserName,
)
from tigertally.clouds.paging import cut
from tigertally.clouds.service import every
from tigertally.ledger import users
from tigertally.model.changes import Changes
from tigertally.model.principals import User
from tigertally.model.view import View


class UserView(Struct, rename="pascal"):
    """A user as answers show it."""

    user_name: str
    user_id: str
    display_name: str
    comments: str
    mobile_phone: str
    email: str
    create_date: str
    update_date: str | UnsetType = UNSET


class UserAnswer(Struct, rename="pascal"):
    """One user."""

    user: UserView


class UserList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    user: list[UserView]


class UsersAnswer(Struct, rename="pascal"):
    """One page of users."""

    is_truncated: bool
    users: UserList
    marker: str | UnsetType = UNSET


@ram.operation(action="ram:CreateUser", on=every("user"))
def create_user(
    view: View,
    user_name: UserName,
    display_name: DisplayName = "",
    mobile_phone: MobilePhone = "",
    email: Email = "",
    comments: Comments = "",
) -> Changes:
    """Create a RAM user."""
    made = users.create(
        view,
        user_name,
        display_name=display_name,
        description=comments,
        email=email,
        mobile_phone=mobile_phone,
    )
    return made.answering(UserAnswer(_created(made.subject)))


@ram.operation(action="ram:GetUser", on="user")
def get_user(user: NamedUser) -> UserAnswer:
    """Show a RAM user."""
    return UserAnswer(_shown(user))


@ram.operation(action="ram:ListUsers", on=every("user"))
def list_users(view: View, marker: Marker = "", max_items: MaxItems = 100) -> UsersAnswer:
    """List the RAM users, a page at a time; the root user is not one."""
    found = [one for one in view.users(view.account.account_id, marker, max_items + 2) if not one.is_root]
    page, more = cut(found, max_items, lambda user: user.id)
    return UsersAnswer(bool(more), UserList([_shown(one) for one in page]), more or UNSET)


@ram.operation(action="ram:UpdateUser", on="user")
def update_user(
    view: View,
    user: NamedUser,
    new_user_name: UserName | None = None,
    new_display_name: DisplayName | None = None,
    new_mobile_phone: MobilePhone | None = None,
    new_email: Email | None = None,
    new_comments: Comments | None = None,
) -> Changes:
    """Change a RAM user; a new name keeps groups, keys and policies."""
    wanted = {
        "name": new_user_name,
        "display_name": new_display_name,
        "mobile_phone": new_mobile_phone,
        "email": new_email,
        "description": new_comments,
    }
    changed = users.edit(view, user, {name: text for name, text in wanted.items() if text is not None})
    return changed.answering(UserAnswer(_shown(changed.subject)))


@ram.operation(action="ram:DeleteUser", on="user")
def delete_user(view: View, user: NamedUser) -> Changes:
    """Delete a RAM user without groups, keys and policies."""
    return users.delete(view, user)


def _created(user: User) -> UserView:
    return UserView(
        user_name=user.name,
        user_id=user.id,
        display_name=user.display_name,
        comments=user.description,
        mobile_phone=user.mobile_phone,
        email=user.email,
        create_date=utc(user.created_at),
    )


def _shown(user: User) -> UserView:
    view = _created(user)
    view.update_date = utc(user.updated_at)
    return view
