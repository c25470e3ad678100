"""Addresses of the library. The two indexes are pages of the site, filled by `slots`."""

from django.urls import path

from lilith.library import views
from lilith.library.advice import views as advice

urlpatterns = [
    path("mon-espace/mots/", advice.index, name="words_to_avoid"),
    path("mon-espace/mots/ajouter/", advice.add, name="word_to_avoid_add"),
    path("mon-espace/mots/<int:pk>/", advice.change, name="word_to_avoid"),
    path("glossaire/lettre-<letter:letter>/", views.letter, name="term-letter"),
    path("glossaire/lettre-<letter:letter>/page-<page:number>/", views.letter),
    path("glossaire/categorie/<slug:slug>/", views.category, name="term-category"),
    path("glossaire/categorie/<slug:slug>/page-<page:number>/", views.category),
    path("glossaire/<slug:slug>/", views.term, name="term"),
    path("publications/page-<page:number>/", views.publications, name="publications-page"),
    path("publications/type-<slug:type_code>/", views.publications, name="publications-type"),
    path("publications/type-<slug:type_code>/page-<page:number>/", views.publications),
    path("publications/liens/", views.links, name="links"),
    path("publications/liens/page-<page:number>/", views.links),
    path("publications/<slug:slug>/", views.publication, name="publication"),
    path("publications/<slug:slug>/reference.<slug:format>", views.reference, name="publication-reference"),
]
