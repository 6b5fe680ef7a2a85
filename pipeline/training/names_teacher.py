"""Label the unlabelled training texts anew with Stanford CoreNLP; seldom needed, since the labels are kept.

mvn dependency:copy -Dartifact=edu.stanford.nlp:stanford-corenlp:4.5.10 -DoutputDirectory=build/corenlp
mvn dependency:copy -Dartifact=edu.stanford.nlp:stanford-corenlp:4.5.10:jar:models -DoutputDirectory=build/corenlp
python -m pipeline.training.names_teacher DATA_DIR build/corenlp
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.training.names_data import TEACHER, unlabelled
from pipeline.training.names_features import Span

MODEL: Final = "edu/stanford/nlp/models/ner/english.all.3class.distsim.crf.ser.gz"
TYPES: Final = {"PERSON": "person", "LOCATION": "place", "ORGANIZATION": "org"}
LINE_BREAKS: Final = re.compile(
    "[\r\x85\u2028\u2029]"
)  # what a reader of lines may take for an end; one code point each


def main(arguments: Sequence[str]) -> None:
    """Write the spans of every unlabelled text."""
    data, jars = Path(arguments[0]), Path(arguments[1])
    texts = list(unlabelled(data))
    lines = [LINE_BREAKS.sub(" ", text.replace("\\", "/")).replace("\n", "\\n") for _, _, text in texts]
    command = ["java", "-Xmx4g", "-cp", ":".join(map(str, sorted(jars.glob("*.jar")))), str(_program()), MODEL]
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, check=True, encoding="utf-8")
    labelled = zip(texts, done.stdout.split("\n"), strict=False)
    rows = [
        json.dumps([set_name, row_id, spans(line)], ensure_ascii=False, separators=(",", ":"))
        for (set_name, row_id, _), line in labelled
    ]
    TEACHER.write_bytes(gzip.compress("\n".join(rows).encode(), 9, mtime=0))


def spans(line: str) -> list[Span]:
    """Parse the spans of one text."""
    found = (span.split(",") for span in line.split())
    return [(int(start), int(end), TYPES[label]) for label, start, end in found if label in TYPES]


def _program() -> Path:
    return Path(__file__).parent / "NamesTeacher.java"


if __name__ == "__main__":
    main(sys.argv[1:])
