/** What people may do in a repository. */

import type { Role } from "./acts.ts";
import type { Repository } from "./entities.ts";

/** Anybody may read a public repository; an owner may do everything. */
export function roleOf(repository: Repository, login: string): Role {
  if (login === repository.owner.login) return "admin";
  return repository.roles.get(login.toLowerCase()) ?? (repository.isPrivate ? "none" : "read");
}

/** The old, coarser word for a role, as `GET …/permission` gives it beside the role. */
export function legacyPermission(role: Role): "none" | "read" | "write" | "admin" {
  if (role === "triage") return "read";
  return role === "maintain" ? "write" : role;
}
