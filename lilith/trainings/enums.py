"""Stable codes of trainings."""

from django.db import models


class Family(models.TextChoices):
    """How the catalogue is cut; the exact type of each training stays in its own words."""

    DIPLOMA = "diplomes", "Diplômes"
    COURSE = "formations", "Formations et stages"
    ONLINE = "en-ligne", "Cours en ligne et podcasts"
    MEETING = "webinaires", "Webinaires et rencontres"
    PROJECT = "projets", "Projets de formation"


class DatesState(models.TextChoices):
    """What can be said today of the dates that documents give."""

    PAST = "passees", "Ces dates sont passées"
    TO_CHECK = "a-verifier", "Dates à vérifier"
    UNKNOWN = "inconnues", "Dates inconnues"
