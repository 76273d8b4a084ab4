"""What lies on this machine and can be asked without any permission: place files, lists, histories of DNS.

Opened once and kept while the files stay the same; a mail with none of them configured pays for a look at one folder.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.lookup import folders
from gyotaku.model.configuration import Config

if TYPE_CHECKING:
    from gyotaku.lookup.place.database import PlaceFile
    from gyotaku.lookup.reputation.lists import KnownList

_Identity = tuple[tuple[str, int, int, int], ...]
"""Path, size, time and inode of each file: what tells that it is still the same."""


class Local(Struct, frozen=True):
    """Everything that could be opened; `unread` says of the rest why not."""

    places: tuple[PlaceFile, ...] = ()
    lists: tuple[KnownList, ...] = ()
    histories: tuple[Path, ...] = ()
    unread_places: tuple[tuple[str, str], ...] = ()
    unread_lists: tuple[tuple[str, str], ...] = ()


_NOTHING = Local()


def place_folder() -> Path:
    """Where `gyotaku data fetch` puts what it gets; every .mmdb in it is used."""
    return folders.data() / "place"


def local(config: Config) -> Local:
    """What is here by this configuration. Never raises."""
    places = (*config.place_files, *_fetched())
    if not (places or config.lists or config.dns_history):
        return _NOTHING
    lists = tuple(tuple(sorted(one.items())) for one in config.lists)
    return _opened(
        _identity(places), lists, _identity(tuple(one.get("file", "") for one in config.lists)), config.dns_history
    )


# Asked about for every mail, and paths cost more to put together than to look into.
@lru_cache(maxsize=8)
def _folder(*environment: str | None) -> str:
    del environment  # what the folder depends on
    return str(place_folder())


def _fetched() -> tuple[str, ...]:
    try:
        with os.scandir(_folder(os.environ.get("XDG_DATA_HOME"), os.environ.get("HOME"))) as entries:
            return tuple(sorted(entry.path for entry in entries if entry.name.endswith(".mmdb")))
    except OSError:
        return ()


def _identity(files: tuple[str, ...]) -> _Identity:
    found = []
    for file in files:
        try:
            stat = Path(file).stat()
            found.append((file, stat.st_size, stat.st_mtime_ns, stat.st_ino))
        except (OSError, ValueError):
            found.append((file, -1, 0, 0))
    return tuple(found)


# A process has one configuration, tests have many.
@lru_cache(maxsize=8)
def _opened(
    places: _Identity, lists: tuple[tuple[tuple[str, str], ...], ...], of_lists: _Identity, histories: tuple[str, ...]
) -> Local:
    del of_lists  # a list that has changed is opened anew
    opened, unread = _place_files(places)
    known, unusable = _lists(tuple(dict(one) for one in lists))
    return Local(opened, known, tuple(map(Path, histories)), unread, unusable)


def _place_files(places: _Identity) -> tuple[tuple[PlaceFile, ...], tuple[tuple[str, str], ...]]:
    if not places:
        return (), ()
    from gyotaku.lookup.place.database import Unusable, opened

    found: list[PlaceFile] = []
    unread: list[tuple[str, str]] = []
    for name in dict.fromkeys(path for path, *_ in places):
        try:
            found.append(opened(Path(name)))
        except Unusable as why:
            unread.append((name, str(why)))
    return tuple(found), tuple(unread)


def _lists(lists: tuple[dict[str, str], ...]) -> tuple[tuple[KnownList, ...], tuple[tuple[str, str], ...]]:
    if not lists:
        return (), ()
    from gyotaku.lookup.reputation.index import ListFile, Unusable
    from gyotaku.lookup.reputation.lists import KnownList

    found: list[KnownList] = []
    unread: list[tuple[str, str]] = []
    for one in lists:
        file = Path(one.get("file", ""))
        try:
            held = ListFile(file, one.get("form", "plain"), folders.cache() / "lists")
            found.append(KnownList(one.get("name") or file.name, held))
        except Unusable as why:
            unread.append((str(file), str(why)))
    return tuple(found), tuple(unread)
