"""Addresses of the desk. Only our own random numbers and uuids stand in them, never an identifier."""

from django.urls import path

from onedoor.doors.desk.views import (
    assist,
    cases,
    charter,
    confirming,
    contacts,
    customers,
    files,
    filing,
    home,
    search,
    sign_in,
    signing,
    stops,
    studio,
    studio_acts,
    studio_version,
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
    path("assist/requests/<uuid:party>/", confirming.help_confirm, name="help-confirm"),
    path(f"{_FILING}parties/<uuid:party>/", confirming.settle, name="settle-party"),
    path(_FILING, filing.show_application, name="application"),
    path(f"{_FILING}questions/<slug:page>/", filing.show_page, name="page"),
    path(f"{_FILING}files/<uuid:file>/", files.open_file, name="file"),
    path(f"{_FILING}files/<uuid:file>/preview/", files.preview_file, name="file-preview"),
    path(f"{_FILING}copy/", files.show_copy, name="copy"),
    path(f"{_FILING}copy/<slug:language>.pdf", files.download_copy, name="copy-pdf"),
    path(f"{_FILING}not-right/<slug:field>/<int:index>/", signing.not_right, name="not-right"),
    path(f"{_FILING}sign/", signing.sign, name="sign"),
    path("design/stops/", stops.list_services, name="stops"),
    path("design/stops/<slug:service>/", stops.show_stops, name="stops-of"),
    path("studio/", studio.home, name="studio"),
    path("studio/playbook/", studio.take_playbook, name="studio-playbook"),
    path("studio/services/<slug:service>/", studio.show_service, name="studio-service"),
    path("studio/services/<slug:service>/begin/", studio_acts.begin, name="studio-begin"),
    path("studio/services/<slug:service>/unpublish/", studio_acts.unpublish, name="studio-unpublish"),
    path("studio/services/<slug:service>/compare/", studio.compare, name="studio-compare"),
    path("studio/versions/<uuid:version>/playbook.zip", studio.give_playbook, name="studio-zip"),
    path("studio/versions/<uuid:version>/<slug:view>/", studio_version.show, name="studio-version"),
    path("studio/versions/<uuid:version>/do/<slug:act>/", studio_acts.act, name="studio-act"),
    path("charter/", charter.charter, name="charter"),
]
