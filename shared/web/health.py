"""Liveness, readiness and metrics."""
from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter(tags=["health"])


@router.get("/health/live", operation_id="getLiveness")
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.get("/health/ready", operation_id="getReadiness")
async def ready(request: Request, response: Response) -> dict[str, object]:
    """The service can work: its database answers and, where it consumes, its partitions are assigned."""
    missing = await request.app.state.runtime.not_ready()
    if missing:
        response.status_code = 503
        return {"status": "not ready", "missing": missing}
    return {"status": "ready"}


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus text."""
    await request.app.state.runtime.measure()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
