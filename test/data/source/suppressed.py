import os
import subprocess


def switched_off(name):
    os.system(name)  # nosec
    os.system(name)  # nosec B605
    os.system(name)  # nosec: B605, B607
    os.system(name)  # nosec PY034
    os.system(name)  # noqa: S605
    os.system(name)  # noqa: E501, S605
    os.system(name)  # thoth: ignore[PY034] the name is from a list of ours
    os.system(name)  # thoth: ignore[PY030, PY034]
    # thoth: ignore[PY034] said before
    os.system(name)
    subprocess.run(
        name,
        shell=True,
    )  # nosec B602


def still_on(name):
    os.system(name)  # nosec B101  # -> PY034
    os.system(name)  # noqa  # -> PY034
    os.system(name)  # noqa: S101  # -> PY034
    os.system(name)  # thoth: ignore[PY030]  # -> PY034
    os.system(name + "# nosec")  # -> PY034
    os.system(name + '# thoth: ignore[PY034]')  # -> PY034
