from os import environ

DEBUG = True  # -> PY104
ALLOWED_HOSTS = ["*"]  # -> PY104
SECRET_KEY = environ["SECRET_KEY"]  # -> none
