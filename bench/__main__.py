"""``scripts/bench``: the scoreboard, as a table and as JSON."""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench import beside, r1_moto, r2_hello, r4_cedar, r5_growth, r7_analysis, r8_start, r10_kill
from bench.board import as_json, table
from bench.figures import Figure
from bench.run import Ratio, Run

RATIOS: Mapping[str, Ratio] = {
    "R1": r1_moto.measure,
    "R2": r2_hello.measure,  # and R3, and the sum of parts
    "R4": r4_cedar.measure,
    "R5": r5_growth.measure,
    "R7": r7_analysis.measure,
    "R8": r8_start.measure,  # and R9
    "R10": r10_kill.measure,
    "p99": beside.measure,
}


def main(words: list[str]) -> int:
    """Measure what is asked for and tell it."""
    given = _read(words)
    principals = (1_000, 10_000, 100_000) if given.hundred_thousand else (1_000, 10_000)
    run = Run(quick=given.quick, principals=principals)
    begun, figures = time.monotonic(), list[Figure]()
    for name in given.only or RATIOS:
        print(f"{time.monotonic() - begun:5.0f} s  {name} ...", file=sys.stderr, flush=True)
        figures += RATIOS[name](run)
    seconds = time.monotonic() - begun
    print(table(figures), end="")
    told = as_json(figures, seconds=seconds, quick=run.quick)
    if given.json:
        given.json.write_text(told, encoding="utf-8")
    else:
        print(told, end="")
    return 0


def _read(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure the scoreboard: ratios, each in interleaved rounds."
    )
    parser.add_argument("--quick", action="store_true", help="a minute instead of five: fewer rounds")
    parser.add_argument(
        "--100000", dest="hundred_thousand", action="store_true", help="R5 at 100,000 principals too"
    )
    parser.add_argument("--only", action="append", choices=list(RATIOS), help="only this one (repeatable)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON there")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
