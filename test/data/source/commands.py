import asyncio
import os
import shlex
import subprocess
import subprocess as sp
import sys
from os import system as run_text
from subprocess import PIPE, Popen, check_output

import paramiko

SHELL = "/bin/sh"


def shells(name, path, flag):
    subprocess.run("ls " + name, shell=True)  # -> PY030
    subprocess.run(f"ls {name}", shell=True)  # -> PY030
    subprocess.run("ls %s" % name, shell=True)  # -> PY030
    subprocess.run("ls {}".format(name), shell=True)  # -> PY030
    subprocess.call(name, shell=1)  # -> PY030
    sp.check_call(name, shell=True)  # -> PY030
    Popen(name, shell=True, stdout=PIPE)  # -> PY030
    check_output(args=name, shell=True)  # -> PY030
    subprocess.run(f"ls {shlex.quote(name)}", shell=True)  # -> PY030 info
    subprocess.run("ls " + name, shell=flag)  # -> PY030 info
    subprocess.run("ls -l", shell=True)  # -> PY031
    command = "ls -l"
    subprocess.run(command, shell=True)  # -> PY031
    subprocess.run(f"{SHELL} -l", shell=True)  # -> PY031
    subprocess.run(["ls", name])  # -> PY032
    subprocess.run(["ls", name], shell=False)  # -> PY032
    subprocess.run([sys.executable, "-m", "pip"], check=True)  # -> PY032
    subprocess.list2cmdline(["ls"])  # -> none
    options = {"shell": True}
    subprocess.run(name, **options)  # -> PY030
    subprocess.run(
        name,
        check=True,
        shell=True,  # -> PY030
    )


def others(tool, name, loop):
    tool.run(name, shell=True)  # -> PY033
    tool.run(name, shell=False)  # -> none
    tool.run(name, shell="bash")  # -> PY033
    tool.run(name, shell=name)  # -> PY033 info
    tool.run(name)  # -> none


def texts(name):
    os.system("ls " + name)  # -> PY034
    os.system(name)  # -> PY034
    os.system("clear")  # -> PY034 warning
    os.system(f"ls {shlex.quote(name)}")  # -> PY034 warning
    run_text(name)  # -> PY034
    os.popen(name).read()  # -> PY034
    subprocess.getoutput("uname -a")  # -> PY034 warning
    subprocess.getoutput("id " + name)  # -> PY034
    os.execvp(name, [name, "-l"])  # -> PY035
    os.execvp("ls", ["ls", name])  # -> PY035 info
    os.execv(sys.executable, [sys.executable] + sys.argv)  # -> PY035 info
    os.spawnlp(os.P_WAIT, name, name)  # -> PY035
    os.spawnlp(os.P_WAIT, "cp", "cp", name)  # -> PY035 info
    os.getpid()  # -> none


def wildcards(folder):
    os.system("chown -R www *")  # -> PY034 warning, PY037
    os.system("tar cf /backup.tar *")  # -> PY034 warning, PY037
    os.system("ls *")  # -> PY034 warning
    subprocess.run("rsync -a * backup:", shell=True)  # -> PY031, PY037
    subprocess.run(["rsync", "-a", "*"])  # -> PY032


async def coroutines(name):
    await asyncio.create_subprocess_shell(f"ls {name}")  # -> PY038
    await asyncio.create_subprocess_shell("ls")  # -> none
    await asyncio.create_subprocess_exec("ls", name)  # -> none


def remote(host, name):
    client = paramiko.SSHClient()
    client.connect(host)
    client.exec_command("ls " + name)  # -> PY039
    client.exec_command("uptime")  # -> PY039 info
    client.exec_command(f"ls {shlex.quote(name)}")  # -> PY039 info
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # -> PY083
    client.set_missing_host_key_policy(paramiko.WarningPolicy)  # -> PY083
    client.set_missing_host_key_policy(paramiko.RejectPolicy())  # -> none
