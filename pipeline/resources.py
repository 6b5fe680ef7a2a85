"""Where the data files are: beside the package in a clone, under `share/` when installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError

_CLONE: Final = Path(__file__).resolve().parents[1]
_INSTALLED: Final = Path(sys.prefix) / "share" / "article-pipeline"


def find(relative: str) -> Path:
    """Find a file or folder of the distribution, such as `schemas` or `deploy/config`.

    Raises:
        ConfigError: it is in neither place; the installation is incomplete.
    """
    for base in (_CLONE, _INSTALLED):
        if (base / relative).exists():
            return base / relative
    raise ConfigError(
        f"{relative} is neither beside the package nor under {_INSTALLED}; install article-pipeline again"
    )
