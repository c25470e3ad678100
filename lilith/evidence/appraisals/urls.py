"""Addresses of the appraisals in « Mon espace ». The public queue and committees are pages of the site, filled by slots."""

from django.urls import path

from lilith.evidence.appraisals.views import arranging, deliberation, interests, reading

BASE = "mon-espace/evaluations/"
urlpatterns = [
    path(BASE, reading.appraisals, name="appraisals"),
    path(f"{BASE}ouvrir/", arranging.open_one, name="appraisal-open"),
    path(f"{BASE}<uuid:uuid>/", reading.appraisal, name="appraisal"),
    path(f"{BASE}<uuid:uuid>/lecture/", reading.reading, name="appraisal-reading"),
    path(f"{BASE}<uuid:uuid>/completer/", reading.send_back, name="appraisal-complete"),
    path(f"{BASE}<uuid:uuid>/desaccords/", reading.disagreements, name="appraisal-disagreements"),
    path(f"{BASE}<uuid:uuid>/avis/", deliberation.opinion, name="appraisal-opinion"),
    path(f"{BASE}<uuid:uuid>/avis-minoritaire/", deliberation.minority, name="appraisal-minority"),
    path(f"{BASE}<uuid:uuid>/reponse/", deliberation.answer, name="appraisal-answer"),
    path(f"{BASE}<uuid:uuid>/refus-<int:number>/", deliberation.overrule, name="appraisal-overrule"),
    path(f"{BASE}<uuid:uuid>/publier/", deliberation.publish, name="appraisal-publish"),
    path(f"{BASE}<uuid:uuid>/lecteur-<int:seat>/", arranging.assign, name="appraisal-assign"),
    path(f"{BASE}<uuid:uuid>/<slug:act>/", arranging.arrange, name="appraisal-arrange"),
    path("mon-espace/liens-d-interets/", interests.interests, name="interests"),
    path("mon-espace/liens-d-interets/<int:number>/retirer/", interests.withdraw, name="interest-withdraw"),
    path("mon-espace/comites/", arranging.committees, name="committees-manage"),
    path("mon-espace/comites/<int:number>/", arranging.committee, name="committee-manage"),
]
