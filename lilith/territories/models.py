"""Reference geography: regions and départements, overseas included, and territories of mental health plans."""

from django.db import models


class Region(models.Model):
    """One of the 18 regions. `code` is INSEE's (two characters)."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    overseas = models.BooleanField("outre-mer", default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = "région"

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """One of the 101 départements. `code` is INSEE's (01 … 95, 2A, 2B, 971 … 976); 69 stands for Rhône and Lyon's metropolis."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departements", verbose_name="région")
    overseas = models.BooleanField("outre-mer", default=False)

    class Meta:
        ordering = ("code",)
        verbose_name = "département"

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class PtsmTerritory(models.Model):
    """The territory of one territorial mental health plan (PTSM): often a département, sometimes a part of one or several.

    `source` says where it is known from: our documents count 104 of them without naming them.
    """

    code = models.SlugField("code", max_length=40, primary_key=True)
    name = models.CharField("nom", max_length=120, unique=True)
    departements = models.ManyToManyField(Departement, related_name="ptsm_territories", verbose_name="départements")
    partial = models.BooleanField("une partie seulement de ces départements", default=False)
    source = models.CharField("d’où on le sait", max_length=300)

    class Meta:
        ordering = ("name",)
        verbose_name = "territoire de PTSM"
        verbose_name_plural = "territoires de PTSM"

    def __str__(self) -> str:
        return self.name
