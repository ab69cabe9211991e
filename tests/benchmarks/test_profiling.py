"""Stacks are counted for the innermost part of the program that is in them."""

from benchmarks.profiling import shares_of

STACKS = """\
main (server/__main__.py:13);run (uvicorn/server.py:86);send (uvicorn/protocols/http.py:2) 10
main (server/__main__.py:13);run (uvicorn/server.py:86);add (server/web/collector.py:5);take (pyarrow/compute.py:1) 30
Thread.run (threading.py:1);commit (engine/storage/intake.py:9);sync (engine/storage/files.py:35) 50
process 12: python -m server serve 10
Thread.run (threading.py:1);_worker (concurrent/futures/thread.py:81) 900
"""


def test_each_stack_counts_once_for_its_innermost_part() -> None:
    parts = {"HTTP": r"uvicorn/", "hit": r"server/", "journal": r"engine/storage/"}
    assert shares_of(STACKS, parts, "else") == {"journal": 0.5, "hit": 0.3, "HTTP": 0.1, "else": 0.1}
