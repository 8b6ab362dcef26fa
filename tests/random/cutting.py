"""A disagreement is found in a thicket; here is how to take one thing away from it at a time.

What is left may be no valid policy any more: whoever cuts has to look whether the rest still says anything.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.random.listening import Question


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
