"""Addresses of this room that are no Wagtail pages."""

from django.urls import path, re_path

from lilith.website import results, views

urlpatterns = [
    path("recherche/", results.results, name="search"),
    path("actualites/page-<page:number>/", views.more_news, name="news-page"),
    re_path(r"^agenda/(?P<year>[12]\d{3})/$", lambda request, year: views.agenda_year(request, int(year)), name="agenda-year"),
]
