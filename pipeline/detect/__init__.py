"""Pure functions from an enriched article to matches, and from matches to incidents and alerts."""
