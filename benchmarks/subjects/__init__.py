"""What is measured, in the order of the report. A subject is one module with one SUBJECT."""

from benchmarks.subject import Subject
from benchmarks.subjects import (
    api_v1,
    closing,
    comparison,
    idle,
    imports,
    ingest,
    monitoring,
    overload,
    storage,
)

SUBJECTS: tuple[Subject, ...] = (
    comparison.SUBJECT,
    ingest.SUBJECT,
    imports.SUBJECT,
    api_v1.SUBJECT,
    storage.SUBJECT,
    idle.SUBJECT,
    closing.SUBJECT,
    overload.SUBJECT,
    monitoring.SUBJECT,
)
