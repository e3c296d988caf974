import ftplib  # -> PY085 info
import ssl
import telnetlib  # -> PY085 info
import urllib.request
from ftplib import FTP, FTP_TLS  # -> PY085 info
from urllib.request import Request, urlopen

import aiohttp
import httpx
import requests
from pysnmp.hlapi import CommunityData, UsmUserData
from requests import get as fetch

BASE = "https://api.example.org"


def clients(url, verify, session):
    requests.get(url, verify=False, timeout=5)  # -> PY080
    requests.post(url, verify=True, timeout=5)  # -> none
    requests.get(url, verify="ca.pem", timeout=5)  # -> none
    requests.get(url, verify=verify, timeout=5)  # -> none
    httpx.Client(verify=False)  # -> PY080
    httpx.get(url, verify=False)  # -> PY080
    aiohttp.TCPConnector(ssl=False)  # -> PY080
    aiohttp.TCPConnector(verify_ssl=False)  # -> PY080
    own = requests.Session()
    own.verify = False  # -> PY080
    own.get(url, verify=False, timeout=5)  # -> PY080
    session.get(url, verify=False)  # -> PY080 warning
    session.get(url, verify=True)  # -> none
    requests.get(
        url,
        timeout=5,
        verify=False,  # -> PY080
    )


def contexts(context, mode):
    ssl._create_unverified_context()  # -> PY081
    ssl._create_default_https_context = ssl._create_unverified_context  # -> PY081
    context.verify_mode = ssl.CERT_NONE  # -> PY081
    context.check_hostname = False  # -> PY081
    context.check_hostname = True  # -> none
    context.verify_mode = ssl.CERT_REQUIRED  # -> none
    if mode == ssl.CERT_NONE:  # -> none
        return
    ssl.create_default_context()  # -> none
    ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # -> PY082
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # -> none
    ssl.wrap_socket(context, ssl_version=ssl.PROTOCOL_SSLv3)  # -> PY082
    context.minimum_version = ssl.TLSVersion.TLSv1_1  # -> PY082
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # -> none


def managed():
    CommunityData("public", mpModel=0)  # -> PY084
    UsmUserData("admin")  # -> PY084
    UsmUserData("admin", "authentication", "privacy")  # -> none
    telnetlib.Telnet("host")  # -> PY085
    ftplib.FTP("host")  # -> PY085
    FTP("host")  # -> PY085
    FTP_TLS("host")  # -> none


def waits(url):
    requests.get(url)  # -> PY086
    fetch(url)  # -> PY086
    requests.get(url, timeout=None)  # -> PY086
    requests.get(url, timeout=(3, 10))  # -> none
    httpx.get(url, timeout=None)  # -> PY086
    httpx.get(url)  # -> none


def opens(url, host):
    urlopen(url)  # -> PY087
    urllib.request.urlopen(f"{url}/page")  # -> PY087
    urllib.request.urlretrieve(url, "file")  # -> PY087
    urlopen("https://example.org/list")  # -> PY087 info
    urlopen(f"https://example.org/{host}")  # -> PY087 info
    urlopen(BASE + "/list")  # -> PY087 info
    urlopen(Request(url))  # -> PY087
    urlopen(Request("https://example.org/"))  # -> PY087 info
