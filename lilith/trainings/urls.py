"""Addresses of the catalogue; its first page is a page of the site, filled by `slots`."""

from django.urls import path

from lilith.trainings import views
from lilith.trainings.selectors import FREE

urlpatterns = [
    path("formations/page-<page:number>/", views.courses, name="courses-page"),
    path("formations/type-<slug:family>/", views.courses, name="courses-family"),
    path("formations/type-<slug:family>/page-<page:number>/", views.courses),
    path(f"formations/{FREE}/", views.courses, {"free_only": True}, name="courses-free"),
    path(f"formations/{FREE}/page-<page:number>/", views.courses, {"free_only": True}),
    path("formations/<slug:slug>/", views.course, name="course"),
]
