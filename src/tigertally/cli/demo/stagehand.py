"""Starts the server, plays the acts on it, and tells what happened."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tigertally.cli.demo import alibaba, huawei, organization, resourcemanager, tencent
from tigertally.cli.demo.script import Act, House, Outcome

ACTS = (
    ("tencent", tencent.act),
    ("tencent", organization.act),
    ("alibaba", alibaba.act),
    ("alibaba", resourcemanager.act),
    ("huawei", huawei.act),
)
"""One act for each system whose detach is served, after the cloud whose root key it needs."""


class Step(NamedTuple):
    """One line of the table."""

    system: str
    step: str
    who: str
    wanted: str
    got: str

    @property
    def is_right(self) -> bool:
        """Whether it happened as it should."""
        return self.wanted == self.got


def play_all(folder: Path) -> int:
    """Play every act on a fresh server; 0 when each step was as it should be."""
    with running(folder) as address:
        steps = [step for cloud, make in ACTS for step in play(make(house(address, folder, cloud)), folder)]
    show(steps)
    return 0 if all(step.is_right for step in steps) else 1


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server on a free port; gives its address, and stops it cleanly afterwards."""
    command = [sys.executable, "-m", "tigertally.cli", "serve", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as server:
        assert server.stdout is not None
        first = server.stdout.readline()
        print(first, end="")
        try:
            yield first.strip().rpartition("//")[2]
        finally:
            server.terminate()
            server.wait(20)


def house(address: str, folder: Path, cloud: str) -> House:
    """The server as an act of a cloud finds it."""
    handed = json.loads((folder / "credentials.json").read_text())
    return House(
        address=address,
        root=handed[cloud],
        root_key=lambda account: _told(folder, "account", "key", cloud, account),
    )


def play(act: Act, folder: Path) -> list[Step]:
    """Before, detach, after, and the journal's entry."""
    print(f"\n{act.system}: {act.detach}")
    steps = [
        _step(act, "before", act.principal, "ok", act.call(), act.calls),
        _step(act, "detach", "root", "ok", act.do_detach(), act.detach),
        _step(act, "after", act.principal, act.refusal, act.call(), act.calls),
    ]
    entry = _last_entry(act, folder)
    print(f"  journal  rev {entry['rev']}  {entry['action']}  {entry['what']}  by {entry['actor']}")
    recorded = f"{entry['action']} {entry['what']}"
    return [*steps, Step(act.system, "journal", "root", f"{act.action} attachment removed", recorded)]


def _step(act: Act, step: str, who: str, wanted: str, got: Outcome, call: str) -> Step:
    print(f"  {step:<7}  {who} calls {call}: {got.code}{f' ({got.told})' if got.told else ''}")
    return Step(act.system, step, who, wanted, got.code)


def _last_entry(act: Act, folder: Path) -> dict[str, str]:
    (entry,) = _told(folder, "journal", "list", act.cloud, act.account, "--last", "1", "--json")
    told: dict[str, str] = entry
    return told


def _told(folder: Path, *words: str) -> Any:
    """What a command of the operator's prints as JSON."""
    command = [sys.executable, "-m", "tigertally.cli", *words, "--data", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
    return json.loads(told.stdout)


def _environment() -> dict[str, str]:
    """Without the operator's settings: the demo must never play on a ledger that is in use."""
    return {name: text for name, text in os.environ.items() if not name.startswith("TIGERTALLY_")}


def show(steps: list[Step]) -> None:
    """The table."""
    head = Step("system", "step", "who", "expected", "got")
    widths = [max(len(row[at]) for row in [head, *steps]) for at in range(len(head))]
    print()
    for row in [head, *steps]:
        mark = "" if row is head else "  ok" if row.is_right else "  WRONG"
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + mark)
