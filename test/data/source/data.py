import marshal
import pickle  # -> PY010 info
import shelve  # -> PY012 info
import _pickle as speedups  # -> PY010 info
from pickle import loads as read_it, dumps  # -> PY010 info

import cloudpickle
import dill  # -> PY011 info
import joblib
import jsonpickle
import numpy as np
import pandas as pd
import torch
import yaml
from multiprocessing.connection import Client, Listener
from transformers import AutoModel, AutoTokenizer
from datasets import load_dataset
from huggingface_hub import hf_hub_download
from yaml import CSafeLoader, Loader, SafeLoader

try:
    from yaml import CSafeLoader as Best
except ImportError:
    from yaml import SafeLoader as Best


def pickles(data, file):
    pickle.loads(data)  # -> PY010
    pickle.load(file)  # -> PY010
    pickle.Unpickler(file).load()  # -> PY010
    speedups.loads(data)  # -> PY010
    read_it(data)  # -> PY010
    list(map(pickle.loads, data))  # -> PY010
    pickle.dumps(data)  # -> none
    dumps(data)  # -> none
    file.load(data)  # -> none
    dill.loads(data)  # -> PY011
    cloudpickle.load(file)  # -> PY011
    joblib.load("model.joblib")  # -> PY011
    joblib.dump(data, file)  # -> none
    shelve.open("state")  # -> PY012
    marshal.loads(data)  # -> PY013
    marshal.dumps(data)  # -> none
    jsonpickle.decode(data)  # -> PY014
    jsonpickle.encode(data)  # -> none
    pd.read_pickle(file)  # -> PY015
    pd.read_csv(file)  # -> none
    np.load(file, allow_pickle=True)  # -> PY015
    np.load(file, allow_pickle=False)  # -> none
    np.load(file)  # -> none


def tensors(file, chosen):
    torch.load(file)  # -> PY016
    torch.load(file, weights_only=False)  # -> PY016
    torch.load(file, weights_only=True)  # -> none
    torch.load(file, weights_only=chosen)  # -> PY016 info


class LineLoader(SafeLoader):
    pass


def yamls(text, loader):
    yaml.load(text)  # -> PY017
    yaml.load(text, Loader=yaml.Loader)  # -> PY017
    yaml.load(text, Loader)  # -> PY017
    yaml.load(text, Loader=yaml.FullLoader)  # -> PY017
    yaml.full_load(text)  # -> PY017
    yaml.unsafe_load(text)  # -> PY017
    yaml.load_all(text, Loader=yaml.UnsafeLoader)  # -> PY017
    yaml.load(text, Loader=loader)  # -> PY017 info
    yaml.load(text, Loader=yaml.SafeLoader)  # -> none
    yaml.load(text, SafeLoader)  # -> none
    yaml.load(text, Loader=CSafeLoader)  # -> none
    yaml.load(text, Loader=Best)  # -> none
    yaml.safe_load(text)  # -> none


def connections(address):
    Listener(address)  # -> PY018
    with Client(address) as link:  # -> PY018
        return link.recv()  # -> PY018


def models(name, revision):
    AutoModel.from_pretrained("acme/speech")  # -> PY110
    AutoModel.from_pretrained("acme/speech", revision="main")  # -> PY110
    AutoModel.from_pretrained("acme/speech", revision="5d0f2e8a7f1c4b0aa1c7d3c1e0b6d9f8a7c6b5d4")  # -> none
    AutoModel.from_pretrained("acme/speech", revision=revision)  # -> none
    AutoModel.from_pretrained("./models/speech")  # -> none
    AutoTokenizer.from_pretrained(name, trust_remote_code=True)  # -> PY110 error
    load_dataset("acme/words")  # -> PY110
    hf_hub_download("acme/speech", "model.bin")  # -> PY110
    torch.hub.load("acme/vision:main", "resnet")  # -> PY110 error
    torch.hub.load("/srv/vision", "resnet", source="local")  # -> none
