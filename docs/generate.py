"""Writes the catalogues that are made from the code: `docs/events.md`, `docs/errors.md` and `docs/api/<service>.json`.

`python -m docs.generate` writes them; a test fails when they are not what the code says.
"""
from __future__ import annotations

import base64
import importlib
import json
import pkgutil
from pathlib import Path

import services
from shared.kernel.errors import error_catalogue
from shared.schemas.event import Event
from shared.schemas.registry import EVENTS, SUBSCRIPTIONS
from shared.web.problem import STATUS

DOCS = Path(__file__).resolve().parent
SERVICES = ("onboarding", "scoring", "credit", "collections", "partners", "ops")
_KEY = base64.b64encode(bytes(32)).decode()


def catalogues() -> dict[Path, str]:
    """Every generated file with its content."""
    _import_everything()
    files = {DOCS / "events.md": events(), DOCS / "errors.md": errors()}
    return files | {DOCS / "api" / f"{name}.json": openapi(name) for name in SERVICES}


def events() -> str:
    """Events by producer, with their fields and readers."""
    lines = ["# Events", "", "Made from `shared/schemas`; money is in fen, dates are business dates in Shanghai.", ""]
    for producer in sorted({event.producer for event in EVENTS.values()}):
        lines += [f"## {producer}", "", "| Event | Meaning | Topic | Fields | Read by |", "| --- | --- | --- | --- | --- |"]
        lines += [_event_row(event) for event in EVENTS.values() if event.producer == producer]
        lines.append("")
    return "\n".join(lines)


def _event_row(event: type[Event]) -> str:
    meaning = " ".join((event.__doc__ or "").split())
    readers = ", ".join(service for service, wanted in SUBSCRIPTIONS.items() if event in wanted)
    return f"| `{event.__name__}` v{event.version} | {meaning} | `{event.topic()}` | {', '.join(event.model_fields)} | {readers} |"


def errors() -> str:
    """Refusals by code."""
    lines = ["# Errors", "", "Every refusal is `application/problem+json` (RFC 9457) with one of these codes.", ""]
    lines += ["| Code | Status | 中文 | English | When | Retry |", "| --- | --- | --- | --- | --- | --- |"]
    for code, error in sorted(error_catalogue().items()):
        if not error.__module__.startswith(("shared.", "services.")):
            continue
        when = " ".join((error.__doc__ or "").split())
        retry = "yes" if error.retryable else ""
        lines.append(f"| `{code}` | {STATUS[error.category]} | {error.title_zh} | {error.title_en} | {when} | {retry} |")
    return "\n".join([*lines, ""])


def openapi(service: str) -> str:
    """The OpenAPI document of one service."""
    module = importlib.import_module(f"services.{service}.main")
    settings_module = importlib.import_module(f"services.{service}.settings")
    settings_class = next(value for name, value in vars(settings_module).items() if name.lower() == f"{service}settings")
    app = module.create_app(settings_class(**_settings(service)))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _settings(service: str) -> dict[str, object]:
    """Enough to build the application; it connects to nothing."""
    urls = {name: f"http://{name}.invalid" for name in (*SERVICES, "sandbox")}
    common: dict[str, object] = {
        "port": 0,
        "database_url": "postgresql+asyncpg://nobody@localhost/none",
        "kafka_bootstrap": "none",
        "kafka_profile": "memory",
        "oidc_issuer": "http://issuer.invalid",
        "client_id": service,
        "client_secret": "none",
        "service_urls": urls,
        "field_keys": {"k1": _KEY},
        "hash_key": _KEY,
        "cursor_key": _KEY,
    }
    return common | ({"session_key": _KEY, "public_url": "http://ops.invalid"} if service == "ops" else {})


def _import_everything() -> None:
    for package in [services, importlib.import_module("shared")]:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name and not module.name.endswith(".main"):
                importlib.import_module(module.name)


def main() -> None:
    """Writes every catalogue."""
    for path, text in catalogues().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
