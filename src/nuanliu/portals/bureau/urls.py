from django.urls import path

from nuanliu.portals.bureau import audit, views

app_name = "bureau"
urlpatterns = [
    path("", views.home, name="home"),
    path("sites/<uuid:site_id>", views.site, name="site"),
    path("books", views.books, name="books"),
    path("standard", views.standard, name="standard"),
    path("audit", audit.audit, name="audit"),
]
