"""Ask the engine and the reference the same random questions, and show where they part.

    python -m tests.random.second_engine --decisions 1000000 --seed 7

A disagreement means that one of the two misreads the clouds' documents; which one, the documents decide. It
is cut down before it is shown: what is left are the few words that the two read differently. Not known here:
what the questions look like (generate) and who is right.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from math import ceil
from time import monotonic
from typing import Any

import msgspec

from tests.random.cutting import cuts
from tests.random.generate import Documents, Request, rounds
from tests.random.listening import Answer, Heard, Question, overheard
from tests.random.steering import Cell, Steering
from tests.random.vocabulary import LANGUAGES, Dialect
from tigertally.policy import decide as engine
from tigertally.policy.chains import alibaba as chain_alibaba
from tigertally.policy.chains import huawei as chain_huawei
from tigertally.policy.chains import tencent as chain_tencent
from tigertally.policy.languages import PARSERS
from tigertally.policy.request import Request as EngineRequest
from tigertally.policy.request import Who
from tigertally.policy.statement import Document, Purpose

KEPT_MAX = 20
TOLD_EVERY = 50_000

CHAINS = {"alibaba": chain_alibaba.decide, "huawei": chain_huawei.decide, "tencent": chain_tencent.decide}
SHARES = {"alibaba": 0.09, "huawei": 0.455, "tencent": 0.455}
"""Which part of the questions each language gets: the more operators and layers, the more to visit."""


@dataclass
class Tally:
    """What a run has seen. An answer counts where action and resource of some statement fit the request."""

    answers: Counter[str] = field(default_factory=Counter)
    visits: Counter[Cell] = field(default_factory=Counter)
    idle: int = 0
    parted: int = 0
    kept: list[Question] = field(default_factory=list)

    @property
    def decisions(self) -> int:
        return self.answers.total()

    def add_disagreement(self, question: Question) -> None:
        """Count a disagreement, and keep the first few."""
        self.parted += 1
        if len(self.kept) < KEPT_MAX:
            self.kept.append(question)

    def share(self, answer: str) -> float:
        """Tell which part of all answers this one is."""
        return self.answers[answer] / max(1, self.decisions)


def run(language: Dialect, seed: int, decisions: int) -> Iterator[Tally]:
    """Ask until so many answers count; yield the growing tally now and then, and at the end."""
    tally = Tally()
    steering = Steering(language, tally.visits)
    with overheard(language, tally.visits) as heard:
        for documents, requests in rounds(language, seed, steering):
            grants = granted(language, documents)
            told = tally.decisions // TOLD_EVERY
            for request in requests:
                ask(language, tally, heard, (documents, request), grants)
            if tally.decisions >= decisions:
                break
            if tally.decisions // TOLD_EVERY > told:
                yield tally
    yield tally


def last_tally(name: str, seed: int, decisions: int) -> Tally:
    """Run one language to its end."""
    *_, last = run(LANGUAGES[name], seed, decisions)
    return last


def share_of(decisions: int, name: str, among: Collection[str]) -> int:
    """Tell how many of so many answers one of some languages gets."""
    return ceil(decisions * SHARES[name] / sum(SHARES[one] for one in among))


def ask(language: Dialect, tally: Tally, heard: Heard, question: Question, grants: "Granted") -> None:
    """Ask both one question, and count the answer if it is worth it."""
    expected = heard.answer(language, question)
    if not is_same(expected, engine_says(language, grants, question[1])):
        tally.add_disagreement(question)
    if heard.spoken:
        tally.answers[expected[0]] += 1
    else:
        tally.idle += 1


def is_same(expected: Answer, given: Answer) -> bool:
    """Compare two answers and their reasons; of several layers that deny, the engine names one."""
    if expected[0] != given[0] or expected[0] != "ExplicitDeny":
        return expected == given
    denying = given[1].items()
    return bool(denying) and all(count <= expected[1].get(layer, 0) for layer, count in denying)


# The engine

Granted = Callable[[Request], engine.Grants]


def engine_says(language: Dialect, grants: Granted, request: Request) -> Answer:
    """Ask the engine, which compiled the documents before; count the statements that it names."""
    decision = CHAINS[language.name](grants(request), asked_of(request))
    return said(decision), dict(Counter(match.grant.scope_id for match in decision.determining))


def asked_of(request: Request) -> EngineRequest:
    """Put a request in the engine's words."""
    who = Who(request.who["account"], request.who["kind"], request.who["name"], request.who["urn"])  # type: ignore[arg-type]
    return EngineRequest(request.action, request.resource, who, request.context)


def said(decision: engine.Decision) -> str:
    """Put an answer in the reference's words."""
    return "Allow" if decision.allowed else "ExplicitDeny" if decision.explicit else "ImplicitDeny"


def granted(language: Dialect, documents: Documents) -> Granted:
    """Hand documents to the engine as what bears on one caller; each grant bears the name of its layer."""

    def grant(layer: str, text: str) -> engine.Grant:
        purpose: Purpose = layer if layer in ("session", "trust") else "identity"  # type: ignore[assignment]
        compiled_text = compiled(language.name, text, purpose)
        return engine.Grant(compiled_text, "a policy", "Custom", "v1", "user", "alice", scope_id=layer)

    def grants(layer: str, texts: list[str] | None) -> tuple[engine.Grant, ...] | None:
        return None if texts is None else tuple(grant(layer, text) for text in texts)

    held = engine.Grants(
        identity=grants("identity", documents.identity) or (),
        resource_group=grants("resource_group", documents.resource_group),
        session=grants("session", documents.session),
        trust=None if documents.trust is None else grant("trust", documents.trust),
        boundary=None if documents.boundary is None else grant("boundary", documents.boundary),
        levels=tuple(grants("levels", level) or () for level in documents.levels),
    )
    return lambda asked: msgspec.structs.replace(held, is_root=asked.is_root, same_account=asked.same_account)


@lru_cache(maxsize=64)
def compiled(language: str, text: str, purpose: Purpose) -> Document:
    """Compile a document; the same one is asked several times in a row."""
    return PARSERS[language](text, purpose)


# Cutting a disagreement down


def answers(language: Dialect, question: Question) -> dict[str, Answer]:
    """Ask both one question."""
    with overheard(language, Counter()) as heard:
        expected = heard.answer(language, question)
    return {
        "reference": expected,
        "engine": engine_says(language, granted(language, question[0]), question[1]),
    }


def shown(language: Dialect, question: Question) -> str:
    """Write the smallest form of a disagreement as JSON that can be pasted into a test."""
    documents, request = smallest(language, question)
    verdicts = answers(language, (documents, request))
    policies = {
        "identity": [json.loads(text) for text in documents.identity],
        "resource_group": _read(documents.resource_group),
        "session": _read(documents.session),
        "trust": None if documents.trust is None else json.loads(documents.trust),
        "boundary": None if documents.boundary is None else json.loads(documents.boundary),
        "levels": [[json.loads(text) for text in level] for level in documents.levels],
    }
    return json.dumps(
        {"language": language.name, **verdicts, **policies, **asdict(request)}, ensure_ascii=False
    )


def _read(texts: list[str] | None) -> list[Any] | None:
    return None if texts is None else [json.loads(text) for text in texts]


def smallest(language: Dialect, question: Question) -> Question:
    """Take away whatever can be taken away while the two still disagree."""
    for smaller in cuts(question):
        if differ(language, smaller):
            return smallest(language, smaller)
    return question


def differ(language: Dialect, question: Question) -> bool:
    """Tell whether the two disagree; a document that a cut has made invalid proves nothing."""
    try:
        said = answers(language, question)
        return not is_same(said["reference"], said["engine"])
    except (ValueError, KeyError, TypeError):
        return False


# The command


def main() -> int:
    """Run every language and tell how it went; the exit status says whether the two ever disagreed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--decisions", type=int, default=1_000_000, help="how many answers in all")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--language", choices=[*LANGUAGES], action="append", help="only this one")
    asked = parser.parse_args()
    chosen = asked.language or [*LANGUAGES]
    return max(watch(LANGUAGES[name], asked.seed, share_of(asked.decisions, name, chosen)) for name in chosen)


def watch(language: Dialect, seed: int, decisions: int) -> int:
    """Run one language and write progress and disagreements as they come."""
    began, told, tally = monotonic(), 0, Tally()
    for tally in run(language, seed, decisions):
        sys.stdout.write(
            f"{language.name}: {tally.decisions:,} decisions, {tally.share('Allow'):.0%} allowed, "
            f"{tally.parted:,} disagreements, {monotonic() - began:.0f} s\n"
        )
        for question in tally.kept[told:]:
            sys.stdout.write(f"  {shown(language, question)}\n")
        told = len(tally.kept)
        sys.stdout.flush()
    return 1 if tally.parted else 0


if __name__ == "__main__":
    sys.exit(main())
