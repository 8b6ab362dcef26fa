"""The demo plays every detach with the official SDKs on a server of its own."""

import subprocess

from tests.server.process import COMMAND, ENVIRONMENT
from tigertally.cli.demo.stagehand import ACTS, Step

DEMO_SECONDS = 120


def test_the_demo_is_right_in_every_step() -> None:
    told = subprocess.run(
        [*COMMAND, "demo"], capture_output=True, text=True, env=ENVIRONMENT, timeout=DEMO_SECONDS, check=False
    )
    assert (0, "") == (told.returncode, told.stderr)
    table = told.stdout.rpartition("\n\n")[2].splitlines()
    steps = table[1:]
    assert 4 * len(ACTS) == len(steps)
    assert ["S1", "S2", "S3", "S4", "S5"] == [step[:2] for step in steps[::4]]
    assert all(step.endswith("  ok") for step in steps)
    assert "WRONG" not in told.stdout


def test_a_step_is_right_when_what_came_is_what_was_wanted() -> None:
    assert Step("ram", "before", "alice", "ok", "ok").is_right
    assert not Step("ram", "after", "alice", "NoPermission", "ok").is_right
