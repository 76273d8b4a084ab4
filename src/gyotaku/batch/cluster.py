"""The engine of several machines: batches go to the workers of a Dask cluster that the user runs and names.

Whoever may reach the scheduler may run programs on it, and sees the mails: that is Dask's way, and docs/scan.md says so.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gyotaku.batch.arrow import MissingExtraError, batch, unpacked
from gyotaku.batch.handing import Setting, pickled
from gyotaku.batch.processes import EngineError
from gyotaku.batch.row import failed
from gyotaku.mail.given import Mail

if TYPE_CHECKING:
    import pyarrow as pa

    from gyotaku.batch.processes import Promise

_PATIENCE = 60
"""Seconds that a scheduler may take to answer."""
_AGAIN = 2
"""How often a worker may be lost under a batch before its mails are told one by one."""


def remote(mails: bytes, setting: bytes) -> bytes:
    """What a worker of the cluster runs."""
    from gyotaku.batch.handing import THRESHOLDS, dissected
    from gyotaku.batch.handing import setting as read

    usual = gc.get_threshold()  # the worker is not ours alone
    gc.set_threshold(*THRESHOLDS)
    try:
        return dissected(mails, read(setting))
    finally:
        gc.set_threshold(*usual)


class Cluster:
    """An engine that hands batches to the scheduler at `address`. Raises MissingExtraError, EngineError."""

    def __init__(self, address: str, setting: Setting) -> None:
        try:
            import distributed
        except ImportError as error:
            raise MissingExtraError("distributed is not installed: pip install 'gyotaku[dask]'") from error
        self._distributed: Any = distributed
        self._stamp = setting.stamp
        self._setting = pickled(setting)
        try:
            self._client: Any = self._distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(f"the scheduler at {address} cannot be used: {error}") from error
        self.at_once = max(1, sum(self._client.nthreads().values()))

    def submit(self, mails: Sequence[Mail]) -> Promise:
        return _Remote(self, mails)

    def asked(self, mails: Sequence[Mail]) -> Any:
        """A future of the scheduler. What a lost worker had is given to another."""
        return self._client.submit(remote, pickled(mails), self._setting, pure=False, retries=_AGAIN)

    def answer(self, mails: Sequence[Mail], future: Any) -> list[pa.RecordBatch]:
        try:
            return [unpacked(future.result())]
        except self._distributed.KilledWorker as error:
            if len(mails) > 1:
                return [rows for mail in mails for rows in self.answer([mail], self.asked([mail]))]
            return [batch([failed(mails[0], "died", f"dissecting it failed: {error}", self._stamp)])]
        except (OSError, TimeoutError, self._distributed.CancelledError) as error:
            raise EngineError(f"the scheduler was lost: {error}") from error

    def close(self) -> None:
        self._client.close()


class _Remote:
    """A batch under way at the cluster; its future is let go with it."""

    def __init__(self, cluster: Cluster, mails: Sequence[Mail]) -> None:
        self._cluster = cluster
        self._mails = mails
        self._future = cluster.asked(mails)

    def result(self) -> list[pa.RecordBatch]:
        return self._cluster.answer(self._mails, self._future)

    def done(self) -> bool:
        return bool(self._future.done())
