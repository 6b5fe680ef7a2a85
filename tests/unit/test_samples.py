"""The sample articles that ship are articles a user could publish."""

from pathlib import Path

import msgspec
import pytest

from pipeline.model import Article

DEPLOY = Path(__file__).parents[2] / "deploy"
SAMPLES = sorted([*DEPLOY.glob("samples/*.json"), *DEPLOY.glob("config/rules/articles/*.json")])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_a_dated_article_with_a_source(path: Path):
    article = msgspec.json.decode(path.read_bytes(), type=Article)

    assert article.headline
    assert article.body
    assert article.source
    assert article.published_at is not None
    assert article.published_at.tzinfo is not None


def test_samples_have_uris_of_their_own():
    uris = [msgspec.json.decode(path.read_bytes(), type=Article).uri for path in SAMPLES]

    assert len(set(uris)) == len(uris)
