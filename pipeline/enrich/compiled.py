"""The compiled loops, where the package was built with a C compiler; None elsewhere, and Python does the same work."""

from __future__ import annotations

try:
    from pipeline.enrich import native as native
except ImportError:
    native = None  # type: ignore[assignment]
