"""Addresses of the letter room, below the desk's. Only our own uuids and random numbers stand in them."""

from django.urls import path

from onedoor.doors.post.views import letters, sending, verifying

app_name = "post"
urlpatterns = [
    path("", letters.list_letters, name="letters"),
    path("letters/<uuid:letter>/", letters.show_letter, name="letter"),
    path("letters/<uuid:letter>/check/", verifying.verify, name="verify"),
    path("letters/<uuid:letter>/pages/<int:position>.jpg", letters.show_page, name="page"),
    path("letters/<uuid:letter>/answers/<int:index>.jpg", letters.show_crop, name="crop"),
    path("batches/", sending.list_batches, name="batches"),
    path("batches/do/", sending.act, name="act"),
    path("batches/<str:number>/<slug:kind>/", sending.batch_file, name="batch-file"),
]
