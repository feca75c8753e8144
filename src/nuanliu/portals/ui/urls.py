from django.urls import path

from nuanliu.portals.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("text-size", views.text_size, name="text-size"),
    path("language", views.language, name="language"),
    path("gallery", gallery.gallery, name="gallery"),
    path("gallery/<slug:sheet>", gallery.gallery, name="gallery-sheet"),
]
