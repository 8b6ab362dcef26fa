"""One work on its way through an engine: it may run more than once, and is answered once."""

from collections.abc import Callable
from functools import partial
from typing import Generic, Protocol, TypeVar

from tigertally.store.reading import Writing

T = TypeVar("T")

W = TypeVar("W", contravariant=True)


class Waiter(Protocol[W]):
    """Who waits for what a work returns; ``concurrent.futures.Future`` is one."""

    def set_running_or_notify_cancel(self) -> bool:
        """Whether somebody still waits, now that the work is to run."""

    def set_result(self, result: W) -> None:
        """Hear what the work has returned, from whatever thread."""

    def set_exception(self, exception: BaseException) -> None:
        """Hear what the work has raised, from whatever thread."""


class Call(Generic[T]):
    """A work, the accounts whose guards it takes first, and who waits for what it returns."""

    def __init__(
        self,
        work: Callable[[Writing], T],
        op_id: str,
        account_id: int,
        waiter: Waiter[T],
        organization_id: int = 0,
    ) -> None:
        self.op_id = op_id
        self.account_id = account_id
        self.organization_id = organization_id
        self.waiter = waiter
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
        self.answer = partial(self.waiter.set_result, result)

    def fail(self, error: BaseException) -> None:
        """Answer with an error, later."""
        self.answer = partial(self.waiter.set_exception, error)
