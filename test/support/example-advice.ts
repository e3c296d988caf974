/** Advice for the two environments of the example. The pins are real; reasons are written by hand, as the use case would give them. */

import { readFileSync } from "node:fs";
import type { Advice, AdviceChange, AdvicePin, AdvisoryHit, BecauseReason, HeldBack } from "../../src/advise/advice.ts";

type Pins = Readonly<Record<string, string>>;
type EnvironmentName = "inference" | "training";

const pins = JSON.parse(readFileSync(new URL("../data/pull-request/pins.json", import.meta.url), "utf8")) as Readonly<
  Record<"old" | "new", Readonly<Record<EnvironmentName, Pins>>>
>;

/** id, CVE, package, fixed in, severity: as of 2024-10-10. */
const records: readonly (readonly [string, string, string, string, AdvisoryHit["severity"]])[] = [
  ["PYSEC-2022-42986", "CVE-2022-23491", "certifi", "2022.12.7", "high"],
  ["PYSEC-2023-135", "CVE-2023-37920", "certifi", "2023.7.22", "critical"],
  ["PYSEC-2023-62", "CVE-2023-30861", "flask", "2.2.5", "high"],
  ["PYSEC-2024-60", "CVE-2024-3651", "idna", "3.7", "high"],
  ["PYSEC-2023-74", "CVE-2023-32681", "requests", "2.31.0", "medium"],
  ["PYSEC-2022-43012", "CVE-2022-40897", "setuptools", "65.5.1", "unknown"],
  ["PYSEC-2023-192", "CVE-2023-43804", "urllib3", "1.26.17", "high"],
  ["PYSEC-2023-212", "CVE-2023-45803", "urllib3", "1.26.18", "medium"],
  ["PYSEC-2023-221", "CVE-2023-46136", "werkzeug", "2.3.8", "high"],
  ["PYSEC-2023-57", "CVE-2023-23934", "werkzeug", "2.2.3", "low"],
  ["PYSEC-2023-58", "CVE-2023-25577", "werkzeug", "2.2.3", "high"],
  ["PYSEC-2022-43017", "CVE-2022-40898", "wheel", "0.38.1", "unknown"],
];

/** What the old lock of an environment is hit by; training has no flask, and newer setuptools and wheel. */
export function hitsOf(name: EnvironmentName): AdvisoryHit[] {
  const fine = name === "training" ? new Set(["flask", "setuptools", "wheel"]) : new Set<string>();
  return records
    .filter(([, , dependency]) => !fine.has(dependency))
    .map(([id, alias, dependency, fixed_in, severity]) => ({
      id,
      aliases: [alias],
      package: dependency,
      version: pins.old[name][dependency]!,
      severity,
      fixed_in,
      link: `https://osv.dev/vulnerability/${id}`,
      reach: null,
    }));
}

const direct: Readonly<Record<EnvironmentName, readonly string[]>> = {
  inference: ["flask", "tensorflow"],
  training: ["boto3", "tensorflow"],
};

/** Who in the new stack asks for what, where that is the reason. */
const demands: Readonly<Record<EnvironmentName, Readonly<Record<string, readonly [string, string]>>>> = {
  inference: {
    blinker: ["flask", "blinker>=1.6.2"],
    cffi: ["cryptography", "cffi>=1.14; platform_python_implementation != 'PyPy'"],
    cryptography: ["google-auth", "cryptography>=38.0.3"],
    keras: ["tensorflow", "keras<2.14,>=2.13.1"],
    pycparser: ["cffi", "pycparser"],
    tensorboard: ["tensorflow", "tensorboard<2.14,>=2.13"],
    "tensorflow-estimator": ["tensorflow", "tensorflow-estimator<2.14,>=2.13.0"],
    "typing-extensions": ["tensorflow", "typing-extensions<4.6.0,>=3.6.6"],
  },
  training: {
    botocore: ["boto3", "botocore<1.38.0,>=1.37.38"],
    cffi: ["cryptography", "cffi>=1.14; platform_python_implementation != 'PyPy'"],
    cryptography: ["google-auth", "cryptography>=38.0.3"],
    pycparser: ["cffi", "pycparser"],
    s3transfer: ["boto3", "s3transfer<0.12.0,>=0.11.0"],
  },
};

const cudaRule = {
  unit: "thoth.TensorFlowCuda",
  message: "TensorFlow 2.11 is tested with CUDA 11.2, the nearest to the stated 11.1",
  link: "https://www.tensorflow.org/install/source#gpu",
};
export const pillowRule = {
  unit: "thoth.PillowNumpyArrays",
  message: "Pillow 8.3.0 cannot be made a NumPy array",
  link: "https://github.com/python-pillow/Pillow/issues/5571",
};
export const needsPython = { unit: "requires-python", message: "needs Python `>=3.9`" };

const heldBack: Readonly<Record<EnvironmentName, Readonly<Record<string, HeldBack[]>>>> = {
  inference: {
    flask: [{ version: "3.1.2", count: 3, hold: { kind: "excluded", rule: needsPython } }],
    tensorflow: [{ version: "2.20.0", count: 14, hold: { kind: "excluded", rule: needsPython } }],
    numpy: [
      { version: "2.4.0", count: 31, hold: { kind: "excluded", rule: needsPython } },
      {
        version: "1.24.4",
        count: 1,
        hold: {
          kind: "demanded",
          demand: { by: "tensorflow", by_version: "2.13.1", requirement: "numpy<=1.24.3,>=1.22" },
        },
      },
    ],
    urllib3: [{ version: "2.5.0", count: 3, hold: { kind: "excluded", rule: needsPython } }],
  },
  training: {
    boto3: [{ version: "1.41.3", count: 210, hold: { kind: "excluded", rule: needsPython } }],
    tensorflow: [
      { version: "2.20.0", count: 14, hold: { kind: "excluded", rule: needsPython } },
      {
        version: "2.13.1",
        count: 2,
        hold: {
          kind: "worse",
          tier: "rules",
          by: [{ ...cudaRule, message: "TensorFlow 2.13 is tested with CUDA 11.8, further from the stated 11.1" }],
        },
      },
    ],
    urllib3: [
      { version: "2.5.0", count: 3, hold: { kind: "excluded", rule: needsPython } },
      {
        version: "2.2.3",
        count: 12,
        hold: {
          kind: "demanded",
          demand: { by: "botocore", by_version: "1.37.38", requirement: "urllib3<1.27,>=1.25.4" },
        },
      },
    ],
  },
};

function becauseOf(name: EnvironmentName, dependency: string): BecauseReason {
  const [from, to] = [pins.old[name][dependency], pins.new[name][dependency]];
  const advisories = hitsOf(name).filter((hit) => hit.package === dependency);
  const demand = demands[name][dependency];
  const asked = { by: demand?.[0] ?? null, by_version: pins.new[name][demand?.[0] ?? ""] ?? null };
  if (to === undefined) return { kind: "not-required" };
  if (demand !== undefined)
    return { kind: from === undefined ? "required" : "demanded", demand: { ...asked, requirement: demand[1] } };
  if (advisories.length > 0) return { kind: "fixes", advisories: advisories.map(({ id }) => id) };
  if (name === "training" && dependency === "tensorflow") return { kind: "rule", rule: cudaRule };
  return { kind: heldBack[name][dependency] === undefined ? "newest" : "newest-admitted" };
}

function changesOf(name: EnvironmentName): AdviceChange[] {
  const names = new Set([...Object.keys(pins.old[name]), ...Object.keys(pins.new[name])]);
  return [...names].flatMap((dependency): AdviceChange[] => {
    const from = pins.old[name][dependency] ?? null;
    const to = pins.new[name][dependency] ?? null;
    if (from === to) return [];
    return [
      {
        name: dependency,
        kind: from === null ? "added" : to === null ? "removed" : "upgraded",
        from,
        to,
        ...(name === "training" && dependency === "tensorflow" ? { index: "aicoe" } : {}),
        direct: direct[name].includes(dependency),
        sections: ["default"],
        because: becauseOf(name, dependency),
        held_back: heldBack[name][dependency] ?? [],
      },
    ];
  });
}

function packagesOf(name: EnvironmentName): Record<string, AdvicePin> {
  return Object.fromEntries(
    Object.entries(pins.new[name]).map(([dependency, version]) => [
      dependency,
      {
        version,
        index: "pypi",
        direct: direct[name].includes(dependency),
        sections: ["default"],
        extras: [],
        required_by: [],
      },
    ]),
  );
}

const snapshotNote = {
  severity: "info" as const,
  message: "The lock lists only the files that a snapshot as of 2026-11-24 holds: `two-environments`",
};

/** The parts that all documents here have alike. */
export function frame(name: string, type: string): Omit<Advice, "outcome" | "advisories"> {
  return {
    format: "advice/1",
    environment: {
      name,
      recommendation_type: type,
      python: "3.8",
      platform: "linux-x86_64",
      operating_system: "rhel 8",
      cuda: null,
    },
    manifest_path: `overlays/${name}/Pipfile`,
    lock_path: `overlays/${name}/Pipfile.lock`,
    rules: [],
    departures: [],
    notes: [snapshotNote],
    data: [
      { kind: "snapshot", name: "two-environments", as_of: "2026-11-24T00:00:00Z", digest: "c".repeat(64) },
      { kind: "advisories", name: "pypa", as_of: "2024-10-10", digest: "a".repeat(64) },
      { kind: "rules", name: "prescriptions", as_of: "2026-11-20", digest: "b".repeat(64) },
    ],
    statistics: { packages: 49, metadata_read: 112, decisions: 61, conflicts: 7 },
  };
}

/** The example's environment for serving: type `security`, all advisories fixed. */
export function inference(): Advice {
  return {
    ...frame("inference", "security"),
    outcome: {
      kind: "solved",
      proved: false,
      lock: "new lock of inference\n",
      packages: packagesOf("inference"),
      changes: changesOf("inference"),
    },
    advisories: { judged: true, as_of: "2024-10-10", before: hitsOf("inference"), after: [] },
    rules: [pillowRule],
  };
}

/** The example's environment for training: type `performance`, CUDA 11.1, a build from another index. */
export function training(): Advice {
  const base = frame("training", "performance");
  return {
    ...base,
    environment: { ...base.environment, cuda: "11.1" },
    outcome: {
      kind: "solved",
      proved: false,
      lock: "new lock of training\n",
      packages: packagesOf("training"),
      changes: changesOf("training"),
    },
    advisories: { judged: true, as_of: "2024-10-10", before: hitsOf("training"), after: [] },
    rules: [pillowRule, cudaRule],
    notes: [
      snapshotNote,
      {
        severity: "info",
        message:
          '`models = {git = "https://github.com/example/models", ref = "v2"}` is not from an index: it stays as it is, and what it requires is not known without a build',
      },
      {
        severity: "warning",
        message:
          "A current Pipenv refuses `overlays/training/Pipfile` for its table `[thoth]`: write `disable_index_adjustment: true`, `allow_prereleases: {protobuf: true}` in `.thoth.yaml` instead",
      },
    ],
    statistics: { packages: 51, metadata_read: 140, decisions: 88, conflicts: 12 },
  };
}
