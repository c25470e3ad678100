"""Addresses of this room."""

from django.urls import path

from lilith.participation.views import testimonies, time

urlpatterns = [
    path("temoigner/", testimonies.how_to_tell, name="testify"),
    path("temoignage/lien/", testimonies.lost_link, name="consent_lost"),
    path("temoignage/<str:token>/", testimonies.consent, name="consent"),
    path("temps-d-experience/", time.public, name="paid_time"),
    path("mon-espace/temps/", time.own, name="time"),
    path("mon-espace/temps/declarer/", time.declare, name="time-declare"),
    path("mon-espace/temps/releve.<slug:format>", time.own_statement, name="time-statement"),
    path("mon-espace/temps/a-valider/", time.to_validate, name="time-to-validate"),
    path("mon-espace/temps/a-valider/<uuid:uuid>/", time.check, name="time-check"),
    path("mon-espace/temps/registre/", time.ledger, name="time-ledger"),
    path("mon-espace/temps/registre/releve.<slug:format>", time.ledger_statement, name="time-ledger-statement"),
    path("mon-espace/temps/<uuid:uuid>/", time.entry, name="time-entry"),
]
