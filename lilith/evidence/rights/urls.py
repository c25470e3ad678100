"""Addresses of the pages on which rights are signed."""

from django.urls import path

from lilith.evidence.rights import views

urlpatterns = [
    path("mon-espace/droits/", views.index, name="rights_index"),
    path("mon-espace/droits/<uuid:uuid>/", views.board, name="rights_board"),
    path("mon-espace/droits/<uuid:uuid>/<slug:dimension>/", views.sign, name="rights_sign"),
]
