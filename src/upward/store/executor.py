"""Work over many repositories: on this machine's cores, or on a Dask cluster, with the same results."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from upward.model.errors import SourceError, needs_extra

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")


def cpu_count() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_in_parallel(
    work: Callable[[Unit], Answer], units: Sequence[Unit], workers: int, scheduler: str = ""
) -> Iterator[tuple[int, Answer]]:
    """Yield each unit's number with its result, as they are done.

    `work` must be importable by its name, and must not raise. Raises MissingExtraError
    without Dask, SourceError where its scheduler can't be reached.
    """
    if not scheduler and (workers < 2 or len(units) < 2):  # noqa: PLR2004 - nothing to share
        yield from ((number, work(unit)) for number, unit in enumerate(units))
        return
    from concurrent.futures import as_completed

    with _executor(workers, scheduler) as pool:
        waiting: dict[Future[Answer], int] = {pool.submit(work, unit): number for number, unit in enumerate(units)}
        for future in as_completed(waiting) if not scheduler else waiting:
            yield waiting[future], future.result()


def _executor(workers: int, scheduler: str) -> AbstractContextManager[Executor]:
    if not scheduler:
        # One repository needs no pool, and these take as long to import as a small one to read.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Not by fork: threads that read from git may hold a lock at that moment.
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise needs_extra("A scheduler", "distributed", "estate") from error  # fmt: skip
    try:
        start: Any = Client
        client = start(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        next_step = "start one with `dask scheduler`, and name its address, such as tcp://127.0.0.1:8786"
        raise SourceError(f"No scheduler answers at {scheduler}", why=str(error), next_step=next_step) from error
    return nullcontext(client.get_executor())
