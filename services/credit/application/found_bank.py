"""A new bank: its first business date, its products and its parameters are published whole, once."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.credit.application.catalogue_seed import seed_parameters, seed_products
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.catalogue import ProductVersion, RegulatoryParameter
from shared.kernel.rate import rate_text
from shared.schemas.events.business_day import BusinessDateInitialised
from shared.schemas.events.credit import ProductVersionPublished, RegParamChanged


@dataclass(frozen=True, slots=True)
class FoundBank:
    """At first start; at any other start nothing happens."""

    business_date: date


async def found_bank(command: FoundBank, uow: CreditUnitOfWork) -> None:
    """Publishes everything a decision or a page needs (architecture.md rule 8)."""
    if not await uow.catalogue.is_empty():
        return
    await uow.begin_business_days(command.business_date)
    uow.publish(BusinessDateInitialised(business_date=command.business_date))
    for parameter in seed_parameters(command.business_date):
        await uow.catalogue.publish_parameter(parameter, uow.now)
        uow.publish(_parameter_changed(parameter))
    for product in seed_products(command.business_date):
        await uow.catalogue.publish_product(product, uow.now)
        uow.publish(_product_published(product))


def _parameter_changed(parameter: RegulatoryParameter) -> RegParamChanged:
    return RegParamChanged(
        code=parameter.code,
        value=parameter.value,
        effective_from=parameter.effective_from,
        effective_to=parameter.effective_to,
        source=parameter.source,
        approver=parameter.approver,
    )


def _product_published(product: ProductVersion) -> ProductVersionPublished:
    terms = product.terms
    return ProductVersionPublished(
        product_code=terms.code,
        product_version=terms.version,
        name_zh=product.name_zh,
        name_en=product.name_en,
        segment=product.segment,
        consumer=terms.consumer,
        revolving=terms.revolving,
        methods=tuple(method.value for method in terms.methods),
        amount_min_fen=terms.amount_min_fen,
        amount_max_fen=terms.amount_max_fen,
        term_min_months=terms.term_min_months,
        term_max_months=terms.term_max_months,
        rate_min=rate_text(terms.rate_min),
        rate_max=rate_text(terms.rate_max),
        line_term_months=terms.line_term_months,
        effective_from=product.effective_from,
    )
