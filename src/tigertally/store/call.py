"""One work on its way through an engine: it may run more than once, and is answered once."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Generic, TypeVar

from tigertally.store.reading import Writing

T = TypeVar("T")


class Call(Generic[T]):
    """A work, the accounts whose guards it takes first, and who waits for what it returns."""

    def __init__(
        self, work: Callable[[Writing], T], op_id: str, account_id: int, organization_id: int = 0
    ) -> None:
        self.op_id = op_id
        self.account_id = account_id
        self.organization_id = organization_id
        self.future: Future[T] = Future()
        self.returned = False
        self.answer: Callable[[], None]
        self._work = work

    def run(self, writing: Writing) -> None:
        """Run the work and keep what to answer, without telling anybody yet."""
        self.returned = False
        try:
            result = self._work(writing)
        except BaseException as error:
            self.fail(error)
            raise
        self.returned = True
        self.answer = partial(self.future.set_result, result)

    def fail(self, error: BaseException) -> None:
        """Answer with an error, later."""
        self.answer = partial(self.future.set_exception, error)
