"""Addresses of the directory; its index is a page of the site, filled by `slots`."""

from django.urls import path

from lilith.accounts.directory import views

urlpatterns = [
    path("organismes/lettre-<letter:letter>/", views.letter, name="organisations-letter"),
    path("organismes/lettre-<letter:letter>/page-<page:number>/", views.letter),
    path("organismes/famille-<slug:slug>/", views.family, name="organisations-family"),
    path("organismes/famille-<slug:slug>/page-<page:number>/", views.family),
    path("organismes/region-<slug:slug>/", views.region, name="organisations-region"),
    path("organismes/region-<slug:slug>/page-<page:number>/", views.region),
    path("organismes/<slug:slug>/", views.organisation, name="organisation"),
]
