from django.urls import path

from nuanliu.portals.merchant import views

app_name = "merchant"
urlpatterns = [path("", views.home, name="home")]
