"""What is measured, in the order of the report. A subject is one module with one SUBJECT."""

from benchmarks.subject import Subject
from benchmarks.subjects import (
    api_v1,
    batches,
    closing,
    comparison,
    idle,
    imports,
    ingest,
    many_paths,
    many_sites,
    monitoring,
    overload,
    overview,
    storage,
    today,
)

SUBJECTS: tuple[Subject, ...] = (
    comparison.SUBJECT,
    ingest.SUBJECT,
    imports.SUBJECT,
    api_v1.SUBJECT,
    batches.SUBJECT,
    storage.SUBJECT,
    idle.SUBJECT,
    closing.SUBJECT,
    overload.SUBJECT,
    monitoring.SUBJECT,
    overview.SUBJECT,
    today.SUBJECT,
    many_sites.SUBJECT,
    many_paths.SUBJECT,
)
