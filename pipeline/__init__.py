"""News articles in, alerts with evidence out."""

__version__ = "0.1.0"
