from django.urls import path

from nuanliu.portals.account import devices, second_step, views

app_name = "account"
urlpatterns = [
    path("", views.home, name="home"),
    path("password", views.password, name="password"),
    path("second-step", second_step.second_step, name="second-step"),
    path("second-step/app", second_step.authenticator, name="authenticator"),
    path("second-step/app/remove", second_step.remove_authenticator, name="authenticator-remove"),
    path("second-step/passkey", second_step.passkey, name="passkey"),
    path("second-step/passkey/<uuid:passkey_id>/remove", second_step.remove_passkey, name="passkey-remove"),
    path("second-step/recovery", second_step.recovery, name="recovery"),
    path("devices", devices.devices, name="devices"),
    path("devices/<uuid:device_id>/end", devices.end_one, name="device-end"),
    path("devices/end-all", devices.end_all, name="devices-end"),
]
