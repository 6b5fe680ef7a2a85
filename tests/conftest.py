"""What every test may ask for."""

import os

from hypothesis import settings

pytest_plugins = ["tests.kafka_fixture"]

# Where a change is judged, the same commit gives the same verdict; elsewhere every run tries new examples.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
