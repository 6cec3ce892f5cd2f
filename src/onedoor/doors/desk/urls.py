"""Addresses of the desk. Only our own random numbers and uuids stand in them, never an identifier."""

from django.urls import path

from onedoor.doors.desk.views import (
    assist,
    bills,
    cases,
    charter,
    contacts,
    customers,
    filing,
    home,
    payouts,
    reconciling,
    search,
    sign_in,
    signing,
    work,
)

app_name = "desk"

_CUSTOMER = "customers/<uuid:customer>/"
_CASE = "cases/<str:number>/"
_FILING = "assist/<str:number>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.give_code, name="code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("keyboard/", home.keyboard, name="keyboard"),
    path("search/", search.search, name="search"),
    path(_CUSTOMER, customers.show_customer, name="customer"),
    path(f"{_CUSTOMER}open/", customers.open_record, name="open"),
    path(f"{_CUSTOMER}protected/", customers.open_protected, name="protected"),
    path(f"{_CUSTOMER}timeline/", customers.timeline, name="timeline"),
    path(f"{_CUSTOMER}contact/", contacts.log_contact, name="contact"),
    path(f"{_CUSTOMER}assist/", assist.begin, name="begin"),
    path("work/", work.queue, name="work"),
    path("work/next/", work.take_next, name="next"),
    path("cases/new/", cases.new_case, name="new-case"),
    path(_CASE, cases.show_case, name="case"),
    path(f"{_CASE}<slug:act>/", cases.act_on_case, name="act"),
    path("assist/", assist.with_her, name="assist"),
    path("assist/end/", assist.end, name="end"),
    path("assist/start/<slug:service>/", filing.start, name="start"),
    path(_FILING, filing.show_application, name="application"),
    path(f"{_FILING}questions/<slug:page>/", filing.show_page, name="page"),
    path(f"{_FILING}not-right/<slug:field>/<int:index>/", signing.not_right, name="not-right"),
    path(f"{_FILING}sign/", signing.sign, name="sign"),
    path("bills/<str:number>/", bills.show_bill, name="bill"),
    path("bills/<str:number>/<slug:act>/", bills.act_on_bill, name="bill-act"),
    path("payouts/", payouts.list_payouts, name="payouts"),
    path("payouts/report/", payouts.take_report, name="report"),
    path("payouts/orders/<str:number>.xml", payouts.order_file, name="order-file"),
    path("payouts/<str:number>/", payouts.show_payout, name="payout"),
    path("reconciliation/", reconciling.list_statements, name="reconciliation"),
    path("reconciliation/<uuid:statement>/", reconciling.show_statement, name="statement"),
    path("reconciliation/<uuid:statement>/report.csv", reconciling.download, name="statement-csv"),
    path("reconciliation/<uuid:statement>/<uuid:item>/", reconciling.settle, name="settle"),
    path("charter/", charter.charter, name="charter"),
]
