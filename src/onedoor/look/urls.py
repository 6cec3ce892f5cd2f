"""The language switch and the sign of life, shared by all doors. Included at the root by config."""

from django.urls import path

from onedoor.look import passkeys, views

app_name = "look"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("stay/", views.stay, name="stay"),
    path("passkeys/ask/", passkeys.ask, name="ask-for-passkey"),
    path("passkeys/ask-new/", passkeys.ask_new, name="ask-for-new-passkey"),
]
