"""Rows as Arrow has them, which Parquet files are written from. pyarrow is loaded here and nowhere else at the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from gyotaku.batch.schema import COLUMNS, SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]


class MissingExtraError(Exception):
    """A library of the extra `scan` is not installed."""


@cache
def library() -> Any:
    """pyarrow. Raises MissingExtraError."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError("pyarrow is not installed: pip install 'gyotaku[scan]'") from error
    return pyarrow


@cache
def schema() -> pa.Schema:
    """The columns, with the schema's name and version in the metadata."""
    arrow = library()
    fields = [arrow.field(column.name, _type(column.type)) for column in COLUMNS]
    return arrow.schema(fields, metadata={"schema": SCHEMA})


def _type(word: str) -> Any:
    arrow = library()
    if word == "moment":
        return arrow.timestamp("us", tz="UTC")
    if not word.startswith("list"):
        return {"string": arrow.string(), "int64": arrow.int64(), "double": arrow.float64()}[word]
    names = word.removeprefix("list").strip("<>")
    if not names:
        return _listed(arrow.string())
    members = [(name, _listed(arrow.string()) if name == "roles" else arrow.string()) for name in names.split(",")]
    return _listed(arrow.struct(members))


def _listed(member: Any) -> Any:
    """A list as Parquet names its members, so that rows read again have the type they were written with."""
    arrow = library()
    return arrow.list_(arrow.field("element", member))


def batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """The rows; a column that a row lacks is null."""
    made: pa.RecordBatch = library().RecordBatch.from_pylist(list(rows), schema())
    return made


def packed(rows: pa.RecordBatch) -> bytes:
    """The rows as octets that another process can read."""
    octets: bytes = rows.serialize().to_pybytes()
    return octets


def unpacked(octets: bytes) -> pa.RecordBatch:
    """What `packed` made. The octets stay where they are."""
    library()
    import pyarrow.ipc

    read: pa.RecordBatch = pyarrow.ipc.read_record_batch(pyarrow.py_buffer(octets), schema())
    return read
