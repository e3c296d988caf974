/**
 * Distributions that work without an import in the code that needs them: programs, plug-ins that are found by their entry
 * points, drivers and accelerators that others look for, types. That nothing imports them says nothing.
 */

import type { PackageName } from "../../python/index.ts";

/** Programs, servers, and what builds and tests. */
const programs = `
alembic ansible ansible-core autoflake autopep8 aws-sam-cli awscli bandit black bumpversion bump2version build celery circus
codecov commitizen coverage cython dbt-core docformatter flake8 flower gunicorn hatch hatchling honcho httpie hupper
hypercorn isort jupyter jupyterlab maturin meson mkdocs mypy nbconvert nbstripout ninja notebook nox pdm pip pip-audit
pip-tools pipdeptree pipenv poetry poetry-core pre-commit pylint pyright pyroma pytest pyupgrade ruff safety scons
semgrep setuptools setuptools-scm snakemake sphinx sqlfluff supervisor tox towncrier twine uv uvicorn uwsgi versioneer
virtualenv waitress watchdog watchfiles wheel yamllint yapf daphne streamlit ipython ipykernel hypothesis`;

/** What another library looks for when it runs. */
const found = `
argon2-cffi asyncpg aiosqlite aiomysql aiopg bcrypt blosc bottleneck brotli brotlicffi brotlipy cchardet certifi cffi chardet
charset-normalizer colorama colorlog cramjam cryptography cx-oracle django-redis djangorestframework-xml dnspython
email-validator eventlet fastparquet fsspec fugue gcsfs gevent gmpy2 greenlet h2 hiredis html5lib httptools ijson itsdangerous
jinja2 kaleido keyring libsass llvmlite lxml lz4 markdown mysql-connector-python mysqlclient netcdf4 numba numexpr openpyxl
oracledb orjson pandas-gbq psutil psycopg psycopg-binary psycopg-pool psycopg2 psycopg2-binary pyarrow pycurl pydantic
pygments pymysql pyodbc pymssql pyopenssl pysocks python-dotenv python-levenshtein python-multipart python-snappy pytz pywin32
rapidjson redis s3fs simplejson snappy sqlalchemy-bigquery tables tabulate tornado tqdm typing-extensions tzdata ujson
unidecode uvloop websockets whitenoise wsproto xlrd xlsxwriter xlwt zstandard zstd`;

const names: ReadonlySet<string> = new Set(`${programs} ${found}`.trim().split(/\s+/));

const shapes = [
  /^types-|-stubs$|-types$/,
  /^(?:pytest|flake8|pylint|mypy|tox|nox|sphinx|sphinxcontrib|mkdocs|nose|hatch|setuptools|poetry|jupyter|jupyterlab|nb)-/,
  /^(?:django|djangorestframework|drf|wagtail|celery|airflow|apache-airflow-providers|dbt|fastapi|flask|dj|sqlalchemy)-/,
  /^(?:pyramid|plone|products|collective|zope|trac|opentelemetry|nvidia|triton|intel|mkl|backports|keyrings?|llvm|pyobjc)-/,
  /-(?:plugins?|dialect|backend|theme|hooks?|binary|cli|extension|extensions|driver|lsp|server)$/,
  /^(?:nvidia|triton|mkl|tensorflow|torch)(?:$|-)/,
];

/** Whether it may be at work though nothing imports it. */
export function worksUnasked(name: PackageName): boolean {
  return names.has(name) || shapes.some((shape) => shape.test(name));
}
