import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyAdvice } from "../../src/advise/document.ts";
import { adviceWorld, ask, manifestText, requestOf } from "../support/advice-world.ts";

const failed = { kind: "failed", code: "X", message: "y" } as const;

test("advice without an answer says where it belongs and judges nothing", async () => {
  const world = await adviceWorld({ indexes: { pypi: "" } });
  const advice = emptyAdvice(requestOf(manifestText(world, "[packages]"), { name: "ci", python: "3.9" }), failed);
  assert.deepEqual(advice.environment, {
    name: "ci",
    recommendation_type: "stable",
    python: "3.9",
    platform: "linux-x86_64",
    operating_system: "rhel 8",
    cuda: null,
  });
  assert.deepEqual([advice.outcome, advice.lock_path, advice.advisories.judged], [failed, "Pipfile.lock", false]);
});

test("a pin says who requires it, also where its condition is false here", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 1.0 -> http[fast]\nhttp 1.0\nwin 1.0" } });
  const advice = await ask(world, `[packages]\nweb = "*"\n[docs]\nwin = {version = "*", sys_platform = "== 'win32'"}`);
  assert.ok(advice.outcome.kind === "solved");
  const { http, win, web } = advice.outcome.packages;
  assert.deepEqual(
    [http!.direct, http!.extras, http!.required_by],
    [false, ["fast"], [{ by: "web", by_version: "1.0", requirement: "http[fast]" }]],
  );
  assert.deepEqual([web!.direct, web!.required_by[0]?.by], [true, null]);
  assert.deepEqual([win!.sections, win!.required_by[0]?.line?.line], [["docs"], 9]);
});
