import { test } from "node:test";
import assert from "node:assert/strict";
import { Groups } from "../../../src/resolver/core/groups.ts";

test("every member knows its group, wherever the arrays behind them grow", () => {
  const groups = new Groups();
  const sizes = [3, 30, 1, 100, 7, 400];
  for (const [group, size] of sizes.entries()) {
    assert.equal(groups.addGroup(size), group);
    groups.addVariable();
  }
  for (const [group, size] of sizes.entries())
    for (let ordinal = 0; ordinal < size; ordinal++) {
      const member = groups.first.at(group) + ordinal;
      assert.equal(groups.groupOf[member], group, `member ${ordinal} of group ${group} is variable ${member}`);
      assert.ok(groups.isMember(member));
    }
});
