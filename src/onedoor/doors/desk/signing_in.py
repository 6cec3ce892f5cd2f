"""Addresses at which officers sign in and out, and see by what."""

from django.urls import path

from onedoor.doors.desk.views import passkeys, sessions, sign_in, staff_identities

urlpatterns = [
    path("sign-in/with/<slug:provider>/", staff_identities.sign_in_with, name="sign-in-with"),
    path("sign-in/with/<slug:provider>/back/", staff_identities.come_back, name="back-from-provider"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.give_code, name="code"),
    path("sign-in/passkey/", passkeys.sign_in_with_passkey, name="sign-in-passkey"),
    path("sessions/", sessions.list_sessions, name="sessions"),
    path("passkeys/", passkeys.list_passkeys, name="passkeys"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
]
