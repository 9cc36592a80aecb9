"""Products on offer."""
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from services.credit.api.bodies import PathCode, PathVersion
from services.credit.api.views import product_view
from services.credit.queries.products import find_product, list_products
from shared.db import business_day
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, read_call

router = APIRouter(tags=["products"])


@router.get("/v1/products", operation_id="listProducts")
async def read_products(call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Of each product the newest version in force; a handful, so one page."""
    call.authorize("product.read")
    async with call.connection() as connection:
        products = await list_products(connection, await business_day.read(connection))
    return {"items": [product_view(product) for product in products], "next_cursor": None}


@router.get("/v1/products/{code}/versions/{version}", operation_id="getProductVersion")
async def read_product(code: PathCode, version: PathVersion, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """One version, in force or not."""
    call.authorize("product.read")
    async with call.connection() as connection:
        product = await find_product(connection, code, version)
    if product is None:
        raise NotFound()
    return product_view(product)
