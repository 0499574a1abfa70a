"""What several threads use at once."""

from __future__ import annotations

import threading
from typing import Callable

from ._errors import CalqueError


class SharedHandle:
    """A handle that several threads use, and that is freed when it was closed and none uses it."""

    def __init__(self, handle: int, free: Callable[[int], None]):
        self._handle, self._free = handle, free
        self._users, self._is_closed = 0, False
        self._lock = threading.Lock()

    def __enter__(self) -> int:
        with self._lock:
            if self._is_closed:
                raise CalqueError("The translator is closed.")
            self._users += 1
            return self._handle

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            is_last = self._is_closed and self._users == 0
        if is_last:
            self._free(self._handle)

    def close(self) -> None:
        """Frees it once none uses it any more."""
        with self._lock:
            is_last = not self._is_closed and self._users == 0
            self._is_closed = True
        if is_last:
            self._free(self._handle)
