/** Rules on data that can run code when it is read. */

import { onlyString, possibleNames, truth, valueOf } from "./ask.ts";
import { asInfo } from "./ask.ts";
import type { Call } from "../syntax/facts.ts";
import { below, calls, imports, library, references, type Rule, type Verdict } from "./rule.ts";

const pickles = ["pickle", "_pickle", "cPickle", "six.moves.cPickle", "pickle5"];
const pickleReaders = pickles.flatMap((module) => below(module, "load loads"));

const dills = ["dill", "cloudpickle", "cloudpickle.cloudpickle"].flatMap((module) => below(module, "load loads"));

const modelHubs = [
  "transformers.*.from_pretrained",
  "transformers.pipeline",
  "datasets.load_dataset",
  "sentence_transformers.SentenceTransformer",
  ...below("huggingface_hub", "hf_hub_download snapshot_download"),
];

export const dataRules: readonly Rule[] = [
  {
    id: "PY010",
    level: "error",
    cwe: 502,
    bandit: ["B301", "B403"],
    finds: "`load`, `loads` and `Unpickler` of `pickle`, called or handed on; importing it: info",
    message: "a pickle runs code when it is read; take JSON, or check a signature of the data before you read it",
    link: library("pickle", "restricting-globals"),
    looks: [
      calls([...pickleReaders, ...pickles.map((module) => `${module}.Unpickler`)]),
      references(pickleReaders),
      imports(pickles, asInfo),
    ],
  },
  {
    id: "PY011",
    level: "error",
    cwe: 502,
    bandit: ["B301", "B403"],
    finds: "`load`, `loads` and `Unpickler` of `dill` and `cloudpickle`, and `joblib.load`; importing `dill`: info",
    message:
      "such a file runs code when it is read; take a format of plain data, or check a signature before you read it",
    link: "https://joblib.readthedocs.io/en/stable/persistence.html",
    looks: [
      calls([...dills, "dill.Unpickler", "joblib.load", "joblib.numpy_pickle.load"]),
      references([...dills, "joblib.load"]),
      imports(["dill"], asInfo),
    ],
  },
  {
    id: "PY012",
    level: "warning",
    cwe: 502,
    bandit: ["B301", "B403"],
    finds: "`shelve.open` and the shelves of `shelve`; importing it: info",
    message:
      "a shelf is read with pickle, and that runs code; keep it where only you can write, or take `sqlite3` or `dbm` with JSON",
    link: library("shelve", "shelve-security"),
    looks: [calls(below("shelve", "open Shelf BsdDbShelf DbfilenameShelf")), imports(["shelve"], asInfo)],
  },
  {
    id: "PY013",
    level: "warning",
    cwe: 502,
    bandit: ["B302"],
    finds: "`marshal.load` and `marshal.loads`",
    message: "`marshal` crashes on made-up data, and what it reads may be code; take JSON",
    link: library("marshal"),
    looks: [calls(below("marshal", "load loads")), references(below("marshal", "load loads"))],
  },
  {
    id: "PY014",
    level: "error",
    cwe: 502,
    bandit: ["B301"],
    finds: "`jsonpickle.decode`, `loads` and its `Unpickler`",
    message: "`jsonpickle` makes any object that the text names, and that can run code; take `json.loads`",
    link: "https://jsonpickle.readthedocs.io/en/latest/",
    looks: [calls(below("jsonpickle", "decode loads Unpickler unpickler.decode unpickler.Unpickler"))],
  },
  {
    id: "PY015",
    level: "warning",
    cwe: 502,
    bandit: ["B301"],
    finds: "`pandas.read_pickle`, and `numpy.load` with `allow_pickle=True`",
    message:
      "the file is read with pickle, and that runs code; store tables as Parquet or CSV, and arrays without objects",
    link: "https://pandas.pydata.org/docs/reference/api/pandas.read_pickle.html",
    looks: [
      calls(["pandas.read_pickle", "pandas.io.pickle.read_pickle"]),
      calls(["numpy.load"], (call) => truth(valueOf(call, "allow_pickle", 2)) === "true"),
    ],
  },
  {
    id: "PY016",
    level: "warning",
    cwe: 502,
    bandit: ["B614"],
    finds: "`torch.load` without `weights_only=True`; with a value nobody can tell: info",
    message: "the file is read with pickle, and before torch 2.6 that is the default; pass `weights_only=True`",
    link: "https://docs.pytorch.org/docs/stable/generated/torch.load.html",
    looks: [
      calls(["torch.load", "torch.serialization.load"], (call) => {
        const chosen = truth(valueOf(call, "weights_only"));
        return chosen === "maybe" ? { level: "info" } : chosen === "false";
      }),
    ],
  },
  {
    id: "PY017",
    level: "error",
    cwe: 502,
    bandit: ["B506"],
    finds:
      "`yaml.load` with a loader that is not safe, `full_load` and `unsafe_load`; with a loader nobody can tell: info",
    message:
      "this loader makes any object that the text names; take `yaml.safe_load`, or pass `Loader=yaml.SafeLoader`",
    link: "https://pyyaml.org/wiki/PyYAMLDocumentation",
    looks: [
      calls(below("yaml", "load load_all"), judgeLoader),
      calls(below("yaml", "full_load full_load_all unsafe_load unsafe_load_all")),
    ],
  },
  {
    id: "PY018",
    level: "warning",
    cwe: 502,
    bandit: [],
    finds: "`Listener` and `Client` of `multiprocessing.connection`, and what they receive",
    message:
      "what a connection receives is read with pickle; use it between your own processes only, with an `authkey`",
    link: library("multiprocessing", "multiprocessing-recv-pickle-security"),
    looks: [
      calls([
        ...below("multiprocessing.connection", "Listener Client Client().recv"),
        "multiprocessing.connection.Listener().accept().recv",
      ]),
    ],
  },
  {
    id: "PY110",
    level: "warning",
    cwe: 494,
    bandit: ["B615"],
    finds:
      "models and data of a hub without a `revision=` that is a commit; with `trust_remote_code=True`, and `torch.hub.load`: error",
    message:
      "what the hub serves under a name may change and may hold code; pass `revision=` with a commit, and no `trust_remote_code`",
    link: "https://huggingface.co/docs/huggingface_hub/guides/download",
    looks: [calls(modelHubs, judgeDownload), calls(["torch.hub.load"], judgeTorchHub)],
  },
];

const safeLoaders = /(?:^|\.)C?(?:Safe|Base)Loader$/;

function judgeLoader(call: Call): Verdict {
  const loader = valueOf(call, "Loader", 1);
  if (loader === undefined) return true;
  const names = possibleNames(loader);
  // What the file itself derives is told by its name alone.
  if (names.length === 0 || names.some((name) => !name.includes(".")))
    return names.some(isSafe) ? false : { level: "info" };
  return !names.every(isSafe);
}

function isSafe(name: string): boolean {
  return safeLoaders.test(name) || /safe/i.test(name.slice(name.lastIndexOf(".") + 1).replace(/unsafe/i, ""));
}

const commit = /^[0-9a-f]{7,64}$/i;

function judgeDownload(call: Call): Verdict {
  if (truth(valueOf(call, "trust_remote_code")) === "true") return { level: "error" };
  const revision = valueOf(call, "revision") ?? valueOf(call, "commit_id");
  const isOwn = /^(?:\.{0,2}\/|~|file:)/.test(onlyString(call.arguments[0]?.value) ?? "");
  if (isOwn || call.callees.includes("transformers.pipeline")) return false;
  if (revision === undefined) return true;
  const text = onlyString(revision);
  return text !== undefined && !commit.test(text);
}

/** A tag or branch after the colon may move; a folder of one's own does not. */
function judgeTorchHub(call: Call): Verdict {
  if (onlyString(valueOf(call, "source")) === "local") return false;
  const repository = onlyString(valueOf(call, "repo_or_dir", 0));
  const revision = repository?.split(":")[1];
  return revision !== undefined && commit.test(revision) ? false : { level: "error" };
}
