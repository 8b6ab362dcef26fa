"""A resource group's row stays until it is gone for good; before that only its name is given back."""

from tigertally.model.resource_groups import ResourceGroup
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import CallReads

RESOURCE_GROUPS = Kept(
    key=("account_id", "id"),
    rows="select * from resource_groups where account_id = :account_id",
    insert=(
        """
        insert into resource_groups (account_id, id, name_key, added, image)
        values (:account_id, :id, :name_key, :added, :image)
        """,
    ),
    update=(
        """
        update resource_groups set name_key = :name_key, image = :image
        where account_id = :account_id and id = :id
        """,
    ),
    delete=("delete from resource_groups where account_id = :account_id and id = :id",),
)

BY_ID = "select image from resource_groups where account_id = :account_id and id = :id"

BY_NAME = "select image from resource_groups where account_id = :account_id and name_key = :name_key"

ALL = "select image from resource_groups where account_id = :account_id order by added"


class ResourceGroupReads(CallReads):
    """Reads about resource groups, those whose deletion was asked for among them."""

    def resource_group(self, account_id: int, id: str) -> ResourceGroup | None:
        """A resource group by id."""
        return self._found(images.resource_group, BY_ID, account_id=account_id, id=id)

    def resource_group_named(self, account_id: int, name: str) -> ResourceGroup | None:
        """A resource group by name, unless its deletion was asked for."""
        return self._found(images.resource_group, BY_NAME, account_id=account_id, name_key=self._key(name))

    def resource_groups(self, account_id: int) -> list[ResourceGroup]:
        """The resource groups."""
        return self._listed(images.resource_group, ALL, account_id=account_id)
