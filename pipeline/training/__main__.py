"""Rebuild every set of weights that ships: python -m pipeline.training DATA_DIR"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipeline.training import names, stance, tone


def main(arguments: Sequence[str]) -> int:
    """Train one model after another on the sets in a folder."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    names.main(arguments)
    tone.main(arguments)
    return stance.main(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
