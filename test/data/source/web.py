import cgi  # -> PY103
import http.server  # -> PY102 info
import socket
from http.server import HTTPServer, SimpleHTTPRequestHandler  # -> PY102 info
from wsgiref.handlers import CGIHandler  # -> PY103

from flask import Flask
from werkzeug.serving import run_simple

app = Flask(__name__)
DEBUG = True  # -> none


def runs(debug, server, port):
    app.run(debug=True)  # -> PY100
    app.run(debug=False)  # -> none
    app.run(debug=debug)  # -> none
    app.run(
        port=port,
        debug=True,  # -> PY100
    )
    run_simple("localhost", port, app, use_debugger=True)  # -> PY100
    app.run(host="0.0.0.0")  # -> PY101
    server.bind(("0.0.0.0", port))  # -> PY101
    server.bind(("::", port))  # -> PY101
    server.bind(("127.0.0.1", port))  # -> none
    "a::b".split("::")  # -> none
    HTTPServer(("localhost", port), SimpleHTTPRequestHandler)  # -> PY102
    http.server.ThreadingHTTPServer(("localhost", port), SimpleHTTPRequestHandler)  # -> PY102
    CGIHandler().run(app)  # -> PY103
    cgi.escape("text")  # -> none
    socket.socket()  # -> none
