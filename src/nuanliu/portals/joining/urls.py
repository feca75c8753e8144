from django.urls import path

from nuanliu.portals.joining.views import proofs, questions, start

app_name = "joining"
urlpatterns = [
    path("", start.start, name="start"),
    path("code", start.code, name="code"),
    path("code/again", start.again, name="again"),
    path("tasks", start.tasks, name="tasks"),
    path("identity", questions.identity, name="identity"),
    path("guardian", questions.guardian, name="guardian"),
    path("promise", questions.promise, name="promise"),
    path("course", questions.course, name="course"),
    path("abilities", questions.abilities, name="abilities"),
    path("proofs", proofs.proofs, name="proofs"),
    path("proofs/<uuid:qualification_id>/remove", proofs.remove, name="proof-remove"),
    path("times", questions.times, name="times"),
    path("consents", questions.consents, name="consents"),
    path("check", start.check, name="check"),
    path("withdraw", start.withdraw, name="withdraw"),
]
