"""Documents are written in each cloud's own language; here is the list of languages and the shelf of
compiled documents.

A document is compiled once for everybody who holds it. The shelf is keyed by what was written, not by where
it is kept, because some clouds change a policy version in place; the text is asked for only when the shelf
lacks it.
"""

from collections.abc import Callable, Mapping

from tigertally.policy.languages import alibaba, huawei, tencent
from tigertally.policy.languages.assumptions import ALIBABA, HUAWEI, TENCENT, Assumption
from tigertally.policy.statement import Document, Purpose

Key = tuple[str, int, Purpose, str]
Parser = Callable[[str, Purpose], Document]

PARSERS: Mapping[str, Parser] = {
    "alibaba": alibaba.parse,
    "huawei": huawei.parse,
    "tencent": tencent.parse,
}
ASSUMPTIONS: Mapping[str, tuple[Assumption, ...]] = {
    "alibaba": ALIBABA,
    "huawei": HUAWEI,
    "tencent": TENCENT,
}

DOCUMENTS_MAX = 4096

_shelf: dict[Key, Document] = {}


def compiled(
    language: str, owner_account: int, sha256: str, purpose: Purpose, load: Callable[[], str]
) -> Document:
    """The compiled document with this hash; `load` gives its text, and Malformed is raised if it is not
    accepted.
    """
    key = (language, owner_account, purpose, sha256)
    found = _shelf.get(key)
    return found if found is not None else _shelved(key, PARSERS[language](load(), purpose))


def _shelved(key: Key, document: Document) -> Document:
    """Keep one more; the one kept longest makes room. Each step is one that threads cannot split."""
    if len(_shelf) >= DOCUMENTS_MAX:
        _shelf.pop(next(iter(tuple(_shelf))), None)
    return _shelf.setdefault(key, document)
