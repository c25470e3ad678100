"""Addresses of this room."""

from django.urls import path

from lilith.practices import views

urlpatterns = [
    path("pratiques/", views.practices, name="practices"),
    path("pratiques/<slug:slug>/", views.practice, name="practice"),
    path("pratiques/<slug:slug>/fiche/", views.sheet, name="practice_sheet"),
    path("pratiques/<slug:slug>/preuves/", views.proofs, name="practice_proofs"),
    path("pratiques/<slug:slug>/references.<slug:format>", views.references, name="practice_references"),
    path("pratiques/<slug:slug>/facile/", views.easy_read, name="practice_easy_read"),
    path("comparer/", views.compare, name="compare"),
    path("pres-de-chez-moi/", views.near_me, name="near_me"),
    path("pres-de-chez-moi/departement/<slug:slug>/", views.near_departement, name="near_departement"),
    path("pres-de-chez-moi/region/<slug:slug>/", views.near_region, name="near_region"),
]
