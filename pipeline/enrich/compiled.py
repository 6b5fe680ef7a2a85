"""The compiled loops, where the package was built with a C compiler; None elsewhere, and Python does the same work.

In a clone whose source of them has changed since they were built they are left aside too, until `make setup`.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType


def refuse_stale(module: ModuleType) -> None:
    """Check that a compiled module is as new as its source, where that is at hand.

    Raises:
        ImportError: it was compiled from older source.
    """
    built = Path(module.__file__ or "")
    source = built.with_name(f"{module.__name__.rpartition('.')[2]}.pyx")
    if source.exists() and source.stat().st_mtime > built.stat().st_mtime:
        raise ImportError(f"{module.__name__} was compiled from older source")


try:
    from pipeline.enrich import native as native

    refuse_stale(native)
except ImportError:
    native = None  # type: ignore[assignment]  # a module or nothing: mypy has no name for that

try:
    from pipeline.enrich import native_tone as native_tone

    refuse_stale(native_tone)
except ImportError:
    native_tone = None  # type: ignore[assignment]  # a module or nothing, as above
