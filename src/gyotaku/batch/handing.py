"""What passes between the processes of a scan: mails and settings one way, rows the other.

Mails go to a worker as pickles, which only ever come from the process that started it; what comes back is Arrow's
format, so that a worker that a mail has got hold of can hand nothing but rows to the rest.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from gyotaku.batch.arrow import Row, batch, packed
from gyotaku.batch.row import Stamp, failed, told
from gyotaku.mail.given import Mail
from gyotaku.model.configuration import Config

THRESHOLDS = (50_000, 20, 20)
"""When garbage is looked for: a dissection makes many objects and few circles, and looking as often as usual takes a tenth of its time."""


class Setting(Struct, frozen=True):
    """What every worker of a scan knows."""

    config: Config
    stamp: Stamp


def _proxy(table: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(table)


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda table: (_proxy, (dict(table),))}


def pickled(given: Setting | Sequence[Mail]) -> bytes:
    octets = io.BytesIO()
    _Pickler(octets, pickle.HIGHEST_PROTOCOL).dump(given)
    return octets.getvalue()


def setting(octets: bytes) -> Setting:
    """What `pickled` made of a setting."""
    made = pickle.loads(octets)  # noqa: S301 - from the process that started this one
    assert isinstance(made, Setting)  # noqa: S101 - a type for the checker
    return made


def dissected(mails: bytes, given: Setting) -> bytes:
    """A row for each of the pickled mails, in their order."""
    rows = [_row(mail, given) for mail in pickle.loads(mails)]  # noqa: S301 - from the process that started this one
    return packed(batch(rows))


def _row(mail: Mail, given: Setting) -> Row:
    from gyotaku.dissection import dissect_mail

    try:
        return told(mail, dissect_mail(mail, given.config), given.stamp)
    except Exception as error:  # noqa: BLE001 - a mail that breaks us costs its own row, which says so, and no other
        return failed(mail, "failed", f"{type(error).__name__}: {error}", given.stamp)
