/**
 * Modules whose name is not that of the distribution they come from, one a line: the module, then the distributions that
 * have it, the usual one first. A module in a namespace that many share is written out, such as `google.cloud.storage`.
 */

export const renamedModules = `
_pytest pytest
_yaml pyyaml
absl absl-py
actstream django-activity-stream
airflow apache-airflow apache-airflow-core
allauth django-allauth
antlr4 antlr4-python3-runtime
apt python-apt
attr attrs
auth0 auth0-python
azure.core azure-core
azure.identity azure-identity
azure.keyvault.secrets azure-keyvault-secrets
azure.mgmt.compute azure-mgmt-compute
azure.mgmt.resource azure-mgmt-resource
azure.servicebus azure-servicebus
azure.storage.blob azure-storage-blob
azure.storage.queue azure-storage-queue
backports.zoneinfo backports-zoneinfo
Bio biopython
BioSQL biopython
bs4 beautifulsoup4
bson pymongo bson
caffe2 torch
cairo pycairo
can python-can
cattr cattrs
cfnlint cfn-lint
colors ansicolors
compressor django-compressor
constance django-constance
corsheaders django-cors-headers
crispy_forms django-crispy-forms
Crypto pycryptodome pycrypto
Cryptodome pycryptodomex
cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
databricks.sdk databricks-sdk
databricks.sql databricks-sql-connector
dateutil python-dateutil
dbus dbus-python
debug_toolbar django-debug-toolbar
delta delta-spark
discord discord-py py-cord
django_filters django-filter
dns dnspython
docx python-docx
dotenv python-dotenv
easy_install setuptools
editor python-editor
elasticapm elastic-apm
elasticsearch_dsl elasticsearch-dsl elasticsearch
engineio python-engineio
environ django-environ environ-config
erfa pyerfa
factory factory-boy
faiss faiss-cpu faiss-gpu
ffmpeg ffmpeg-python python-ffmpeg
fitz pymupdf
fluent fluent-logger
gi pygobject
git gitpython
github pygithub
gitlab python-gitlab
google.api_core google-api-core
google.auth google-auth
google.cloud.aiplatform google-cloud-aiplatform
google.cloud.bigquery google-cloud-bigquery
google.cloud.bigquery_storage google-cloud-bigquery-storage
google.cloud.bigtable google-cloud-bigtable
google.cloud.dataproc google-cloud-dataproc
google.cloud.datastore google-cloud-datastore
google.cloud.dlp google-cloud-dlp
google.cloud.documentai google-cloud-documentai
google.cloud.error_reporting google-cloud-error-reporting
google.cloud.exceptions google-cloud-core
google.cloud.firestore google-cloud-firestore
google.cloud.kms google-cloud-kms
google.cloud.language google-cloud-language
google.cloud.logging google-cloud-logging
google.cloud.monitoring_v3 google-cloud-monitoring
google.cloud.ndb google-cloud-ndb
google.cloud.pubsub google-cloud-pubsub
google.cloud.pubsub_v1 google-cloud-pubsub
google.cloud.secretmanager google-cloud-secret-manager
google.cloud.spanner google-cloud-spanner
google.cloud.speech google-cloud-speech
google.cloud.sql.connector cloud-sql-python-connector
google.cloud.storage google-cloud-storage
google.cloud.tasks google-cloud-tasks
google.cloud.tasks_v2 google-cloud-tasks
google.cloud.texttospeech google-cloud-texttospeech
google.cloud.translate google-cloud-translate
google.cloud.translate_v2 google-cloud-translate
google.cloud.videointelligence google-cloud-videointelligence
google.cloud.vision google-cloud-vision
google.genai google-genai
google.generativeai google-generativeai
google.oauth2 google-auth
google.protobuf protobuf
google.rpc googleapis-common-protos
google.type googleapis-common-protos
googleapiclient google-api-python-client
graphql graphql-core
gridfs pymongo
grpc grpcio
grpc_health grpcio-health-checking
grpc_reflection grpcio-reflection
grpc_status grpcio-status
grpc_tools grpcio-tools
guardian django-guardian
hamcrest pyhamcrest
haystack django-haystack
health_check django-health-check
hydra hydra-core
imblearn imbalanced-learn
impala impyla
import_export django-import-export
jose python-jose jose
jwt pyjwt
kafka kafka-python kafka-python-ng
keycloak python-keycloak
lark lark lark-parser
ldap python-ldap
ldclient launchdarkly-server-sdk
Levenshtein levenshtein python-levenshtein
llama_index llama-index llama-index-core
magic python-magic python-magic-bin
mailparser mail-parser
markdown_it markdown-it-py
memcache python-memcached
model_utils django-model-utils
modelcluster django-modelcluster
mpl_toolkits matplotlib
mptt django-mptt
msgpack msgpack msgpack-python u-msgpack-python
multipart python-multipart multipart
mysql.connector mysql-connector-python mysql-connector
MySQLdb mysqlclient
nacl pynacl
nmap python-nmap
notifications django-notifications-hq
nvidia_smi nvidia-ml-py3
oauth2_provider django-oauth-toolkit
odf odfpy
OpenGL pyopengl
opensearchpy opensearch-py
openslide openslide-python
OpenSSL pyopenssl
opentelemetry.baggage opentelemetry-api
opentelemetry.context opentelemetry-api
opentelemetry.exporter.otlp opentelemetry-exporter-otlp
opentelemetry.exporter.otlp.proto.grpc opentelemetry-exporter-otlp-proto-grpc
opentelemetry.exporter.otlp.proto.http opentelemetry-exporter-otlp-proto-http
opentelemetry.instrumentation.django opentelemetry-instrumentation-django
opentelemetry.instrumentation.fastapi opentelemetry-instrumentation-fastapi
opentelemetry.instrumentation.flask opentelemetry-instrumentation-flask
opentelemetry.instrumentation.requests opentelemetry-instrumentation-requests
opentelemetry.metrics opentelemetry-api
opentelemetry.propagate opentelemetry-api
opentelemetry.sdk opentelemetry-sdk
opentelemetry.semconv opentelemetry-semantic-conventions
opentelemetry.trace opentelemetry-api
osgeo gdal
paho paho-mqtt
parler django-parler
past future
pdfminer pdfminer-six
phonenumber_field django-phonenumber-field
phonenumbers phonenumbers phonenumberslite
PIL pillow pillow-simd
piptools pip-tools
pkg_resources setuptools
playhouse peewee
polymorphic django-polymorphic
pptx python-pptx
progressbar progressbar2 progressbar
psycopg2 psycopg2-binary psycopg2
pwiz peewee
py pytest py
pylab matplotlib
pynvml nvidia-ml-py pynvml
pysat python-sat
pythoncom pywin32
pythonjsonlogger python-json-logger
pywintypes pywin32
pywt pywavelets
ratelimit django-ratelimit ratelimit
rest_framework djangorestframework
rest_framework_simplejwt djangorestframework-simplejwt
reversion django-reversion
rpds rpds-py
ruamel.yaml ruamel-yaml
samtranslator aws-sam-translator
scss pyscss
serial pyserial
shapefile pyshp
simple_history django-simple-history
skimage scikit-image
sklearn scikit-learn
skopt scikit-optimize
skvideo scikit-video
slack slackclient
slugify python-slugify unicode-slugify
snappy python-snappy
snowflake.connector snowflake-connector-python
snowflake.snowpark snowflake-snowpark-python
snowflake.sqlalchemy snowflake-sqlalchemy
social_core social-auth-core
social_django social-auth-app-django
socketio python-socketio
socks pysocks
speech_recognition speechrecognition
sseclient sseclient-py sseclient
st_aggrid streamlit-aggrid
storages django-storages
strawberry strawberry-graphql
taggit django-taggit
telegram python-telegram-bot
tensorflow tensorflow tensorflow-cpu tensorflow-gpu tf-nightly intel-tensorflow
tlz toolz
treebeard django-treebeard
twitter python-twitter
two_factor django-two-factor-auth
usb pyusb
uwsgidecorators uwsgi
vlc python-vlc
waffle django-waffle
websocket websocket-client
whois python-whois
widget_tweaks django-widget-tweaks
win32api pywin32
win32com pywin32
win32con pywin32
win32gui pywin32
winrm pywinrm
wx wxpython
xdg pyxdg
Xlib python-xlib
yaml pyyaml
zmq pyzmq
zope.interface zope-interface
`;
