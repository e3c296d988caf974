import os
import subprocess


def test_it(name):
    os.system(name)  # -> PY034 warning
    os.system("clear")  # -> PY034 info
    subprocess.run("ls", shell=True)  # -> PY031
    assert name  # -> none
