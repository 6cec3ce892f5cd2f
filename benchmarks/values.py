"""What registers and partners report of each taxpayer ``n``, one INSERT for each attribute."""

EMPLOYERS, CHARITIES = 400, 50

_INSERT = """
insert into exchange_reportedvalue (id, customer, register, attribute, period, record, value, source,
    received_at, grade, reference, state)
select {id}, id, '{register}', '{attribute}', {period}, {record}, {value}, {source},
    timestamptz '2025-01-20 10:00+08', '{grade}', {reference}, 'current'
from taxpayer {only}"""

# A UUIDv7 as the house makes them: a millisecond, then what tells attribute and taxpayer apart.
_ID = "(lpad(to_hex(1737338400000 + n / 64), 12, '0') || '7{place:03x}8' || lpad(to_hex({part}), 3, '0') \
|| lpad(to_hex(n), 12, '0'))::uuid"


def _money(expression: str) -> str:
    return f"to_jsonb(({expression})::numeric(12, 2)::text)"


def _statement(
    place: int, register: str, attribute: str, value: str, source: str, *, only: str = "", period: str = "''",
    record: str = "''", reference: str = "''", grade: str = "A", part: str = "0",
) -> str:  # fmt: skip
    return _INSERT.format(
        id=_ID.format(place=place, part=part), register=register, attribute=attribute,
        period=period, record=record, value=value, source=source, grade=grade, reference=reference, only=only,
    )  # fmt: skip


_PAY = "6000 + (n::bigint * 7919 % 3000) * 60"
_GIFT = """jsonb_build_object('amount', (array['20.00','50.00','100.00','400.00','1000.00'])[1 + n % 5],
    'date', '2024-06-11', 'receipt', 'R-' || n || '-' || part, 'charity', 'Charity ' || n % 50)"""
_CHILD = """jsonb_build_object('name', 'Child ' || part, 'birth_date', (date '2008-01-01' + n % 5000)::text,
    'citizen', true, 'order', part)"""

VALUES = [
    _statement(1, "civil-register", "name", "to_jsonb(name)", "'CIV'"),
    _statement(2, "civil-register", "birth_date", "to_jsonb(birth_date::text)", "'CIV'"),
    _statement(
        3, "civil-register", "residency_status",
        "to_jsonb(case when n % 20 = 7 then 'foreigner' when n % 10 = 3 then 'pr' else 'citizen' end)",
        "'CIV'",
    ),
    _statement(4, "civil-register", "address", """'"12-8, Lighthouse Lane"'::jsonb""", "'CIV'"),
    _statement(
        5, "civil-register", "children", _CHILD, "'CIV'", record="'birth-' || n || '-' || part",
        reference="'birth-' || n || '-' || part", part="part",
        only="cross join generate_series(1, 2) as part where n % 4 = 0",
    ),
    _statement(
        6, "travel-register", "days_in_city", "to_jsonb(190 + n % 170)", "'CIV'", period="year::text",
        part="year - 2020",
        only="cross join generate_series(2023, 2024) as year where n % 20 = 7",
    ),
    _statement(7, "employer-income", "gross_pay", _money(_PAY), "'e' || n % 400", period="'2024'", grade="B"),
    _statement(
        8, "employer-income", "gross_pay", _money("12000 + n % 9000"), "'e' || (n + 1) % 400",
        period="'2024'", grade="B", only="where n % 17 = 0",
    ),
    _statement(
        9, "employer-income", "bonus", _money(f"({_PAY}) / 12.0"), "'e' || n % 400", period="'2024'",
        grade="B", only="where n % 5 < 3",
    ),
    _statement(
        10, "employer-income", "benefits", _money("600 + n % 19 * 600"), "'e' || n % 400", period="'2024'",
        grade="B", only="where n % 12 = 0",
    ),
    _statement(
        11, "provident-fund", "compulsory_contribution", _money(f"least(({_PAY}) * 0.2, 20400)"), "'PRF'",
        period="'2024'", only="where n % 20 <> 7",
    ),
    _statement(
        12, "charity-donations", "donation", _GIFT, "'c' || n % 50", period="'2024'", grade="B", part="part",
        record="'R-' || n || '-' || part", reference="'R-' || n || '-' || part",
        only="cross join generate_series(1, 4) as part where n % 4 = 1 and (part = 1 or n % 20 = 1)",
    ),
    _statement(
        13, "tax-record", "parent_relief", _money("5500"), "'REV'", period="'2024'", only="where n % 9 = 0",
    ),
    _statement(
        14, "tax-record", "donations_carried_forward", _money("250"), "'REV'", period="'2024'",
        only="where n % 40 = 7",
    ),
]  # fmt: skip
