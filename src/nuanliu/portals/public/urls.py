from django.urls import path

from nuanliu.portals.public import proof, signing, signing_again, signing_phone, signing_second, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("help", views.ask, name="ask"),
    path("join", views.join, name="join"),
    path("services", views.services, name="services"),
    path("sites", views.sites, name="sites"),
    path("shops", views.shops, name="shops"),
    path("standard", views.standard, name="standard"),
    path("proof", proof.proof, name="proof"),
    path("proof/heads.json", proof.heads, name="proof-heads"),
    path("proof/verify_proof.py", proof.verifier, name="proof-verifier"),
    path("proof/<int:number>", proof.proof_day, name="proof-day"),
    path("check", proof.check, name="check"),
    path("check/<str:line_code>/proof.json", proof.check_proof, name="check-proof"),
    path("safety", views.safety, name="safety"),
    path("privacy", views.privacy, name="privacy"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-in/card", signing.with_card, name="sign-in-card"),
    path("sign-in/account", signing.with_password, name="sign-in-account"),
    path("sign-in/phone", signing_phone.phone, name="sign-in-phone"),
    path("sign-in/code", signing_phone.code, name="sign-in-code"),
    path("sign-in/who", signing_phone.who, name="sign-in-who"),
    path("sign-in/second", signing_second.second, name="second"),
    path("sign-in/again", signing_again.again, name="again"),
    path("sign-in/go-on", signing_again.go_on, name="go-on"),
    path("still-there", signing_again.still_there, name="still-there"),
    path("sign-in/demo", signing.demo_sign_in, name="demo-sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("places", signing.places, name="places"),
]
