/** Distributions whose module is called as they are, but for case, `-` and `_`, and that are used by importing it. */
export const plainModules = `
aiofiles aiohttp aiomysql aioredis alembic altair amqp anyio arrow asgiref astropy attrs babel bcrypt bokeh boto boto3
botocore bottle cachetools cairosvg catboost celery cerberus certifi chardet charset-normalizer cherrypy click
cloudpickle cmake colorama coloredlogs configobj confluent-kafka coolprop cryptography cssselect cx-oracle cython dash
dask datadog datasets dateparser deepdiff defusedxml diskcache distro django django-celery-beat django-celery-results
django-countries django-extensions django-redis docker docxtpl drf-spectacular drf-yasg ecdsa elasticsearch emoji
exceptiongroup fabric faker falcon fastapi feedparser filelock flask flask-admin flask-babel flask-bcrypt
flask-caching flask-cors flask-jwt-extended flask-limiter flask-login flask-mail flask-marshmallow flask-migrate
flask-restful flask-restx flask-session flask-socketio flask-sqlalchemy flask-testing flask-wtf folium fonttools
fsspec gensim geopandas geopy google-auth-httplib2 google-auth-oauthlib googlemaps graphene graphene-django graphviz
h5py html5lib httplib2 httpx humanize idna ijson influxdb-client invoke ipython isodate itsdangerous jax jinja2
jmespath joblib jsonpath-ng jsonpickle jsonschema keras kubernetes kubernetes-asyncio langchain-community
langchain-core langchain-openai ldap3 librosa lightgbm loguru lxml mako markdown markupsafe marshmallow matplotlib
mechanize mistune mock mongoengine more-itertools mpmath msrest multidict mutagen mypy-extensions natsort netcdf4
networkx newrelic nltk numba numpy oauth2client oauthlib openai openpyxl orjson packaging pandas paramiko passlib
patsy peewee pendulum pexpect pika pip plotly polars postgrest prettytable prometheus-client psutil psycopg
psycopg-pool pyarrow pyasn1 pyasn1-modules pycocotools pycurl pydantic pydantic-core pydantic-settings pydub pygments
pyinstaller pymongo pymysql pyparsing pypdf pypdf2 pyperclip pyproj pyqt5 pyqt6 pytz pyvis qrcode rasterio redis regex
requests requests-oauthlib requests-toolbelt rich rsa ruptures scapy schedule scipy scrapy seaborn selenium sentry-sdk
setuptools shapely simplejson six slack-bolt slack-sdk sortedcontainers spacy sqlalchemy sqlalchemy-utils sqlparse
starlette statsmodels streamlit stripe sympy tables tabulate tenacity tensorboard termcolor textblob tf2onnx tinydb
toml tomli tomlkit toolz torch torchaudio torchvision tornado tqdm transformers tweepy twisted typer typing-extensions
tzlocal ujson unidecode uritemplate urllib3 uvicorn validators voluptuous wagtail wandb werkzeug whitenoise wrapt
wtforms xgboost xlrd xlsxwriter xlwt xmlsec xmltodict yarl zeep
`;
