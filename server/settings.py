"""Every setting: its name, what it may be, its default and its help. One row here is all that a new one needs."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from server.setting_kinds import (
    BASE_URL,
    HOST,
    HOSTS,
    NETWORKS,
    OPTIONAL_HOST,
    OPTIONAL_PATH,
    OPTIONAL_TEXT,
    OPTIONAL_URL,
    PATH,
    SIZE,
    THREADS,
    Kind,
    Network,
    choice,
    whole_number,
)

T = TypeVar("T")


def _row(kind: Kind[T], default: str, text: str, *, secret: bool = False) -> T:
    """`default` is spelled as a user would. What is `secret` is not shown."""
    row = {"kind": kind, "default": default, "help": text, "secret": secret}
    return field(default=kind.read(default), metadata=row, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force; `server/settings_sources.py` finds them."""

    data: Path = _row(PATH, "data", "The folder that everything is kept in. It is made if it is missing.")
    host: str = _row(HOST, "127.0.0.1", "The address to listen on; `0.0.0.0` is every address of this machine.")
    port: int = _row(whole_number(0, 65535), "8899", "The port to listen on; 0 takes any free one.")
    base_url: str | None = _row(
        BASE_URL,
        "",
        "The address that others reach this server under, for snippets and links. Without it, host and port.",
    )
    tls_certificate: Path | None = _row(
        OPTIONAL_PATH,
        "",
        "The PEM file of a certificate and its chain: the server then speaks HTTPS itself. Read again when it changes.",
    )
    tls_key: Path | None = _row(OPTIONAL_PATH, "", "The PEM file of its private key, without a password.")
    trusted_proxies: tuple[Network, ...] = _row(
        NETWORKS, "127.0.0.0/8,::1/128", "The proxies whose `X-Forwarded-For` is believed; `none` for no proxy."
    )
    geo_database: Path | None = _row(
        OPTIONAL_PATH, "", "An mmdb file that knows the places of addresses. Without it, the one that comes along."
    )
    memory_limit: str = _row(
        SIZE, "512MB", "The memory that DuckDB may take for questions, and as much again for the work on closed days."
    )
    threads: int = _row(THREADS, "auto", "The threads that DuckDB may use; `auto` is one a core and at most 4.")
    query_timeout_seconds: int = _row(whole_number(1, 3600), "10", "A question that takes longer is given up.")
    query_concurrency: int = _row(whole_number(1, 64), "4", "Questions computed at the same time; others wait.")
    queue_hits: int = _row(
        whole_number(1, 10_000_000),
        "50000",
        "Hits that may wait for the disk, and as many again in large batches; more are refused with status 503.",
    )
    flush_rows: int = _row(whole_number(1, 10_000_000), "100000", "Hits after which the journal is flushed to Parquet.")
    flush_bytes: int = _row(
        whole_number(1, 2_000_000_000), "32000000", "Bytes after which it is flushed, however few the hits."
    )
    flush_seconds: int = _row(
        whole_number(1, 86400), "3600", "Seconds after which it is flushed, however little it holds."
    )
    close_after_minutes: int = _row(
        whole_number(0, 720), "5", "How long after a site's midnight its day is closed; later hits are merged into it."
    )
    max_body_bytes: int = _row(whole_number(1, 1_000_000_000), "10000000", "The longest request body that is read.")
    max_batch_bytes: int = _row(
        whole_number(1, 1_000_000_000),
        "50000000",
        "The longest batch of hits that is read; of 100000 rows at most. Twice as much may be in memory at a time.",
    )
    v2_requests_per_minute: int = _row(whole_number(1, 1_000_000), "100", "API v2: requests a key may make a minute.")
    v1_requests_per_hour: int = _row(whole_number(1, 1_000_000), "1000", "API v1: requests a key may make an hour.")
    monitor_timeout_seconds: int = _row(
        whole_number(1, 60), "20", "A check of a monitored site that takes longer has failed."
    )
    monitor_concurrency: int = _row(whole_number(1, 200), "16", "Sites checked at the same time; others wait.")
    monitor_private_hosts: tuple[str, ...] = _row(
        HOSTS, "none", "Hosts that may be monitored though their addresses are not public, such as `intranet:8080`."
    )
    rdap_bootstrap: str | None = _row(
        OPTIONAL_URL,
        "https://data.iana.org/rdap/dns.json",
        "The list of RDAP servers, which know when domains end. Empty: RDAP is not asked.",
    )
    whois_server: str | None = _row(
        OPTIONAL_HOST, "whois.iana.org", "Who is asked where RDAP knows nothing. Empty: WHOIS is not asked."
    )
    smtp_host: str | None = _row(OPTIONAL_HOST, "", "The mail server for notices, alerts and reports.")
    smtp_port: int = _row(whole_number(1, 65535), "587", "Its port.")
    smtp_security: str = _row(
        choice("starttls", "tls", "none"), "starttls", "How to talk to it: `starttls`, `tls` from the start, or `none`."
    )
    smtp_user: str | None = _row(OPTIONAL_TEXT, "", "Who logs in there, if anybody must.")
    smtp_password: str | None = _row(OPTIONAL_TEXT, "", "The password for that.", secret=True)
    smtp_from: str | None = _row(OPTIONAL_TEXT, "", "The address that e-mails come from.")
    webhook_url: str | None = _row(OPTIONAL_URL, "", "The address that notices and alerts are posted to, as JSON.")
    webhook_secret: str | None = _row(
        OPTIONAL_TEXT, "", "Signs them (HMAC-SHA256, as standardwebhooks.com has it).", secret=True
    )
    metrics_key: str | None = _row(
        OPTIONAL_TEXT,
        "",
        "Who bears this key may read `/metrics`, and the texts of `/health`. Without it, nobody may.",
        secret=True,
    )
    insight_model_url: str | None = _row(
        OPTIONAL_URL, "", "An OpenAI-compatible endpoint that may word insights, such as `http://127.0.0.1:11434/v1`."
    )
    insight_model: str | None = _row(OPTIONAL_TEXT, "", "The name of the model there.")
    insight_model_key: str | None = _row(OPTIONAL_TEXT, "", "The key for it, if it needs one.", secret=True)
    insight_model_seconds: int = _row(
        whole_number(1, 600), "60", "An answer of the model that takes longer is given up."
    )
    insight_model_requests_per_day: int = _row(
        whole_number(0, 1_000_000),
        "200",
        "Requests to the model a day, in UTC; when they are used up, the narrator writes.",
    )
    log_level: str = _row(choice("debug", "info", "warning", "error"), "info", "How much is logged.")

    @property
    def address(self) -> str:
        """Where this server is reached, without a slash at the end."""
        if self.base_url is not None:
            return self.base_url
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        scheme = "https" if self.tls_certificate else "http"
        return f"{scheme}://{f'[{host}]' if host.count(':') > 1 and host[0] != '[' else host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table."""

    name: str
    kind: Kind[Any]
    default: str
    help: str
    secret: bool

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        return "HITLAKE_" + self.name.upper()


SETTINGS: tuple[Setting, ...] = tuple(Setting(row.name, **row.metadata) for row in fields(Settings))


def settings_table() -> str:
    """The README's table, in Markdown."""
    lines = ["| setting | default | what it is |", "| --- | --- | --- |"]
    lines += [f"| `{row.name}` | {f'`{row.default}`' if row.default else ''} | {row.help} |" for row in SETTINGS]
    return "\n".join(lines)
