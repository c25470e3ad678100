"""Addresses of this room."""

from django.urls import path

from lilith.instruments import views

urlpatterns = [
    path("comprendre/<slug:code>/", views.comprehension, name="comprehension"),
    path("comprendre/<slug:code>/merci/", views.thanks, name="comprehension_thanks"),
    path("mon-espace/reponses-sur-papier/", views.typing_in, name="typing_in"),
]
