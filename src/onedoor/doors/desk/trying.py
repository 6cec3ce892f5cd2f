"""Addresses at which anybody at the desk tries a door: simulators that speak to the real ones."""

from django.urls import path

from onedoor.doors.desk.views import registers, try_index, try_mail, try_phone, try_post, try_text

urlpatterns = [
    path("try/register/", registers.try_register, name="try-register"),
    path("try/", try_index.list_tries, name="try"),
    path("try/post/", try_post.try_post, name="try-post"),
    path("try/post/batches/<str:number>.pdf", try_post.open_batch, name="try-batch"),
    path("try/phone/", try_phone.try_phone, name="try-phone"),
    path("try/mail/", try_mail.try_mail, name="try-mail"),
    path("try/text/", try_text.try_text, name="try-text"),
]
