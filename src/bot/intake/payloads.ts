/**
 * What we read of webhook payloads: only the fields used, everything else may be there. A payload is signed as a whole, but
 * not together with the name of its event, so a replay may come under another name: then it does not fit here.
 */

import { type Static, Type } from "typebox";

const Id = Type.Integer({ minimum: 1 });
const Sha = Type.String({ pattern: "^[0-9a-f]{40,64}$" });
const Name = Type.String({ minLength: 1, maxLength: 300 });

/** An enterprise has a `slug` in place of a `login`. */
const Account = Type.Object({ login: Type.Optional(Name), slug: Type.Optional(Name) });

const Installation = Type.Object({
  id: Id,
  account: Type.Union([Account, Type.Null()]),
  suspended_at: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

const Repository = Type.Object({
  id: Id,
  full_name: Name,
  archived: Type.Optional(Type.Boolean()),
  owner: Account,
});

const Sender = Type.Object({ login: Name, type: Type.String() });

/** What every event of a repository has; GitHub promises no sender. */
const inRepository = {
  installation: Type.Object({ id: Id }),
  repository: Repository,
  sender: Type.Optional(Sender),
};

export const InstallationPayload = Type.Object({ installation: Installation });

export const InstallationRepositoriesPayload = Type.Object({
  installation: Installation,
  repositories_added: Type.Array(Type.Object({ id: Id, full_name: Name })),
  repositories_removed: Type.Array(Type.Object({ id: Id })),
});

/** What is about an issue or a comment has some of the same actions: one that was deleted is no repository that was. */
export const RepositoryPayload = Type.Object({ ...inRepository, issue: Type.Optional(Type.Never()) });

const Paths = Type.Array(Type.String());

export const PushPayload = Type.Object({
  ...inRepository,
  repository: Type.Intersect([Repository, Type.Object({ default_branch: Name })]),
  ref: Type.String(),
  before: Sha,
  after: Sha,
  deleted: Type.Boolean(),
  forced: Type.Boolean(),
  /** Cut where there are very many. */
  commits: Type.Array(Type.Object({ added: Paths, modified: Paths, removed: Paths })),
});

export const PullRequestPayload = Type.Object({
  ...inRepository,
  action: Type.String(),
  repository: Type.Intersect([Repository, Type.Object({ default_branch: Name })]),
  pull_request: Type.Object({
    number: Id,
    /** The repository is null where a fork was deleted. */
    head: Type.Object({ ref: Type.String(), sha: Sha, repo: Type.Union([Type.Object({ id: Id }), Type.Null()]) }),
    base: Type.Object({ ref: Type.String() }),
  }),
});

const Author = Type.Union([Sender, Type.Null()]);

export const IssueCommentPayload = Type.Object({
  ...inRepository,
  issue: Type.Object({ number: Id }),
  comment: Type.Object({ id: Id, user: Author, body: Type.String() }),
});

export const IssuePayload = Type.Object({
  ...inRepository,
  issue: Type.Object({
    number: Id,
    title: Type.String(),
    user: Author,
    body: Type.Union([Type.String(), Type.Null()]),
  }),
});

/** Pull requests of the repository itself; those of forks are not listed. */
const CheckedPulls = Type.Array(
  Type.Object({ number: Id, head: Type.Object({ ref: Name, sha: Sha }), base: Type.Object({ ref: Name }) }),
);

/** `before` is what the branch stood at, where the suite is of a push. */
const CheckSuite = Type.Object({
  head_branch: Type.Union([Name, Type.Null()]),
  head_sha: Sha,
  before: Type.Union([Sha, Type.Null()]),
  pull_requests: CheckedPulls,
});

const inCheckedRepository = {
  ...inRepository,
  repository: Type.Intersect([Repository, Type.Object({ default_branch: Name })]),
};

export const CheckSuitePayload = Type.Object({ ...inCheckedRepository, check_suite: CheckSuite });

export const CheckRunPayload = Type.Object({
  ...inCheckedRepository,
  check_run: Type.Object({ check_suite: CheckSuite }),
});

export type InstallationEvent = Static<typeof InstallationPayload>;
export type InstallationRepositoriesEvent = Static<typeof InstallationRepositoriesPayload>;
/** What all events of a repository have in common. */
export type RepositoryEvent = Omit<Static<typeof RepositoryPayload>, "issue">;
export type PushEvent = Static<typeof PushPayload>;
export type PullRequestEvent = Static<typeof PullRequestPayload>;
export type IssueCommentEvent = Static<typeof IssueCommentPayload>;
export type IssueEvent = Static<typeof IssuePayload>;
export type CheckSuiteEvent = Static<typeof CheckSuitePayload>;
