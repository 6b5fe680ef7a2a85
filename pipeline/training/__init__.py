"""Scripts that rebuild shipped data and weights; never imported by the running pipeline."""
