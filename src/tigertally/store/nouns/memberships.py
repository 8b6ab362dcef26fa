"""Membership is why a policy that is attached to a group bears on a user."""

from tigertally.model.principals import Group, Membership, User
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import Reads

MEMBERSHIPS = Kept(
    key=("account_id", "group_id", "user_id"),
    rows="select * from memberships where account_id = :account_id",
    insert=(
        """
        insert into memberships (account_id, group_id, user_id, added, image)
        values (:account_id, :group_id, :user_id, :added, :image)
        """,
    ),
    update=(
        """
        update memberships set image = :image
        where account_id = :account_id and group_id = :group_id and user_id = :user_id
        """,
    ),
    delete=(
        """
        delete from memberships
        where account_id = :account_id and group_id = :group_id and user_id = :user_id
        """,
    ),
)

ONE = """
select image from memberships
where account_id = :account_id and group_id = :group_id and user_id = :user_id
"""

GROUPS_OF = """
select m.image, g.image
from memberships m
join principals g on g.account_id = m.account_id and g.id = m.group_id
where m.account_id = :account_id and m.user_id = :user_id
order by m.added
"""

MEMBERS_OF = """
select m.image, u.image
from memberships m
join principals u on u.account_id = m.account_id and u.id = m.user_id
where m.account_id = :account_id and m.group_id = :group_id
  and m.added > coalesce(
      (select added from memberships
       where account_id = :account_id and group_id = :group_id and user_id = :after), 0)
order by m.added
limit :limit
"""


class MembershipReads(Reads):
    """Reads about who belongs to which group."""

    def groups_of(self, user: User) -> list[tuple[Membership, Group]]:
        """The groups a user belongs to."""
        return self._paired(
            images.membership, images.group, GROUPS_OF, account_id=user.account_id, user_id=user.id
        )

    def members_of(self, group: Group, after: str = "", limit: int = 1000) -> list[tuple[Membership, User]]:
        """The users that belong to a group."""
        return self._paired(
            images.membership,
            images.user,
            MEMBERS_OF,
            account_id=group.account_id,
            group_id=group.id,
            after=after,
            limit=limit,
        )

    def membership(self, group: Group, user: User) -> Membership | None:
        """The fact that the user belongs to the group."""
        return self._found(
            images.membership, ONE, account_id=group.account_id, group_id=group.id, user_id=user.id
        )
