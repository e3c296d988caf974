"""Asks the service as its clients do."""

from werkzeug.test import Client

from serve import app


def test_a_blank_picture_shows_some_digit():
    answer = Client(app).post("/digits", json=[[[0.0] * 28] * 28])
    assert answer.status_code == 200
    assert answer.get_json()[0] in range(10)


def test_what_is_no_list_is_refused():
    assert Client(app).post("/digits", json="7").status_code == 400
