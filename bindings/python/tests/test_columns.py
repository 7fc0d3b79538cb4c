"""Remittances and claims as Arrow tables, as polars, pandas and pyarrow read them."""

import os
from decimal import Decimal
from pathlib import Path

import pandas
import polars
import pyarrow
import pytest

import pms

ISA = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~"
ADVICE = (
    b"BPR*I*79*C*CHK************20260803~TRN*1*10023*1512345678~N1*PR*ACME HEALTH~"
    b"N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~CLP*PCN1*1*100*80*5*12*ICN1~CAS*OA*94*0~"
    b"SVC*HC:99213:25*100*80**1~DTM*472*20260701~CAS*CO*45*15~CAS*PR*1*5~REF*6R*L1~LQ*HE*N130~"
    b"CLP*PCN2*4*50*0**12*ICN2~CAS*CO*16*50~PLB*1234567893*20261231*L6*1~"
)
CLAIMS = (
    b"BHT*0019*00*B1*20260801*1200*CH~HL*1**20*1~NM1*85*2*CEDAR*****XX*1234567893~HL*2*1*22*0~"
    b"SBR*S*18*******CI~NM1*IL*1*DOE*JANE****MI*W1~NM1*PR*2*ACME*****PI*87726~"
    b"CLM*PCN1*100***11:B:1*Y*A*Y*Y~AMT*F5*5~HI*ABK:J45909*ABF:I10~"
    b"SBR*P*18*******MB~AMT*D*60~NM1*PR*2*MEDICARE*****PI*00430~LX*1~SV1*HC:99213:25*100*UN*1.5***1:2~"
    b"DTP*472*D8*20260701~REF*6R*L1~SVD*00430*60*HC:99213**1.5~CAS*CO*45*25~CAS*PR*2*15~"
    b"CLM*PCN2*40***11:B:1*Y*A*Y*Y~HI*ABK:I10~LX*1~SV1*HC:80053*40*UN*1***1~DTP*472*D8*20260702~"
)


def file(kind: bytes, body: bytes, times: int) -> bytes:
    count = body.count(b"~") + 2
    group = {b"835": b"HP", b"837": b"HC"}[kind]
    version = {b"835": b"005010X221A1", b"837": b"005010X222A1"}[kind]
    parts = [ISA, b"GS*%s*PAYER*PRACTICE*20260801*1200*1*X*%s~" % (group, version)]
    for number in range(1, times + 1):
        parts.append(b"ST*%s*%04d~%sSE*%d*%04d~" % (kind, number, body, count, number))
    parts.append(b"GE*%d*1~IEA*1*000000001~" % times)
    return b"".join(parts)


def test_polars_adds_a_remittance_up() -> None:
    (batch,) = pms.columns_835(file(b"835", ADVICE, 1))
    assert batch.findings == []
    frames = {name: polars.DataFrame(table) for name, table in batch.tables.items()}
    assert list(frames) == sorted(
        ["payments", "claims", "services", "adjustments", "remarks", "provider_adjustments"]
    )
    claims, adjustments = frames["claims"], frames["adjustments"]
    adjusted = adjustments.group_by("claim").agg(polars.col("amount").sum())
    proof = claims.join(adjusted, left_on="row", right_on="claim")
    assert proof["charge"].to_list() == (proof["paid"] + proof["amount"]).to_list()
    assert claims["patient_responsibility"].to_list() == [Decimal("5.00"), None]
    assert adjustments["service"].to_list() == [None, 0, 0, None]
    assert frames["services"]["units"].to_list() == [Decimal("1.000")]
    assert frames["remarks"]["code"].to_list() == ["N130"]
    assert frames["provider_adjustments"]["amount"].to_list() == [Decimal("1.00")]
    assert frames["payments"]["amount"].to_list() == [claims["paid"].to_list()[0] - Decimal("1.00")]
    assert frames["payments"]["sound"].to_list() == [True]


def test_rows_go_on_from_batch_to_batch() -> None:
    batches = list(pms.columns_835(file(b"835", ADVICE, 3), claims=1))
    assert len(batches) == 3
    claims = polars.concat([polars.DataFrame(batch.tables["claims"]) for batch in batches])
    lines = polars.concat([polars.DataFrame(batch.tables["services"]) for batch in batches])
    assert claims["row"].to_list() == list(range(6))
    assert claims["payment"].to_list() == [0, 0, 1, 1, 2, 2]
    joined = lines.join(claims, left_on="claim", right_on="row", suffix="_of_claim")
    assert joined["control"].to_list() == ["PCN1"] * 3


def test_pandas_and_pyarrow_read_claims() -> None:
    (batch,) = pms.columns_837p(file(b"837", CLAIMS, 1))
    services = pandas.DataFrame.from_arrow(batch.tables["services"])
    assert list(services["charge"]) == [Decimal("100.00"), Decimal("40.00")]
    assert list(services["units"]) == [Decimal("1.500"), Decimal("1.000")]
    assert list(services["pointers"]) == ["1:2", "1"]
    claims = pyarrow.table(batch.tables["claims"])
    assert claims.column("patient_paid").to_pylist() == [Decimal("5.00"), None]
    assert claims.column("payer_control").null_count == 2
    diagnoses = pyarrow.table(batch.tables["diagnoses"]).to_pydict()
    assert diagnoses == {"claim": [0, 0, 1], "number": [1, 2, 1], "code": ["J45909", "I10", "I10"]}
    others = pyarrow.table(batch.tables["other_payers"]).to_pydict()
    assert others["paid"] == [Decimal("60.00")]
    adjustments = pyarrow.table(batch.tables["adjustments"]).to_pydict()
    assert adjustments["service"] == [0, 0]
    assert adjustments["amount"] == [Decimal("25.00"), Decimal("15.00")]


def test_every_batch_has_the_same_schema() -> None:
    odd = file(b"837", CLAIMS.replace(b"AMT*F5*5~", b"").replace(b"REF*6R*L1~", b""), 2)
    for given in (file(b"837", CLAIMS, 2), odd):
        schemas = [
            {name: pyarrow.table(table).schema for name, table in batch.tables.items()}
            for batch in pms.columns_837p(given, claims=1)
        ]
        assert len(schemas) == 4
        assert schemas == [schemas[0]] * 4


def test_what_is_wrong_stands_beside_the_tables() -> None:
    wrong = file(b"835", ADVICE.replace(b"CAS*CO*45*15", b"CAS*CO*45*14"), 1)
    (batch,) = pms.columns_835(wrong)
    assert "remittance.service_balance" in {finding.code for finding in batch.findings}
    (nothing,) = pms.columns_835(b"hello")
    assert len(nothing.tables["claims"]) == 0
    assert [finding.code for finding in nothing.findings] == ["x12.outside_text", "x12.no_interchange"]


CORPUS = Path(os.environ.get("PMS_CORPUS", Path(__file__).parents[4] / "shared" / "corpus")) / "x12"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of X12 files")
def test_every_file_adds_up_as_it_is_read() -> None:
    lines = 0
    for path in sorted(each for each in CORPUS.rglob("*") if each.is_file() and each.suffix != ".tsv"):
        given = path.read_bytes()
        read = pms.read_835(given)
        answers = [claim for one in read.remittances for claim in one.claims]
        paid, count = Decimal(0), 0
        for batch in pms.columns_835(given, claims=50):
            claims = polars.DataFrame(batch.tables["claims"])
            paid += sum(claims["paid"].to_list(), Decimal(0))
            count += len(batch.tables["services"])
        assert paid == sum((claim.paid for claim in answers), Decimal(0)), path.name
        assert count == sum(len(claim.services) for claim in answers), path.name
        lines += count
    print(f"{lines} lines")
