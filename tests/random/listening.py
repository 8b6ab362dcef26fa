"""What the reference lets be overheard: the statements that made its answer, and which conditions it visited.

The reference itself only answers. It is listened to from outside, at the four functions that each of its
languages has, so that it stays as plain as the documents that it follows.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from tests.random.generate import Documents, Request
from tests.random.reference import alibaba, huawei, tencent
from tests.random.steering import Cell, seen
from tests.random.vocabulary import Dialect

Question = tuple[Documents, Request]
Answer = tuple[str, dict[str, int]]
"""What was decided, and from how many statements of which layers."""

REFERENCES = {"alibaba": alibaba, "huawei": huawei, "tencent": tencent}
DECIDES: dict[str, Callable[..., str]] = {
    "alibaba": alibaba.decide,
    "huawei": huawei.decide,
    "tencent": tencent.decide,
}


@dataclass
class Heard:
    """What the reference lets be overheard while it judges one question."""

    layer: str = ""
    spoken: int = 0
    met: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, language: Dialect, question: Question) -> Answer:
        """Ask the reference, and tell which statements made the answer."""
        self.spoken, self.met = 0, []
        said = reference_says(language, question)
        effect = {"Allow": "allow", "ExplicitDeny": "deny"}.get(said)
        return said, dict(Counter(layer for layer, found in self.met if found == effect))


def reference_says(language: Dialect, question: Question) -> str:
    """Ask the reference, which reads the raw JSON; it is told the layers that its cloud has."""
    documents, request = question
    layers = {layer: getattr(documents, layer) for layer in language.layers}
    return DECIDES[language.name](**layers, **vars(request))


@contextmanager
def overheard(language: Dialect, visits: Counter[Cell]) -> Iterator[Heard]:
    """Listen to the reference at four places: layers, statements, their conditions, and operators."""
    module, heard = REFERENCES[language.name], Heard()
    listeners: dict[str, Callable[[Any, Heard], Any]] = {
        "layer": hearing_layers,
        "meets": hearing_statements,
        "condition_holds": hearing_conditions,
    }
    with ExitStack() as stack:
        for name, listener in listeners.items():
            stack.enter_context(patch.object(module, name, listener(getattr(module, name), heard)))
        stack.enter_context(
            patch.object(module, "holds", hearing_operators(language, module.holds, heard, visits))
        )
        yield heard


def hearing_layers(layer: Any, heard: Heard) -> Any:
    """Remember which layer is being judged."""

    def judge(name: str, *asked: Any) -> Any:
        heard.layer = name
        return layer(name, *asked)

    return judge


def hearing_statements(meets: Any, heard: Heard) -> Any:
    """Remember the statements that meet the request."""

    def meet(statement: dict[str, Any], *asked: Any) -> bool:
        met: bool = meets(statement, *asked)
        if met:
            effect = statement.get("Effect") or statement["effect"]
            heard.met.append((heard.layer, effect.lower()))
        return met

    return meet


def hearing_conditions(condition_holds: Any, heard: Heard) -> Any:
    """Count the statements whose action and resource fit: only of them a condition is asked."""

    def hold(*asked: Any) -> Any:
        heard.spoken += 1
        return condition_holds(*asked)

    return hold


def hearing_operators(language: Dialect, holds: Any, heard: Heard, visits: Counter[Cell]) -> Any:
    """Count in which cell each operator was visited."""

    def hold(operator: str, key: str, values: list[str], context: dict[str, Any]) -> bool:
        met: bool = holds(operator, key, values, context)
        visits[heard.layer, operator, seen(context.get(language.heard(key))), met] += 1
        return met

    return hold
