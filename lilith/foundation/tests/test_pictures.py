"""Pictures: light, sharp, and said in words."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.template import Context, Template
from PIL import Image

from lilith.foundation.models import LilithImage


@pytest.fixture
def image(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Image.new("RGB", (900, 506), (138, 51, 24)).save(data, "PNG")
    data.seek(0)
    return LilithImage.objects.create(
        title="Porte", file=ImageFile(data, name="porte.png"), alternative="Une porte ouverte sur un jardin."
    )


def drawn(image, arguments: str) -> str:
    return Template(f"{{% load pictures %}}{{% picture image {arguments} %}}").render(Context({"image": image}))


def test_a_reader_gets_the_lightest_format_and_width_that_fit(image):
    html = drawn(image, '"carte"')
    assert html.index("image/avif") < html.index("image/webp")
    assert " 400w" in html
    assert " 800w" in html
    assert 'width="800" height="292"' in html
    assert 'loading="lazy"' in html


def test_a_reader_who_does_not_see_hears_what_the_picture_shows(image):
    assert 'alt="Une porte ouverte sur un jardin."' in drawn(image, '"texte"')


def test_a_decorative_picture_says_nothing(image):
    assert 'alt=""' in drawn(image, '"texte" decorative=True')


def test_a_picture_without_words_is_not_shown(image):
    image.alternative = " "
    assert drawn(image, '"texte"') == ""


def test_an_editor_cannot_save_a_picture_without_words(image):
    image.alternative = ""
    with pytest.raises(ValidationError, match="Décrivez"):
        image.full_clean()


def test_a_page_without_a_picture_shows_nothing(db):
    assert drawn(None, '"carte"') == ""


def test_the_focal_point_stays_in_view(image):
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 850, 450, 40, 40
    image.save()
    drawn(image, '"portrait"')
    rendition = image.renditions.get(filter_spec="fill-320x320|format-webp")
    assert rendition.focal_point_key
