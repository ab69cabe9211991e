"""What is measured, in the order of the report. A subject is one module with one SUBJECT."""

from benchmarks.subject import Subject
from benchmarks.subjects import api_v1, closing, idle, imports, ingest, monitoring, overload, stats, storage

SUBJECTS: tuple[Subject, ...] = (
    ingest.SUBJECT,
    imports.SUBJECT,
    stats.SUBJECT,
    api_v1.SUBJECT,
    storage.SUBJECT,
    idle.SUBJECT,
    closing.SUBJECT,
    overload.SUBJECT,
    monitoring.SUBJECT,
)
