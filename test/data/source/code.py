import code
import importlib
import logging
import logging.config as logconf
import os
import runpy
from logging.config import dictConfig


def evaluates(text, names, port):
    exec(text)  # -> PY001
    exec("x = 1")  # -> PY001
    eval(text)  # -> PY002
    eval("1 + 1")  # -> PY002 info
    eval(f"{text} + 1", names)  # -> PY002
    expression = "2 * 3"
    eval(expression)  # -> PY002 info
    compile(text, "<rule>", "exec")  # -> PY003
    compile(text, "<rule>", mode="exec")  # -> PY003
    compile("x = 1", "<rule>", "exec")  # -> none
    compile(text, "<rule>", "eval")  # -> none
    names.eval(text)  # -> none
    names["eval"](text)  # -> none


def imports(name, files):
    __import__(name)  # -> PY004
    importlib.import_module(name)  # -> PY004
    importlib.import_module(f"plugins.{name}")  # -> PY004
    importlib.import_module("plugins.colour")  # -> none
    runpy.run_path(files[0])  # -> PY005
    runpy.run_path("setup.py")  # -> none
    runpy.run_module(name, run_name="__main__")  # -> PY005
    code.interact(local=locals())  # -> PY005
    code.InteractiveConsole()  # -> PY005


def logs(settings, port, check):
    logconf.listen(port)  # -> PY019
    logconf.listen(port, verify=check)  # -> none
    logconf.fileConfig(settings)  # -> PY020
    logconf.fileConfig("logging.ini")  # -> none
    dictConfig(settings.load())  # -> PY020
    dictConfig({"version": 1, "root": {"level": os.environ["LEVEL"]}})  # -> none


class Safe:
    def eval(self, text):
        return text

    def use(self, text):
        return self.eval(text)  # -> none
