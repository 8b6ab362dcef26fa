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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import islice
from time import monotonic
from typing import Any
from unittest.mock import patch

from tests.random.generate import Documents, Request, questions
from tests.random.reference import alibaba as reference_alibaba
from tests.random.reference import huawei as reference_huawei
from tests.random.reference import tencent as reference_tencent
from tests.random.vocabulary import ALIBABA, HUAWEI, TENCENT, Dialect
from tigertally.policy import decide as engine
from tigertally.policy.chains import alibaba as chain_alibaba
from tigertally.policy.chains import huawei as chain_huawei
from tigertally.policy.chains import tencent as chain_tencent
from tigertally.policy.languages import PARSERS
from tigertally.policy.request import Request as EngineRequest
from tigertally.policy.request import Who
from tigertally.policy.statement import Document, Purpose

Question = tuple[Documents, Request]

KEPT_MAX = 20

LANGUAGES = {"alibaba": ALIBABA, "huawei": HUAWEI, "tencent": TENCENT}
REFERENCES = {"alibaba": reference_alibaba, "huawei": reference_huawei, "tencent": reference_tencent}
DECIDES: dict[str, Callable[..., str]] = {
    "alibaba": reference_alibaba.decide,
    "huawei": reference_huawei.decide,
    "tencent": reference_tencent.decide,
}
CHAINS = {"alibaba": chain_alibaba.decide, "huawei": chain_huawei.decide, "tencent": chain_tencent.decide}


@dataclass
class Tally:
    """What a run has seen: answers, disagreements, and how often each operator was met and was not."""

    answers: Counter[str] = field(default_factory=Counter)
    operators: Counter[tuple[str, bool]] = field(default_factory=Counter)
    present: Counter[tuple[str, str]] = field(default_factory=Counter)
    parted: int = 0
    kept: list[Question] = field(default_factory=list)

    def add_disagreement(self, question: Question) -> None:
        """Count a disagreement, and keep the first few."""
        self.parted += 1
        if len(self.kept) < KEPT_MAX:
            self.kept.append(question)

    def share(self, answer: str) -> float:
        """Tell which part of all answers this one is."""
        return self.answers[answer] / max(1, self.answers.total())


def run(language: Dialect, seed: int, decisions: int) -> Iterator[Tally]:
    """Ask so many questions; yield the growing tally now and then, and at the end."""
    tally = Tally()
    with patch.object(REFERENCES[language.name], "holds", counted(language, tally)):
        for number, question in enumerate(islice(questions(language, seed), decisions), 1):
            expected = reference_says(language, question)
            tally.answers[expected] += 1
            if engine_says(language, question) != expected:
                tally.add_disagreement(question)
            if number % 50_000 == 0 and number < decisions:
                yield tally
    yield tally


def counted(language: Dialect, tally: Tally) -> Any:
    """Wrap the reference's judgement of one operator, so that what was visited can be told."""
    holds = REFERENCES[language.name].holds

    def counting(operator: str, key: str, values: list[str], context: dict[str, Any]) -> bool:
        met: bool = holds(operator, key, values, context)
        found = context.get(language.heard(key), ())
        tally.operators[operator, met] += 1
        tally.present[operator, "one" if isinstance(found, str) else "several" if found else "absent"] += 1
        return met

    return counting


def reference_says(language: Dialect, question: Question) -> str:
    """Ask the reference, which reads the raw JSON; it is told the layers that its cloud has."""
    documents, request = question
    layers = {layer: getattr(documents, layer) for layer in language.layers}
    return DECIDES[language.name](**layers, **vars(request))


def engine_says(language: Dialect, question: Question) -> str:
    """Ask the engine, which compiles documents once."""
    documents, request = question
    return said(CHAINS[language.name](granted(language, documents, request), asked_of(request)))


def asked_of(request: Request) -> EngineRequest:
    """Put a request in the engine's words."""
    who = Who(request.who["account"], request.who["kind"], request.who["name"], request.who["urn"])  # type: ignore[arg-type]
    return EngineRequest(request.action, request.resource, who, request.context)


def said(decision: engine.Decision) -> str:
    """Put an answer in the reference's words."""
    return "Allow" if decision.allowed else "ExplicitDeny" if decision.explicit else "ImplicitDeny"


def granted(language: Dialect, documents: Documents, asked: Request) -> engine.Grants:
    """Hand documents to the engine as what bears on one caller."""

    def grant(purpose: Purpose, text: str) -> engine.Grant:
        return engine.Grant(
            compiled(language.name, text, purpose), "a policy", "Custom", "v1", "user", "alice"
        )

    session, grouped = documents.session, documents.resource_group
    return engine.Grants(
        identity=tuple(grant("identity", text) for text in documents.identity),
        resource_group=None if grouped is None else tuple(grant("identity", text) for text in grouped),
        session=None if session is None else tuple(grant("session", text) for text in session),
        trust=None if documents.trust is None else grant("trust", documents.trust),
        is_root=asked.is_root,
        same_account=asked.same_account,
        boundary=None if documents.boundary is None else grant("identity", documents.boundary),
        levels=tuple(tuple(grant("identity", text) for text in level) for level in documents.levels),
    )


@lru_cache(maxsize=64)
def compiled(language: str, text: str, purpose: Purpose) -> Document:
    """Compile a document; the same one is asked several times in a row."""
    return PARSERS[language](text, purpose)


# Cutting a disagreement down


def shown(language: Dialect, question: Question) -> str:
    """Write the smallest form of a disagreement as JSON that can be pasted into a test."""
    documents, request = smallest(language, question)
    verdicts = {
        "reference": reference_says(language, (documents, request)),
        "engine": engine_says(language, (documents, request)),
    }
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
        return reference_says(language, question) != engine_says(language, question)
    except (ValueError, KeyError, TypeError):
        return False


def cuts(question: Question) -> Iterator[Question]:
    """Yield the question with one thing less, in documents or circumstances."""
    documents, request = question
    if documents.resource_group is not None:
        yield replace(documents, resource_group=None), request
        for texts in fewer(documents.resource_group):
            yield replace(documents, resource_group=texts), request
    if documents.session is not None:
        yield replace(documents, session=None), request
        for texts in fewer(documents.session):
            yield replace(documents, session=texts), request
    for level in range(len(documents.levels)):
        yield replace(documents, levels=documents.levels[:level] + documents.levels[level + 1 :]), request
        for texts in fewer(documents.levels[level]):
            levels = (*documents.levels[:level], texts, *documents.levels[level + 1 :])
            yield replace(documents, levels=levels), request
    if documents.boundary is not None:
        yield replace(documents, boundary=None), request
        for value in less(json.loads(documents.boundary)):
            yield replace(documents, boundary=json.dumps(value, ensure_ascii=False)), request
    for texts in fewer(documents.identity):
        yield replace(documents, identity=texts), request
    for value in less(json.loads(documents.trust)) if documents.trust is not None else ():
        yield replace(documents, trust=json.dumps(value, ensure_ascii=False)), request
    for key in request.context:
        context = {other: value for other, value in request.context.items() if other != key}
        yield documents, replace(request, context=context)


def fewer(texts: list[str]) -> Iterator[list[str]]:
    """Yield a list of documents with one less, or with less in one of them."""
    for value in less([json.loads(text) for text in texts], least=0):
        yield [json.dumps(document, ensure_ascii=False) for document in value]


def less(value: Any, least: int = 1) -> Iterator[Any]:
    """Yield a JSON value with one element or member less, at any depth."""
    if isinstance(value, list):
        for at in range(len(value)):
            if len(value) > least:
                yield value[:at] + value[at + 1 :]
            yield from ([*value[:at], part, *value[at + 1 :]] for part in less(value[at]))
    if isinstance(value, dict):
        for name in value:
            yield {other: value[other] for other in value if other != name}
            yield from (value | {name: part} for part in less(value[name]))


# The command


def main() -> int:
    """Run every language and tell how it went; the exit status says whether the two ever disagreed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--decisions", type=int, default=1_000_000, help="how many questions in all")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--language", choices=[*LANGUAGES], action="append", help="only this one")
    asked = parser.parse_args()
    chosen = asked.language or [*LANGUAGES]
    return max(watch(LANGUAGES[name], asked.seed, asked.decisions // len(chosen)) for name in chosen)


def watch(language: Dialect, seed: int, decisions: int) -> int:
    """Run one language and write progress and disagreements as they come."""
    began, told, tally = monotonic(), 0, Tally()
    for tally in run(language, seed, decisions):
        sys.stdout.write(
            f"{language.name}: {tally.answers.total():,} decisions, {tally.share('Allow'):.0%} allowed, "
            f"{tally.parted:,} disagreements, {monotonic() - began:.0f} s\n"
        )
        for question in tally.kept[told:]:
            sys.stdout.write(f"  {shown(language, question)}\n")
        told = len(tally.kept)
        sys.stdout.flush()
    return 1 if tally.parted else 0


if __name__ == "__main__":
    sys.exit(main())
