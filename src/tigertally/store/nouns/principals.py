"""Users, groups and roles are one table, because a policy is attached to any of them alike."""

from tigertally.model.principals import Group, Principal, PrincipalKind, Role, User
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import CallReads

PRINCIPALS = Kept(
    key=("account_id", "id"),
    rows="select * from principals where account_id = :account_id",
    insert=(
        """
        insert into principals
            (account_id, id, kind, name_key, path, attach_n, attach_max, added, image)
        values
            (:account_id, :id, :kind, :name_key, :path, 0, :attach_max, :added, :image)
        """,
    ),
    update=(
        """
        update principals set name_key = :name_key, path = :path, image = :image
        where account_id = :account_id and id = :id and kind = :kind
        """,
    ),
    delete=("delete from principals where account_id = :account_id and id = :id and kind = :kind",),
)

BY_ID = "select image from principals where account_id = :account_id and id = :id"

BY_NAME = """
select image from principals
where account_id = :account_id and kind = :kind and name_key = :name_key
"""

PAGE = """
select image from principals
where account_id = :account_id and kind = :kind
  and substr(path, 1, length(:path_prefix)) = :path_prefix
  and added > coalesce(
      (select added from principals where account_id = :account_id and id = :after), 0)
order by added
limit :limit
"""

# The root user has no name_key, and is not counted.
COUNT = "select count(name_key) from principals where account_id = :account_id and kind = :kind"


class PrincipalReads(CallReads):
    """Reads about users, groups and roles."""

    def principal(self, account_id: int, id: str) -> Principal | None:
        """A user, group or role by id."""
        return self._found(images.principal, BY_ID, account_id=account_id, id=id)

    def principal_named(self, account_id: int, kind: PrincipalKind, name: str) -> Principal | None:
        """A user (the root user apart), group or role by name, as the cloud's rules compare names."""
        return self._found(
            images.principal, BY_NAME, account_id=account_id, kind=kind, name_key=self._key(name)
        )

    def users(self, account_id: int, after: str = "", limit: int = 1000) -> list[User]:
        """The users, the root user among them."""
        return self._listed(
            images.user, PAGE, account_id=account_id, kind="user", path_prefix="", after=after, limit=limit
        )

    def groups(self, account_id: int, after: str = "", limit: int = 1000) -> list[Group]:
        """The groups."""
        return self._listed(
            images.group, PAGE, account_id=account_id, kind="group", path_prefix="", after=after, limit=limit
        )

    def roles(self, account_id: int, path_prefix: str = "", after: str = "", limit: int = 1000) -> list[Role]:
        """The roles whose path begins with the prefix."""
        return self._listed(
            images.role,
            PAGE,
            account_id=account_id,
            kind="role",
            path_prefix=path_prefix,
            after=after,
            limit=limit,
        )
