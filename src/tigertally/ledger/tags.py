"""Tags of users, roles and policies, on which policies can depend."""

from collections.abc import Iterable, Mapping

from tigertally.model.changes import Changes, edited
from tigertally.model.policies import Policy
from tigertally.model.principals import Role, User
from tigertally.model.refusals import LimitReached
from tigertally.model.view import View

Tagged = User | Role | Policy


def tag(view: View, thing: Tagged, tags: Mapping[str, str]) -> Changes:
    """Set some tags, over equal keys. Raises LimitReached."""
    merged = {**thing.tags, **tags}
    if len(merged) > view.rules.tags_per_resource:
        raise LimitReached("tag", limit=view.rules.tags_per_resource, name=thing.name)
    return edited(thing, tags=merged)


def untag(thing: Tagged, keys: Iterable[str]) -> Changes:
    """Take some tags away; a key that is not there is no error."""
    gone = set(keys)
    return edited(thing, tags={key: value for key, value in thing.tags.items() if key not in gone})
