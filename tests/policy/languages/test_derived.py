"""Two of Tencent's condition keys follow from the action alone."""

import pytest

from tigertally.policy.languages.derived import derived


@pytest.mark.parametrize(
    ("action", "read_only", "except_cam_finance"),
    [
        ("cvm:DescribeInstances", "1", "1"),
        ("cvm:RunInstances", "0", "1"),
        ("CAM:GetUser", "1", "0"),
        ("finance:Pay", "0", "0"),
    ],
)
def test_what_an_action_s_name_says(action: str, read_only: str, except_cam_finance: str) -> None:
    assert {"qcs:read_only_action": read_only, "qcs:except_cam_finance": except_cam_finance} == derived(
        action
    )
