"""Names by other ways than bandit follows."""

import os
import subprocess
from subprocess import run

import yaml

import pickle as p  # -> PY010 info

loads = p.loads  # -> PY010
start = subprocess.run
shell = os.system


def through_variables(data, name):
    loads(data)  # -> PY010
    start(name, shell=True)  # -> PY030
    shell(name)  # -> PY034
    load = yaml.load
    load(data)  # -> PY017


def within(data, name):
    import pickle as local  # -> PY010 info
    from os import system

    local.loads(data)  # -> PY010
    system(name)  # -> PY034


class Reader:
    def __init__(self):
        self.load = yaml.load
        self.run = run

    def read(self, data, name):
        self.load(data)  # -> PY017
        self.run(name, shell=True)  # -> PY030


def dynamic(data):
    module = __import__("pickle")  # -> PY010 info
    return module.loads(data)  # -> PY010


def not_these(pickle, os):
    pickle.loads(b"")  # -> none
    os.system("ls")  # -> none


def eval(text):
    return text


def ours(text):
    return eval(text)  # -> none
