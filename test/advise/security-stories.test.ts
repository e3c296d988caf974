/** Stories of security from the files of a repository to what a reviewer reads. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { adviseProject, type ProjectAdvice } from "../../src/advise/index.ts";
import { adviceWorld, lockOf, manifestText, signal, type WorldSketch } from "../support/advice-world.ts";

interface Repository extends Omit<WorldSketch, "indexes"> {
  readonly index: string;
  readonly sections: string;
  readonly lock: string;
  readonly thothYaml?: string;
}

/** Advice on the repository. @param lock instead of its own, as a text. */
async function advised(repository: Repository, lock?: string): Promise<ProjectAdvice> {
  const { index, sections, lock: pinned, thothYaml = "", ...sketch } = repository;
  const world = await adviceWorld({ today: "2026-11-24", ...sketch, indexes: { pypi: index } });
  const files: Record<string, string> = {
    Pipfile: manifestText(world, sections),
    "Pipfile.lock": lock ?? lockOf(world, sections, pinned),
    ".thoth.yaml": thothYaml,
  };
  const request = { readFile: async (path: string) => files[path], options: {}, command: "thoth advise" };
  return await adviseProject(request, world.services, signal);
}

function says({ plan }: ProjectAdvice, ...lines: readonly string[]): void {
  for (const line of lines) assert.ok(plan.body.split("\n").includes(line), `${line}\n\nis not in\n\n${plan.body}`);
}

const application = {
  index: `
    flask 3.1 (uploaded 2026-08-01) -> werkzeug>=3
    flask 2.3 (uploaded 2025-03-01) -> werkzeug>=2,<4
    flask 2.2 (uploaded 2024-11-01) -> werkzeug>=2,<3
    werkzeug 3.1 (uploaded 2026-08-01)
    werkzeug 2.3 (uploaded 2025-01-01)
    pycrypt 2.6.1 (uploaded 2024-01-01)
    pycrypt 1.0 (uploaded 2009-01-01)
    leftpad 1.1 (uploaded 2026-11-23)
    leftpad 1.0 (uploaded 2026-01-01)`,
  sections: '[packages]\nflask = "*"\npycrypt = "*"\nleftpad = "*"',
  lock: "flask 2.2, werkzeug 2.3, pycrypt 2.6.1, leftpad 1.0",
  advisories: "flask<3.0 medium CVE-2026-10\nwerkzeug<2.4 low CVE-2026-11\npycrypt>=2.0 high CVE-2018-1",
};

const everybody = [
  "- Error: No fixed release of `pycrypt`: 2.6.1 has ADV-3 \\(high\\); 1.0 is free of it, but going back is no fix",
  "- `leftpad` 1.1 was uploaded 1 day ago; eligible from 2026-11-26",
  "| [ADV-3](https://osv.dev/vulnerability/ADV-3) (CVE-2018-1) | high | `pycrypt` | no fix known |",
];

test("a repository of type `stable` stays on its major version and is told what remains by that", async () => {
  const advice = await advised({ ...application, thothYaml: "recommendation_type: stable" });
  assert.equal(
    advice.plan.kind === "change" && advice.plan.title,
    "security: fix 1 advisory in 1 environment (werkzeug)",
  );
  says(
    advice,
    "**Fixes 1 advisory and changes 2 packages in 1 environment.** 2 advisories known as of 2026-11-01 remain.",
    "Risk: medium, new minor version of `flask`; new major version of `werkzeug`, which others require. Merge it once your tests pass.",
    "  - `flask 3.1` is worse by major moves not asked for: it is a new major version after 2.2, which is locked, and no line asks for it",
    "| [ADV-1](https://osv.dev/vulnerability/ADV-1) (CVE-2026-10) | medium | `flask` | fixed in `3.0` |",
    ...everybody,
  );
});

test("the same of type `security` leaves it for a medium flaw", async () => {
  const advice = await advised({ ...application, thothYaml: "recommendation_type: security" });
  assert.equal(
    advice.plan.kind === "change" && advice.plan.title,
    "security: fix 2 advisories in 1 environment (flask, werkzeug)",
  );
  says(
    advice,
    "**Fixes 2 advisories and changes 2 packages in 1 environment.** 1 advisory known as of 2026-11-01 remains.",
    "Risk: high, new major version of `flask`; new major version of `werkzeug`, which others require. Merge it once your tests pass.",
    "| `flask` | `2.2` → `3.1` | major | Fixes [ADV-1](https://osv.dev/vulnerability/ADV-1) |",
    ...everybody,
  );
});

test("a malicious release that was taken yesterday goes with the next run", async () => {
  const repository = {
    index: "web 1.2 (uploaded 2026-10-01)\nweb 1.1 (uploaded 2026-09-01)",
    sections: '[packages]\nweb = "*"',
    lock: "web 1.1",
  };
  const yesterday = await advised({ ...repository, advisories: "" });
  if (yesterday.plan.kind !== "change") assert.fail(yesterday.plan.reason);
  assert.match(yesterday.plan.body, /\| `web` \| `1\.1` → `1\.2` \|/);
  const taken = yesterday.plan.files[0]!.text;
  const today = await advised({ ...repository, advisories: "web>=1.2 unknown MAL-2026-7" }, taken);
  says(
    today,
    "| `web` | `1.2` → `1.1` | downgrade | Fixes [ADV-1](https://osv.dev/vulnerability/ADV-1) |",
    "- Error: `web 1.2`, which is locked, is malicious, says ADV-1: look at every machine that has installed it ([osv.dev](https://osv.dev/vulnerability/ADV-1))",
    "| [ADV-1](https://osv.dev/vulnerability/ADV-1) | malicious | `web` | `1.1` |",
  );
});

test("an advisory is accepted under another name until its day, and counts again from then on", async () => {
  const accepted = (until: string) => ({
    ...application,
    thothYaml: `ignore:\n  - id: CVE-2018-1\n    reason: only hashes\n    until: ${until}\n`,
  });
  const before = await advised(accepted("2026-11-25"));
  says(
    before,
    "| [ADV-3](https://osv.dev/vulnerability/ADV-3) (CVE-2018-1) | high | `pycrypt` | only hashes, until 2026-11-25 |",
  );
  assert.ok(!before.plan.body.includes("No fixed release"));
  const after = await advised(accepted("2026-11-24"));
  says(
    after,
    "- Error: `.thoth.yaml:2` accepted `CVE-2018-1` until 2026-11-24: it counts again, until the entry is renewed or removed",
    "| [ADV-3](https://osv.dev/vulnerability/ADV-3) (CVE-2018-1) | high | `pycrypt` | no fix known |",
  );
});

const kept = {
  index: `
    flask 2.2 -> werkzeug<3
    werkzeug 3.1
    werkzeug 2.3
    pillow 10.0
    pillow 9.5`,
  sections: '[packages]\nflask = "*"\npillow = "==9.5"',
  lock: "flask 2.2, werkzeug 2.3, pillow 9.5",
  advisories: "pillow<10.0 high\nwerkzeug<3.0 low\nflask>=0 low",
};

test("what keeps an advisory whose fix is known is named, with the command that lets it go", async () => {
  const advice = await advised(kept);
  says(
    advice,
    "| [ADV-1](https://osv.dev/vulnerability/ADV-1) | high | `pillow` | fixed in `10.0`; kept by `Pipfile:8` |",
    "| [ADV-2](https://osv.dev/vulnerability/ADV-2) | low | `werkzeug` | fixed in `3.0`; kept by `flask 2.2` |",
    "| [ADV-3](https://osv.dev/vulnerability/ADV-3) | low | `flask` | no fix known |",
    "Your own lines keep 1 advisory: `thoth fix ADV-1 --edit-manifest` widens them on a clone, and `/thoth fix ADV-1` in a comment tells what it takes.",
  );
});

test("where none of the user's own lines keeps an advisory, none is asked to be widened", async () => {
  const advice = await advised({ ...kept, sections: '[packages]\nflask = "*"', lock: "flask 2.2, werkzeug 2.3" });
  says(
    advice,
    "| [ADV-2](https://osv.dev/vulnerability/ADV-2) | low | `werkzeug` | fixed in `3.0`; kept by `flask 2.2` |",
  );
  assert.doesNotMatch(advice.plan.body, /edit-manifest/);
});
