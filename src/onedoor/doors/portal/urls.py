"""Addresses of the portal. Only our own random numbers stand in them, never an identifier."""

from django.urls import path

from onedoor.doors.portal.views import (
    about,
    applications,
    bank,
    counter,
    home,
    letters,
    my_data,
    objecting,
    payments,
    preferences,
    questions,
    security,
    services,
    sign,
    signing_in,
    tracking,
    values,
    versions,
)

app_name = "portal"

_APPLICATION = "applications/<str:number>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("services/", services.list_services, name="services"),
    path("services/<slug:code>/", services.show_service, name="service"),
    path("services/<slug:code>/start/", services.start, name="start"),
    path("applications/", applications.list_applications, name="applications"),
    path(_APPLICATION, applications.show_application, name="application"),
    path(f"{_APPLICATION}sign/", sign.sign, name="sign"),
    path(f"{_APPLICATION}done/", sign.done, name="done"),
    path(f"{_APPLICATION}withdraw/", applications.withdraw, name="withdraw"),
    path(f"{_APPLICATION}newer-version/", versions.take_newer, name="newer-version"),
    path(f"{_APPLICATION}object/", objecting.object_to_decision, name="object"),
    path(f"{_APPLICATION}check/", applications.check_answers, name="check"),
    path(f"{_APPLICATION}not-right/<slug:field>/<int:index>/", values.not_right, name="not-right"),
    path(f"{_APPLICATION}questions/<slug:page>/", questions.show_page, name="page"),
    path(f"{_APPLICATION}add/<slug:field>/", values.add, name="add"),
    path("track/", tracking.track, name="track"),
    path("verify/", tracking.verify, name="verify"),
    path("verify/<str:code>/", tracking.verify, name="verify-code"),
    path("my-data/", my_data.my_data, name="my-data"),
    path("who-used-my-data/", my_data.who_used_my_data, name="who-used"),
    path("who-used-my-data/<uuid:entry>/ask/", my_data.ask_about_use, name="ask-about-use"),
    path("letters/", letters.list_letters, name="letters"),
    path("letters/<str:number>/", letters.show_letter, name="letter"),
    path("letters/<str:number>/<str:language>.pdf", letters.download, name="letter-pdf"),
    path("payments/", payments.list_payments, name="payments"),
    path("payments/<str:number>/", payments.show_charge, name="charge"),
    path("payments/<str:number>/instalments/", payments.instalments, name="instalments"),
    path("pay/<str:reference>/", bank.checkout, name="checkout"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("at-the-counter/", counter.at_the_counter, name="counter"),
    path("acting-for/", counter.acting_for, name="acting-for"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("step-up/", signing_in.step_up, name="step-up"),
    path("security/", security.security, name="security"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("help/", about.help_page, name="help"),
]
