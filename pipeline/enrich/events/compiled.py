"""The compiled parts of events, or None each; see `pipeline.enrich.compiled`."""

from __future__ import annotations

from pipeline.enrich.compiled import refuse_stale

try:
    from pipeline.enrich.events import native_cast as native_cast

    refuse_stale(native_cast)
except ImportError:
    native_cast = None  # type: ignore[assignment]  # a module or nothing: mypy has no name for that

try:
    from pipeline.enrich.events import native_find as native_find

    refuse_stale(native_find)
except ImportError:
    native_find = None  # type: ignore[assignment]  # a module or nothing: mypy has no name for that

try:
    from pipeline.enrich.events import native_judge as native_judge

    refuse_stale(native_judge)
except ImportError:
    native_judge = None  # type: ignore[assignment]  # a module or nothing, as above
