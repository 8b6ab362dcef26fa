"""A fresh account on the live server, with helpers around it, and an organization."""

import pytest

from tests.conversation.tencent.company import Company
from tests.conversation.tencent.scene import Scene
from tests.live import Live


@pytest.fixture
def scene(live: Live, tencent_root: dict[str, str]) -> Scene:
    """A fresh account."""
    return Scene(live, tencent_root)


@pytest.fixture
def company(live: Live, tencent_root: dict[str, str]) -> Company:
    """A fresh organization in which nothing is switched on."""
    return Company(live, tencent_root)


@pytest.fixture
def governed(company: Company) -> Company:
    """A fresh organization whose control policies are switched on."""
    company.switch("Enable")
    return company
