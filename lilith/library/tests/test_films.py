"""Films: what is really in the file, who is told that you watch, and the words for those who do not hear."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from lilith.accounts.models import Organisation
from lilith.library import files, films
from lilith.library.models import TextTrack, Video

MP4 = b"\x00\x00\x00\x20ftypisom" + b"\x00" * 100
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 100
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour.\n\n00:00:03.000 --> 00:00:04.000\n<v Anne>Bienvenue ici.\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def shown(video: Video) -> str:
    return Template("{% load films %}{% film video %}").render(Context({"video": video}))


def own_film(**fields) -> Video:
    video = Video(slug="film", title="Un film", host="file", file=upload("film.mp4", MP4), **fields)
    video.full_clean()
    video.save()
    return video


def test_an_editor_adds_a_film_that_is_one():
    files.check_film(upload("film.mp4", MP4))
    files.check_film(upload("film.webm", WEBM))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("film.mp4", b"MZ\x90 this is a program", "n’est pas une vidéo"),
        ("film.mp4", b"", "n’est pas une vidéo"),
        ("film.mp4", b"<html><script>", "n’est pas une vidéo"),
        ("film.mp4", WEBM, "Renommez le fichier en «\u00a0.webm\u00a0»"),
    ],
)
def test_a_file_that_is_not_the_film_it_says_is_refused(name, data, message):
    with pytest.raises(ValidationError) as error:
        files.check_film(upload(name, data))
    assert message in error.value.messages[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Bonjour", "WEBVTT"),
        ("", "WEBVTT"),
        ("WEBVTT\n\n", "aucun sous-titre"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nx\n\n00:00:0x --> 00:00:04.000\ny\n", "ne peuvent pas être lus"),
        ("WEBVTT\n\n00:00:05.000 --> 00:00:04.000\nx\n", "Le sous-titre 1 finit avant de commencer"),
        ("WEBVTT\n\n00:00:05.000 --> 00:00:05.000\nx\n", "Le sous-titre 1 finit avant de commencer"),
        (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\xe9t\xe9\n", "UTF-8"),
        (b"WEBVTT\n" + b"x" * (2 * 1024 * 1024 + 1), "dépasse 2\u00a0Mo"),
    ],
)
def test_wrong_captions_are_refused_with_what_to_do(data, message):
    with pytest.raises(ValidationError) as error:
        files.check_track(upload("a.vtt", data))
    assert message in error.value.messages[0]


def test_good_captions_give_their_times_and_words():
    assert files.captions_of(VTT.encode()) == [(1.0, 2.5, "Bonjour."), (3.0, 4.0, "Bienvenue ici.")]
    assert files.captions_of(("\ufeff" + VTT).encode())[0][2] == "Bonjour."
    assert files.words_of(VTT.encode()) == "Bonjour. Bienvenue ici."


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=l_rFTfvxgc0", ("youtube", "l_rFTfvxgc0")),
        ("https://www.youtube.com/watch?t=3&v=l_rFTfvxgc0", ("youtube", "l_rFTfvxgc0")),
        ("https://youtu.be/l_rFTfvxgc0?si=abc", ("youtube", "l_rFTfvxgc0")),
        ("https://www.youtube.com/shorts/l_rFTfvxgc0", ("youtube", "l_rFTfvxgc0")),
        ("https://vimeo.com/123456789", ("vimeo", "123456789")),
        ("https://player.vimeo.com/video/123456789", ("vimeo", "123456789")),
        ("https://www.dailymotion.com/video/x8abcde", ("dailymotion", "x8abcde")),
        ("https://youtube.com.evil.example/watch?v=l_rFTfvxgc0", ("", "")),
        ("https://example.org/film", ("", "")),
        ("https://[", ("", "")),
    ],
)
def test_the_address_of_a_film_tells_its_host(url, expected):
    assert films.read_address(url) == expected


def test_a_player_is_only_made_for_an_identifier_that_the_host_gives():
    assert films.player_url(host="youtube", remote_id="l_rFTfvxgc0").startswith(
        "https://www.youtube-nocookie.com/embed/l_rFTfvxgc0?"
    )
    assert films.player_url(host="youtube", remote_id='x" onload="') == ""
    assert films.player_url(host="link", remote_id="l_rFTfvxgc0") == ""
    assert films.player_url(host="nowhere", remote_id="l_rFTfvxgc0") == ""


@pytest.mark.django_db
def test_an_editor_who_pastes_a_youtube_address_need_not_know_identifiers():
    video = Video(slug="v", title="Une vidéo", host="youtube", url="https://youtu.be/l_rFTfvxgc0")
    video.full_clean()
    assert video.remote_id == "l_rFTfvxgc0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"host": "youtube", "url": "https://vimeo.com/123456789"}, "url"),
        ({"host": "youtube", "url": ""}, "url"),
        ({"host": "youtube", "url": "https://youtu.be/l_rFTfvxgc0", "remote_id": "<script>"}, "remote_id"),
        ({"host": "file"}, "file"),
    ],
)
def test_a_film_that_could_not_play_is_refused(fields, field):
    with pytest.raises(ValidationError) as error:
        Video(slug="v", title="Une vidéo", **fields).full_clean()
    assert field in error.value.message_dict


@pytest.mark.django_db
def test_nothing_of_a_host_is_loaded_before_a_click():
    video = Video.objects.create(
        slug="v", title="Une vidéo", host="youtube", url="https://youtu.be/l_rFTfvxgc0", remote_id="l_rFTfvxgc0",
        content_note="On y parle de violences.",
    )  # fmt: skip
    html = shown(video)
    assert "<iframe" not in html
    assert " src=" not in html
    assert "En cliquant, vous acceptez que YouTube reçoive votre adresse internet." in html
    assert 'data-player="https://www.youtube-nocookie.com/embed/l_rFTfvxgc0' in html
    assert '<a href="https://youtu.be/l_rFTfvxgc0"' in html
    assert "On y parle de violences." in html
    assert "Pas encore de transcription." in html


@pytest.mark.django_db
def test_our_own_film_plays_in_the_page_with_its_captions_and_words():
    video = own_film(content_note="")
    track = TextTrack(video=video, file=upload("fr.vtt", VTT))
    track.full_clean()
    track.save()
    html = shown(Video.objects.get())
    assert '<video controls preload="none"' in html
    assert 'type="video/mp4"' in html
    assert '<track kind="captions"' in html
    assert 'srclang="fr" label="Français" default' in html
    assert "Bonjour. Bienvenue ici." in html
    assert "pas encore de sous-titres" not in html


@pytest.mark.django_db
def test_a_film_without_captions_says_so():
    assert "Cette vidéo n’a pas encore de sous-titres." in shown(own_film())


@pytest.mark.django_db
def test_a_written_transcript_comes_before_what_captions_say():
    video = own_film(transcript="<p>Le texte écrit.</p>")
    TextTrack.objects.create(video=video, file=upload("fr.vtt", VTT))
    html = shown(video)
    assert "Le texte écrit." in html
    assert "Bienvenue ici." not in html


@pytest.mark.django_db
def test_captions_whose_file_is_gone_do_not_break_the_page():
    video = own_film()
    track = TextTrack.objects.create(video=video, file=upload("fr.vtt", VTT))
    track.file.storage.delete(track.file.name)
    assert "<video" in shown(Video.objects.get())


@pytest.mark.django_db
def test_the_films_of_an_organisation_stand_on_its_page(client):
    organisation = Organisation.objects.create(slug="psycom", name="Psycom", type_label="centre ressource")
    Video.objects.create(
        slug="v", title="Un film de Psycom", host="link", url="https://example.org/film", organisation=organisation
    )
    html = client.get("/organismes/psycom/").content.decode()
    assert "Un film de Psycom" in html
