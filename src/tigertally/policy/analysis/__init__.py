"""What a change of policies would close and open, exactly: answers about all requests at once, with one of
them as an example.

A decision is about one request; here a question is about every request that a principal could make. Read
search.py for how it is found, answers.py for what is answered. It knows no ledger: what is held comes in, and
nothing is changed.
"""

from tigertally.policy.analysis.answers import (
    USUAL,
    Budget,
    Facts,
    Mismatch,
    Outcome,
    Region,
    Row,
    Unavoidable,
    Unknown,
    Verdict,
    Witness,
)
from tigertally.policy.analysis.impact import rows, verdict
from tigertally.policy.analysis.question import everything, layers
from tigertally.policy.analysis.reach import can, can_do, least_detach, redundant
from tigertally.policy.analysis.readings import depends_on

__all__ = [
    "USUAL",
    "Budget",
    "Facts",
    "Mismatch",
    "Outcome",
    "Region",
    "Row",
    "Unavoidable",
    "Unknown",
    "Verdict",
    "Witness",
    "can",
    "can_do",
    "depends_on",
    "everything",
    "layers",
    "least_detach",
    "redundant",
    "rows",
    "verdict",
]
