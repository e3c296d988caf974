/** A repository as GitHub describes it. */

import type { RepositoryFacts } from "../../ports/index.ts";
import type { MintedToken } from "./app.ts";

/** With its owner, its default branch and its state: what a token and a list say of it. */
export type WholeRepository = NonNullable<MintedToken["repositories"]>[number];

/** GitHub takes no write to a disabled repository either. */
export function readFacts(repository: WholeRepository, isEmpty: boolean): RepositoryFacts {
  return {
    id: repository.id,
    fullName: repository.full_name,
    defaultBranch: repository.default_branch,
    isPrivate: repository.private,
    isArchived: repository.archived || repository.disabled,
    isFork: repository.fork || (repository.mirror_url ?? "") !== "" || repository.is_template === true,
    isEmpty,
  };
}
