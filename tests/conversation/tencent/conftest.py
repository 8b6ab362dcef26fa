"""A fresh account on the live server, with helpers around it."""

import pytest

from tests.conversation.tencent.scene import Scene
from tests.live import Live


@pytest.fixture
def scene(live: Live, tencent_root: dict[str, str]) -> Scene:
    """A fresh account."""
    return Scene(live, tencent_root)
