"""What a server costs is read from the kernel, with all that the server has started."""

import subprocess
import sys

from bench.processes import cpu_seconds

TELLING = "import time; sum(range(10**6)); print(time.process_time(), flush=True); input()"
"""Works, tells its own CPU time, and waits."""


def test_the_cpu_of_a_process_is_counted_with_that_of_its_children() -> None:
    command = ["sh", "-c", '"$0" -c "$1"; exit', sys.executable, TELLING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        told = float(started.stdout.readline())
        assert told < cpu_seconds(started.pid) < told + 0.1
        started.communicate("\n")


def test_a_process_that_has_ended_costs_nothing_any_more() -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    assert 0.0 == cpu_seconds(ended.pid)
