"""What is logged, and what never is."""

import logging


def configure_logs(level: str) -> None:
    """To standard error. Requests are not logged: their lines would hold addresses and user agents."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    for name in ("hitlake", "engine"):
        logging.getLogger(name).setLevel(level.upper())
    # Below errors, uvicorn's lines name clients or repeat themselves for every bot that speaks no HTTP.
    for name in ("uvicorn.error", "uvicorn.access", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # They would name every address that is monitored, and webhooks, which may bear a secret.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
