"""Every cloud states its rules as one frozen value."""

import pytest
from msgspec import structs

from tests.store.stage import RULES
from tigertally.clouds import CLOUDS
from tigertally.model.rules import NO_ORGANIZATIONS, AttachmentLimit, Rules


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_each_kind_of_principal_has_its_limit(kind: str) -> None:
    limit = AttachmentLimit(custom=1, system=2, total=3)
    assert limit == structs.replace(RULES, **{f"attachments_{kind}": limit}).attachment_limit(kind)


def test_there_is_no_limit_for_another_kind() -> None:
    with pytest.raises(AttributeError):
        RULES.attachment_limit("policy")


OPTIONAL = "resource_group"
"""What a cloud may have none of."""


EVERY_CLOUD = pytest.mark.parametrize(
    "rules", [one.rules for one in CLOUDS], ids=[one.name for one in CLOUDS]
)


@EVERY_CLOUD
def test_every_limit_leaves_room_for_one(rules: Rules) -> None:
    by_name = structs.asdict(rules).items()
    numbers = [value for name, value in by_name if type(value) is int and not name.startswith(OPTIONAL)]
    limits = [rules.attachment_limit(kind) for kind in ("user", "group", "role")]
    numbers += [number for limit in limits for number in structs.astuple(limit)]
    assert min(numbers) >= 1
    assert all(limit.total <= limit.custom + limit.system for limit in limits)
    assert rules.versions_per_policy > 1, "a new version is made before the old one can go"


@EVERY_CLOUD
def test_an_organization_has_room_for_one_of_everything_or_is_not_spoken(rules: Rules) -> None:
    numbers = [value for value in structs.asdict(rules.organization).values() if type(value) is int]
    assert min(numbers) >= 1 or rules.organization == NO_ORGANIZATIONS
    assert not rules.organization.manager_is_bound, "the server is told so when it is started"
