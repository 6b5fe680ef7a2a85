"""Where articles come from: one file a source format; what cannot be read is told with file and line, the rest goes on.

A format is a function: a binary stream and its name in, articles and rejections out, one by one in the stream's order.
It never raises for what the stream holds.
"""

from pipeline.ingest.reading import FORMATS, read
from pipeline.ingest.rows import Rejected

__all__ = ["FORMATS", "Rejected", "read"]
