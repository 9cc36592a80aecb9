"""The real applicants as facts: a fixed split, nothing protected, terms beside facts."""
from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from o2o.training.german_facts import SOURCE, Applicant, applicants, split

ATTRIBUTION = SOURCE.with_name("ATTRIBUTION.md")


def test_700_develop_and_300_apply_each_30_percent_bad() -> None:
    development, held_out = split(applicants())
    assert [len(development), len(held_out)] == [700, 300]
    assert [sum(not one.good for one in rows) for rows in (development, held_out)] == [210, 90]


def test_the_split_is_fixed_and_nobody_is_in_both_parts() -> None:
    development, held_out = split(applicants())
    rows = [one.row for one in development]
    assert sorted(rows + [one.row for one in held_out]) == list(range(1, 1001))
    digest = hashlib.sha256(",".join(map(str, rows)).encode()).hexdigest()
    assert digest == "d285f5483dbc7fe56e96adb5ec8680bdbd2fa915ba8ead02efcb5c2c1fe2e4e0"


def test_the_split_does_not_depend_on_the_order_of_the_rows_beside_them() -> None:
    everybody = applicants()
    forward = {one.row for one in split(everybody)[0]}
    backward = {one.row for one in split(tuple(reversed(everybody)))[0]}
    assert forward == backward


def test_no_fact_tells_sex_age_marriage_nationality_or_dependants() -> None:
    facts = {fact for one in applicants() for fact in one.features}
    assert not facts & {"sex", "age_years", "marital_status", "personal_status", "foreign_worker", "nationality", "dependants"}
    values = {str(value) for one in applicants() for value in one.features.values()}
    assert not [value for value in values if "MALE" in value or "SINGLE" in value or "FOREIGN" in value or "RESIDENT" in value]


def test_amounts_are_marks_times_twenty_in_fen() -> None:
    first = applicants()[0]
    assert (first.amount_fen, first.term_months, first.age_years, first.good) == (1169 * 20 * 100, 6, 67, True)


def test_facts_are_codes_and_whole_numbers() -> None:
    for one in applicants():
        for name, value in one.facts.items():
            assert name.islower()
            assert isinstance(value, int) or value == value.upper()


def test_an_unknown_label_stops_the_reading(tmp_path: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8").replace("no checking account", "current account", 1)
    (tmp_path / "source.csv").write_text(text, encoding="utf-8")
    with pytest.raises(KeyError):
        applicants(tmp_path / "source.csv")


def test_the_attribution_names_the_file_that_is_shipped() -> None:
    text = ATTRIBUTION.read_text(encoding="utf-8")
    assert hashlib.sha256(SOURCE.read_bytes()).hexdigest() in text
    assert "CC BY 4.0" in text


def test_features_are_the_facts_with_the_terms_asked_for() -> None:
    one = Applicant(row=1, facts={"housing": "OWNED"}, purpose_code="REPAIRS", amount_fen=1, term_months=2, age_years=30, good=True)
    assert one.features == {"housing": "OWNED", "purpose_code": "REPAIRS", "amount_fen": 1, "term_months": 2}
