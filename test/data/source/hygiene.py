import os

API_KEY = "q8Zt3vLx0Kd7RmW2"  # -> PY105
password = "Tr0ub4dor&3"  # -> PY105
password = "changeme"  # -> PY105 info
password = ""  # -> PY105 info
password = os.environ["PASSWORD"]  # -> none
password_field = "password"  # -> PY105 info
passwords = "Tr0ub4dor&3"  # -> none
AWS = "AKIAQ7ZK2M4N6P8R3T5V"  # -> PY105
URL = "postgres://app:k4Jw9sQe2@db.internal/app"  # -> PY105
OTHER_URL = "postgres://app:password@localhost/app"  # -> none
DOCS_URL = "https://docs.example.org/password"  # -> none
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA"  # -> PY105
settings = {"password": "k4Jw9sQe2Lp8", "user": "app"}  # -> PY105
settings["secret_key"] = "k4Jw9sQe2Lp8Vn3X"  # -> PY105
settings["colour"] = "k4Jw9sQe2Lp8Vn3X"  # -> none


def login(user, password="k4Jw9sQe2Lp8"):  # -> PY105
    connect(user, password="k4Jw9sQe2Lp8")  # -> PY105
    connect(user, password=password)  # -> none
    if password == "k4Jw9sQe2Lp8":  # -> PY105
        return True
    token = "token"  # -> PY105 info
    return token == user.token  # -> none


def connect(user, password):
    assert user.is_admin  # -> PY107
    assert password, "no password"  # -> PY107
    try:
        user.connect(password)
    except Exception:  # -> PY108
        pass
    try:
        user.connect(password)
    except:  # -> PY108
        pass
    try:
        user.connect(password)
    except KeyError:  # -> none
        pass
    try:
        user.connect(password)
    except Exception as error:  # -> none
        print(error)
    for one in user:
        try:
            one.connect(password)
        except Exception:  # -> PY108
            continue
