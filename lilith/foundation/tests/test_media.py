"""Uploaded films can be read from their middle, as telephones ask."""

import pytest


@pytest.fixture
def film(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos" / "film.mp4").write_bytes(bytes(range(200)))
    (tmp_path.parent / "secret").write_bytes(b"secret")
    return "/media/videos/film.mp4"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_film_is_given_whole_to_who_asks_for_it_whole(client, film):
    response = client.get(film)
    assert (response.status_code, response["Content-Type"], body(response)) == (200, "video/mp4", bytes(range(200)))
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "expected", "where"),
    [
        ("bytes=0-9", bytes(range(10)), "bytes 0-9/200"),
        ("bytes=190-", bytes(range(190, 200)), "bytes 190-199/200"),
        ("bytes=-5", bytes(range(195, 200)), "bytes 195-199/200"),
        ("bytes=150-9999", bytes(range(150, 200)), "bytes 150-199/200"),
        ("bytes=-9999", bytes(range(200)), "bytes 0-199/200"),
    ],
)
def test_a_player_reads_a_part(client, film, asked, expected, where):
    response = client.get(film, headers={"Range": asked})
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Range"] == where
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=-0", "bytes=" + "9" * 40 + "-"])
def test_a_part_that_does_not_exist_is_refused(client, film, asked):
    response = client.get(film, headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=0-1,4-5", "octets=0-1", "bytes=", "bytes=-", "x"])
def test_what_is_not_a_part_gives_the_whole(client, film, asked):
    response = client.get(film, headers={"Range": asked})
    assert (response.status_code, len(body(response))) == (200, 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/media/../secret", "/media/videos/../../secret", "/media/%2e%2e/secret", "/media/rien.mp4", "/media/videos/"]
)
def test_nothing_else_of_the_machine_is_read(client, film, path):
    response = client.get(path, headers={"Range": "bytes=0-3"})
    assert response.status_code in {400, 404}


def test_an_uploaded_file_never_runs_as_a_page(client, film):
    assert "sandbox" in client.get(film)["Content-Security-Policy"]
