/** The control API: each verb takes one JSON object and gives one JSON value. People act here; the App never comes. */

import { createServer, type Server } from "node:http";

import type { By, NewComment, NewInstallation, NewIssue, NewPull, NewRepository, Push, Role } from "./acts.ts";
import { rerequestRun, rerequestSuite } from "./deeds/checks.ts";
import { changeRepositories, install, suspend, uninstall } from "./deeds/installations.ts";
import { addComment, changeState, deleteComment, editComment, openIssue } from "./deeds/issues.ts";
import { mergePull, openPull, reopenPull } from "./deeds/pulls.ts";
import { moveRef, openSuite } from "./deeds/refs.ts";
import {
  archive,
  createRepository,
  deleteRepository,
  mustBeWritable,
  mustFind,
  push,
  rename,
  transfer,
} from "./deeds/repositories.ts";
import { isPullRequest, type Account, type Comment, type Issue, type Repository } from "./entities.ts";
import { matches } from "./faults.ts";
import type { Limits } from "./options.ts";
import { readJson } from "./read-json.ts";
import type { SentForm } from "./registrations.ts";
import { reportInstallation, reportRepository } from "./report.ts";
import type { ApiServices } from "./server.ts";
import { mustFindInstallation } from "./tokens.ts";
import type { Fault, PrimaryLimit, SecondaryLimit, Selection } from "./trouble.ts";
import type { World } from "./world.ts";

interface Named {
  readonly fullName: string;
}
interface Numbered extends Named {
  readonly number: number;
}
interface Identified extends Named {
  readonly id: number;
}
interface Installed {
  readonly installation: number;
}

/** A person who acts on a repository, while nobody else does. */
async function act<T>(
  world: World,
  { fullName, by = "octocat" }: Named & By,
  deed: (repository: Repository, actor: Account) => Promise<T> | T,
): Promise<T> {
  const repository = mustFind(world, fullName);
  return await world.exclusion.run(repository.id, async () => await deed(repository, world.account(by)));
}

const controls = {
  deliverTo: ({ world }: ApiServices, { url }: { url: string }) => void (world.webhooks.url = url),
  createAccount: ({ world }: ApiServices, { login, type }: { login: string; type: "User" | "Organization" }) =>
    void world.account(login, type),
  createRepository: async ({ world }: ApiServices, wish: NewRepository) => (await createRepository(world, wish)).id,

  confirmApp: ({ registrations }: ApiServices, form: SentForm) => registrations.confirm(form),
  install: ({ world }: ApiServices, wish: NewInstallation) => install(world, wish).id,
  uninstall: ({ world }: ApiServices, { installation }: Installed) =>
    uninstall(world, mustFindInstallation(world, installation)),
  suspend: ({ world }: ApiServices, { installation, isSuspended }: Installed & { isSuspended: boolean }) =>
    suspend(world, mustFindInstallation(world, installation), isSuspended),
  changeRepositories: (
    { world }: ApiServices,
    { installation, ...change }: Installed & { add?: readonly string[]; remove?: readonly string[] },
  ) => changeRepositories(world, mustFindInstallation(world, installation), change),
  expireTokens: ({ tokens }: ApiServices, { installation }: Installed) => tokens.expire(installation),

  push: async ({ world }: ApiServices, wish: Named & Push) =>
    await act(world, wish, async (repository, actor) => {
      mustBeWritable(repository);
      return await push(world, repository, actor, wish);
    }),
  deleteBranch: async ({ world }: ApiServices, wish: Named & By & { branch: string }) =>
    await act(world, wish, async (repository, actor) => {
      const name = `refs/heads/${wish.branch}`;
      const before = await repository.git.ref(name);
      if (before === undefined) throw new Error(`there is no branch ${wish.branch}`);
      await moveRef(world, repository, actor, { name, before, after: undefined });
    }),

  openIssue: async ({ world }: ApiServices, wish: Named & NewIssue) =>
    await act(world, wish, async (repository, actor) => (await openIssue(world, repository, actor, wish)).number),
  openPull: async ({ world }: ApiServices, wish: Named & NewPull) =>
    await act(world, wish, async (repository, actor) => {
      const draft = { ...wish, base: wish.base ?? repository.defaultBranch };
      return (await openPull(world, repository, actor, draft)).number;
    }),
  comment: async ({ world }: ApiServices, wish: Named & NewComment & { issue: number }) =>
    await act(
      world,
      wish,
      (repository, actor) => addComment(world, repository, actor, mustFindIssue(repository, wish.issue), wish.body).id,
    ),
  editComment: async ({ world }: ApiServices, wish: Identified & NewComment) =>
    await act(world, wish, (repository, actor) =>
      editComment(world, repository, actor, mustFindComment(world, repository, wish.id), wish.body),
    ),
  deleteComment: async ({ world }: ApiServices, wish: Identified & By) =>
    await act(world, wish, (repository, actor) =>
      deleteComment(world, repository, actor, mustFindComment(world, repository, wish.id)),
    ),
  setState: async ({ world }: ApiServices, wish: Numbered & By & { state: Issue["state"] }) =>
    await act(world, wish, async (repository, actor) => {
      const issue = mustFindIssue(repository, wish.number);
      if (issue.state === wish.state) throw new Error(`#${wish.number} is ${wish.state} already`);
      if (wish.state === "open" && isPullRequest(issue)) await reopenPull(world, repository, actor, issue);
      else await changeState(world, repository, actor, issue, wish.state);
    }),
  merge: async ({ world }: ApiServices, wish: Numbered & By) =>
    await act(world, wish, async (repository, actor) => {
      const issue = mustFindIssue(repository, wish.number);
      if (!isPullRequest(issue)) throw new Error(`#${wish.number} is no pull request`);
      return await mergePull(world, repository, actor, issue);
    }),

  rerequestCheckRun: async ({ world }: ApiServices, wish: Identified & By) =>
    await act(world, wish, (repository, actor) => {
      const run = repository.checks.find(({ id }) => id === wish.id);
      if (run === undefined) throw new Error(`there is no check run ${wish.id}`);
      rerequestRun(world, repository, actor, run);
    }),
  rerequestCheckSuite: async ({ world }: ApiServices, wish: Named & By & { sha: string }) =>
    await act(world, wish, (repository, actor) =>
      rerequestSuite(world, repository, actor, openSuite(world, repository, wish.sha, null)),
    ),

  rename: async ({ world }: ApiServices, wish: Named & By & { name: string }) =>
    await act(world, wish, (repository, actor) => rename(world, repository, actor, wish.name)),
  transfer: async ({ world }: ApiServices, wish: Named & By & { owner: string }) =>
    await act(world, wish, (repository, actor) =>
      transfer(world, repository, actor, world.account(wish.owner, "Organization")),
    ),
  archive: async ({ world }: ApiServices, wish: Named & By & { isArchived: boolean }) =>
    await act(world, wish, (repository, actor) => archive(world, repository, actor, wish.isArchived)),
  deleteRepository: async ({ world }: ApiServices, wish: Named & By) =>
    await act(world, wish, (repository, actor) => deleteRepository(world, repository, actor)),
  setPermission: ({ world }: ApiServices, { fullName, login, role }: Named & { login: string; role: Role }) => {
    world.account(login);
    mustFind(world, fullName).roles.set(login.toLowerCase(), role);
  },

  redeliver: ({ world }: ApiServices, { id, isReplay }: { id: string; isReplay: boolean }) =>
    world.webhooks.again(world.webhooks.find(id), isReplay),
  holdDeliveries: ({ world }: ApiServices) => world.webhooks.hold(),
  releaseDeliveries: ({ world }: ApiServices, { first }: { first: readonly string[] }) => world.webhooks.release(first),
  delivered: async ({ world }: ApiServices) => await world.webhooks.idle(),

  fault: ({ faults }: ApiServices, fault: Fault) => faults.add(fault),
  release: ({ faults }: ApiServices, { fault }: { fault: number }) => faults.release(fault),
  struck: async ({ faults }: ApiServices, { fault }: { fault: number }) => await faults.struck(fault),
  clearFaults: ({ faults }: ApiServices) => faults.clear(),
  limitPrimary: ({ budget }: ApiServices, limit: PrimaryLimit) => budget.limitPrimary(limit),
  limitSecondary: ({ budget }: ApiServices, limit: SecondaryLimit) => budget.limitSecondary(limit),
  setLimits: ({ budget }: ApiServices, limits: Partial<Limits>) => void (budget.limits = limits),
  advance: ({ world }: ApiServices, { milliseconds }: { milliseconds: number }) => world.clock.advance(milliseconds),
  setClockSkew: ({ world }: ApiServices, { seconds }: { seconds: number }) => void (world.clock.skew = seconds),

  repository: async ({ world }: ApiServices, { fullName }: Named) => await reportRepository(mustFind(world, fullName)),
  file: async ({ world }: ApiServices, { fullName, at, path }: Named & { at: string; path: string }) => {
    const { git } = mustFind(world, fullName);
    const blob = await git.resolve(`${at}:${path}`);
    const content = blob === undefined ? undefined : await git.readBlob(blob);
    return content === undefined ? {} : { text: content.toString("utf8") };
  },
  changes: async ({ world }: ApiServices, { after, milliseconds }: { after: number; milliseconds: number }) =>
    await world.changes(after, milliseconds),
  installations: ({ world }: ApiServices) =>
    [...world.installations.values()].map((installation) => reportInstallation(world, installation)),
  deliveries: ({ world }: ApiServices) => world.webhooks.report(),
  requests: ({ ledger }: ApiServices, selection: Selection) =>
    ledger.requests.filter((request) => matches(selection, request)),
  misfits: ({ ledger }: ApiServices) => ledger.misfits,
  budget: ({ ledger }: ApiServices, { installation }: Installed) => ledger.budget(installation),
};

type Controls = typeof controls;

export type Verb = keyof Controls;

/** What a verb takes; an empty object where it needs nothing. */
export type Input<Name extends Verb> =
  Parameters<Controls[Name]> extends readonly [ApiServices, infer Given] ? Given : object;

export type Output<Name extends Verb> = Awaited<ReturnType<Controls[Name]>>;

export function controlServer(services: ApiServices): Server {
  return createServer((incoming, outgoing) => {
    const verb = incoming.url!.slice(1);
    const reply = (status: number, body: object) =>
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    perform(services, verb, readJson(incoming)).then(
      (result) => reply(200, { result }),
      (mistake: unknown) => reply(400, { error: mistake instanceof Error ? mistake.message : String(mistake) }),
    );
  });
}

async function perform(services: ApiServices, verb: string, input: Promise<unknown>): Promise<unknown> {
  if (!Object.hasOwn(controls, verb)) throw new Error(`there is no verb \`${verb}\``);
  // The client's types have checked the argument; the stand-in serves nobody else.
  return await controls[verb as Verb](services, (await input) as never);
}

function mustFindIssue(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new Error(`there is no issue #${number}`);
  return issue;
}

function mustFindComment(world: World, repository: Repository, id: number): Comment {
  const comment = world.findComment(repository, id);
  if (comment === undefined) throw new Error(`there is no comment ${id}`);
  return comment;
}
