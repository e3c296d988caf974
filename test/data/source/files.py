import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path
from tempfile import mktemp as name_only

from flask import request, send_file
from werkzeug.utils import secure_filename


def names(mode, name):
    tempfile.mktemp()  # -> PY090
    name_only(".log")  # -> PY090
    tempfile.mkstemp()  # -> none
    open("/tmp/state", "w")  # -> PY091
    open("/var/tmp/state")  # -> PY091
    open("/tmpfiles/state")  # -> none
    open("state/tmp/state")  # -> none
    os.chmod(name, 0o777)  # -> PY092
    os.chmod(name, 0o664)  # -> PY092
    os.chmod(name, stat.S_IRUSR | stat.S_IWOTH)  # -> PY092
    os.chmod(name, 0o755)  # -> PY092 info
    os.chmod(name, 0o600)  # -> none
    os.chmod(name, mode)  # -> none
    Path(name).chmod(0o666)  # -> PY092
    Path(name).chmod(0o640)  # -> none


def archives(name, file, target):
    with tarfile.open(name) as archive:
        archive.extractall(target)  # -> PY093
        archive.extract("member", target)  # -> PY093
        archive.extractall(target, filter="data")  # -> none
        archive.extractall(target, filter=tarfile.data_filter)  # -> none
        archive.extractall(target, filter="fully_trusted")  # -> PY093
        archive.extractall(target, members=checked(archive))  # -> PY093 info
        archive.getnames()  # -> none
    file.extractall(target)  # -> PY093
    with zipfile.ZipFile(name) as small:
        small.extractall(target)  # -> PY094
        small.read("member")  # -> PY094
        small.namelist()  # -> none
    zipfile.ZipFile("data.zip").extractall(target)  # -> PY094 info
    shutil.unpack_archive(name, target)  # -> PY095
    shutil.unpack_archive(name, target, filter="data")  # -> none


def checked(archive):
    return [member for member in archive if member.name.startswith("data/")]


def serves(folder, name):
    send_file(request.args["path"])  # -> PY096
    send_file(os.path.join(folder, request.args.get("name")))  # -> PY096
    open(request.form["name"])  # -> PY096
    open(f"{folder}/{request.args['name']}")  # -> PY096
    open(os.path.join(folder, secure_filename(request.args["name"])))  # -> none
    send_file(name)  # -> none
    open(name)  # -> none
