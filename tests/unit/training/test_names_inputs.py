import numpy as np

from pipeline.enrich.names_model import DATA
from pipeline.training.names_inputs import digest


def test_the_weights_of_names_were_taught_with_the_tree_as_it_is():
    with np.load(DATA) as arrays:
        taught_with = arrays["inputs"].tobytes()

    assert taught_with == digest(), (
        "gazetteer, labels, grammar or features have changed since: python -m pipeline.training.names DATA_DIR"
    )
