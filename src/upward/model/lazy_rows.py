"""Many rows of an answer, made one by one: of a long history there are tens of thousands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, overload


class LazyRows(ABC, Sequence[Any]):
    """Many rows that are made one by one, when they are printed."""

    @abstractmethod
    def row(self, number: int) -> Any:
        """Give one row."""

    @abstractmethod
    def lines(self) -> Iterator[str]:
        """Yield the rows as JSON, each on a line."""

    @overload
    def __getitem__(self, number: int) -> Any: ...

    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...

    def __getitem__(self, number: int | slice) -> Any:
        """Give one row, or some."""
        if isinstance(number, slice):
            return [self.row(each) for each in range(*number.indices(len(self)))]
        return self.row(range(len(self))[number])


def plain(value: object) -> object:
    """Give what JSON has no form for: rows as a list, anything else as text."""
    return list(value) if isinstance(value, LazyRows) else str(value)
