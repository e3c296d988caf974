import crypt
import hashlib
import hmac
import random
import secrets
from hashlib import md5, sha256
from random import SystemRandom, choice

import jwt
from Crypto.Cipher import AES, DES  # -> PY073 info
from Crypto.Hash import MD5  # -> PY073 info
from Crypto.PublicKey import RSA  # -> PY073 info
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from Cryptodome.Cipher import ARC4

IV = b"0123456789abcdef"


def digests(data, name):
    hashlib.md5(data)  # -> PY070
    md5(data)  # -> PY070
    hashlib.sha1()  # -> PY070
    hashlib.new("md5", data)  # -> PY070
    hashlib.new("SHA1")  # -> PY070
    hashlib.md5(data, usedforsecurity=False)  # -> none
    hashlib.new("md5", usedforsecurity=False)  # -> none
    hashlib.new("sha256", data)  # -> none
    hashlib.new(name, data)  # -> none
    sha256(data)  # -> none
    {"md5": hashlib.md5}[name](data)  # -> PY070 info
    crypt.crypt(name, crypt.METHOD_MD5)  # -> PY070
    crypt.crypt(name, crypt.METHOD_SHA512)  # -> none
    hashes.Hash(hashes.MD5())  # -> PY071
    hashes.Hash(hashes.SHA1())  # -> PY071
    hashes.Hash(hashes.SHA256())  # -> none
    MD5.new(data)  # -> PY071


def ciphers(key, nonce):
    DES.new(key, DES.MODE_CBC)  # -> PY072
    ARC4.new(key)  # -> PY072
    AES.new(key, AES.MODE_ECB)  # -> PY072
    AES.new(key, AES.MODE_GCM, nonce=nonce)  # -> none
    algorithms.TripleDES(key)  # -> PY072
    algorithms.Blowfish(key)  # -> PY072
    algorithms.AES(key)  # -> none
    modes.ECB()  # -> PY072
    modes.CBC(nonce)  # -> none
    modes.CBC(b"0123456789abcdef")  # -> PY077
    modes.CBC(IV)  # -> PY077
    modes.GCM(secrets.token_bytes(12))  # -> none
    AES.new(key, AES.MODE_CBC, IV)  # -> PY077
    hashlib.pbkdf2_hmac("sha256", key, b"salt", 600_000)  # -> PY077
    hashlib.pbkdf2_hmac("sha256", key, nonce, 600_000)  # -> none
    hashlib.scrypt(key, salt=b"pepper", n=2**14, r=8, p=1)  # -> PY077


def keys():
    rsa.generate_private_key(65537, 1024)  # -> PY074
    rsa.generate_private_key(public_exponent=65537, key_size=1024)  # -> PY074
    rsa.generate_private_key(public_exponent=65537, key_size=3072)  # -> none
    dsa.generate_private_key(1024)  # -> PY074
    ec.generate_private_key(ec.SECP192R1())  # -> PY074
    ec.generate_private_key(ec.SECP256R1())  # -> none
    RSA.generate(1024)  # -> PY074
    RSA.generate(2048)  # -> none


def make_token(letters):
    return "".join(choice(letters) for _ in range(20))  # -> PY075


def guesses(letters, user):
    password = "".join(random.choice(letters) for _ in range(12))  # -> PY075
    reset_token = random.getrandbits(64)  # -> PY075
    user.salt = str(random.random())  # -> PY075
    delay = random.uniform(1, 2)  # -> PY075 info
    random.choice(letters)  # -> PY075 info
    nonce = secrets.token_hex(16)  # -> none
    token = SystemRandom().choice(letters)  # -> none
    return password, reset_token, delay, nonce, token


def compares(request, key, body, signature, expected, file):
    hmac.new(key, body, sha256).hexdigest() == signature  # -> PY076
    request.headers["X-Signature"] == expected  # -> PY076
    signature != expected  # -> PY076
    file.sha1_digest() == hashlib.sha256(body).hexdigest()  # -> PY076 info
    hmac.compare_digest(signature, expected)  # -> none
    signature == "none"  # -> none
    body == expected  # -> none


def tokens(text, key):
    jwt.decode(text, options={"verify_signature": False})  # -> PY078
    jwt.decode(text, key, verify=False)  # -> PY078
    jwt.decode(text, key, algorithms=["HS256", "none"])  # -> PY078
    jwt.decode(text, key, algorithms=["HS256"])  # -> none
