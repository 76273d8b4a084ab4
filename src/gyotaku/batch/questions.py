"""Questions about a finished scan: SQL over its rows, by DuckDB, which can open nothing and write nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gyotaku.batch.arrow import MissingExtraError, library, schema
from gyotaku.batch.folder import FolderError, list_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCKED = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
}
_VIEWS = {
    "findings": "SELECT path, sha256, verdict, f.kind, f.strength, f.direction FROM (SELECT path, sha256, verdict, unnest(findings) AS f FROM mails)",
    "observables": "SELECT path, sha256, verdict, o.type, o.value, o.roles FROM (SELECT path, sha256, verdict, unnest(observables) AS o FROM mails)",
    "claims": "SELECT path, sha256, verdict, c.brand, c.name, c.strength FROM (SELECT path, sha256, verdict, unnest(pretends_to_be) AS c FROM mails)",
    "tools": "SELECT path, sha256, verdict, s.id, s.name, s.role, s.strength FROM (SELECT path, sha256, verdict, unnest(software) AS s FROM mails)",
}
"""Beside `mails`: a row for each member of its lists."""
_COUNTS = (
    "count(*) AS mails, count(*) FILTER (verdict IN ('fraud', 'likely')) AS fraud_or_likely, "
    "count(*) FILTER (verdict = 'suspicious') AS suspicious"
)
_BY = "GROUP BY ALL ORDER BY fraud_or_likely DESC, mails DESC, 1"
_ASKED = {
    "verdicts": "SELECT word AS verdict, count(*) AS mails FROM (SELECT coalesce(verdict, 'not read') AS word FROM mails) GROUP BY word "
    "ORDER BY list_position(['fraud', 'likely', 'suspicious', 'cannot-tell', 'no-sign', 'not read'], word)",
    "classes": "SELECT class, count(*) AS mails FROM mails WHERE verdict IN ('fraud', 'likely', 'suspicious') "
    "GROUP BY ALL ORDER BY mails DESC, 1",
    "brands": "SELECT brand, any_value(name) AS name, {counts} FROM claims GROUP BY brand ORDER BY fraud_or_likely DESC, mails DESC, 1",
    "goals": "SELECT goal, {counts} FROM mails WHERE goal IS NOT NULL {by}",
    "senders": "SELECT from_domain, {counts} FROM mails WHERE from_domain IS NOT NULL {by}",
    "hosts": "SELECT value AS host, {counts} FROM (SELECT DISTINCT path, sha256, verdict, value FROM observables "
    "WHERE type = 'host' AND list_has_any(roles, ['link', 'form', 'refresh'])) {by}",
    "tools": "SELECT name, role, {counts} FROM tools {by}",
    "kinds": "SELECT kind, direction, {counts} FROM (SELECT DISTINCT path, sha256, verdict, kind, direction FROM findings) {by}",
    "timeline": "SELECT strftime(date, '%Y-%m') AS month, {counts} FROM mails WHERE date IS NOT NULL GROUP BY month ORDER BY month",
    "errors": "SELECT error, any_value(reason) AS reason, count(*) AS mails, min(path) AS first FROM mails "
    "WHERE error IS NOT NULL GROUP BY error ORDER BY mails DESC, 1",
}
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {name: sql.replace("{counts}", _COUNTS).replace("{by}", _BY) for name, sql in _ASKED.items()}
)
"""Ready questions, by their names on the command line."""


class Answer(Struct, frozen=True):
    """A table: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


class QuestionError(Exception):
    """DuckDB does not understand the SQL, or it asks for what is forbidden."""


class Asking:
    """A scan's rows, to ask about. Raises FolderError, MissingExtraError."""

    def __init__(self, folder: Path) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError("duckdb is not installed: pip install 'gyotaku[scan]'") from error
        library()
        import pyarrow.dataset

        parts = list_parts(folder)
        if not parts:
            raise FolderError("no scan is there, or none of its parts is written yet")
        self._duckdb = duckdb
        self._connection = duckdb.connect(":memory:", config=dict(_LOCKED))
        # DuckDB gets the rows from Arrow and never learns where they lie, so no SQL has to be let near a file.
        self._connection.register("mails", pyarrow.dataset.dataset([str(part) for part in parts], schema=schema()))
        for name, query in _VIEWS.items():
            self._connection.execute(f"CREATE TEMP VIEW {name} AS {query}")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET lock_configuration = true")

    def ask(self, sql: str) -> Answer:
        """Raises QuestionError."""
        try:
            if len(self._duckdb.extract_statements(sql)) != 1:
                raise QuestionError("that is not one statement")
            result: Any = self._connection.sql(sql)
        except self._duckdb.Error as error:
            raise QuestionError(str(error).strip()) from error
        if result is None:  # a statement that answers nothing
            return Answer((), iter(()))
        return Answer(tuple(result.columns), self._rows(result))

    def _rows(self, result: Any) -> Iterator[Sequence[Any]]:
        """By way of Arrow, which needs no library for zones of time."""
        try:
            for batch in result.to_arrow_reader(1000):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except (self._duckdb.Error, library().ArrowException) as error:
            raise QuestionError(str(error).strip()) from error

    def close(self) -> None:
        self._connection.close()
