DEBUG = True  # -> PY104 info
ALLOWED_HOSTS = ["localhost"]  # -> none
