"""gyotaku: takes the print of a phish.

    >>> import gyotaku
    >>> report = gyotaku.dissect(octets, gyotaku.Config(own_domains=("example.jp",)))

Look-ups that the configuration permits share connections and answers in a session:

    >>> with gyotaku.open_session(config) as session:
    ...     reports = [gyotaku.dissect(octets, config, session=session) for octets in mails]

`dissect(raw, config) -> Report` is the stable interface; everything in `__all__` is kept, later versions only add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gyotaku.model.version import __version__

if TYPE_CHECKING:
    from gyotaku.config import ConfigError
    from gyotaku.config import load as load_config
    from gyotaku.dissection import dissect
    from gyotaku.lookup.opening import open_session
    from gyotaku.model.configuration import Config
    from gyotaku.model.report import Report
    from gyotaku.report.json import encode as to_json

__all__ = ["Config", "ConfigError", "Report", "__version__", "dissect", "load_config", "open_session", "to_json"]

# Loaded when first named, so that `gyotaku --help` does not pay for a dissection.
_HOMES = {
    "Config": ("gyotaku.model.configuration", "Config"),
    "ConfigError": ("gyotaku.config", "ConfigError"),
    "Report": ("gyotaku.model.report", "Report"),
    "dissect": ("gyotaku.dissection", "dissect"),
    "load_config": ("gyotaku.config", "load"),
    "open_session": ("gyotaku.lookup.opening", "open_session"),
    "to_json": ("gyotaku.report.json", "encode"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
