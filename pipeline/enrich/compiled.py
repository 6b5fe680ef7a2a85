"""The compiled loops, where the package was built with a C compiler; None elsewhere, and Python does the same work.

In a clone whose source of them has changed since they were built they are left aside too, until `make setup`.
"""

from __future__ import annotations

from pathlib import Path


def _stale(built: str) -> bool:
    source = Path(__file__).with_name("native.pyx")
    return source.exists() and source.stat().st_mtime > Path(built).stat().st_mtime


try:
    from pipeline.enrich import native as native

    if _stale(native.__file__):
        raise ImportError("compiled from older source")
except ImportError:
    native = None  # type: ignore[assignment]  # a module or nothing: mypy has no name for that
