"""Addresses of this room."""

from django.urls import path

from lilith.editorial import views

urlpatterns = [
    path("mon-espace/relectures/<int:task_state_id>/", views.reading, name="reading"),
    path("mon-espace/relectures/<int:task_state_id>/texte/", views.reading_text, name="reading_text"),
    path("historique/<uuid:page_uuid>/", views.history, name="history"),
    path("historique/<uuid:page_uuid>/page-<page:number>/", views.history, name="history_page"),
    path("historique/<uuid:page_uuid>/version-1/", views.change, {"number": 1}),
    path("historique/<uuid:page_uuid>/version-<page:number>/", views.change, name="history_change"),
]
