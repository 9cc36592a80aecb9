"""Field types of the outside systems, besides the platform's."""
from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.schemas.fields import BusinessDate

NUMBER_PATTERN = r"^[A-Za-z0-9_.:-]{1,64}$"

Number = Annotated[str, StringConstraints(pattern=NUMBER_PATTERN)]
IdNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{17}[0-9X]$")]
Phone = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
LocalTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
CallbackUrl = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.\[\]:-]+/[!-~]{0,400}$")]
WorldDate = Annotated[BusinessDate, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
"""The outside world lasts from 2000 to 2199, so that days can be added to any of its dates."""
