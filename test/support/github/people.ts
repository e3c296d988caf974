/** What people do on GitHub, as calls of the control API: accounts, installations, pushes, words, and whole repositories. */

import type { FileEdits, NewComment, NewInstallation, NewIssue, NewPull, NewRepository, Push, Role } from "./acts.ts";
import type { Input, Output, Verb } from "./control.ts";
import type { SentForm } from "./registrations.ts";

/** A person unless told otherwise. */
const somebody = "octocat";

export abstract class People {
  readonly #address: string;

  /** @param address of the control API. */
  protected constructor(address: string) {
    this.#address = address;
  }

  /** Where webhooks go from now on; what waited for an address is sent. */
  async deliverTo(url: string): Promise<void> {
    await this.control("deliverTo", { url });
  }

  /** Makes a person or an organization. */
  async createAccount(login: string, type: "User" | "Organization" = "User"): Promise<void> {
    await this.control("createAccount", { login, type });
  }

  /** @returns its id. */
  async createRepository(repository: NewRepository): Promise<number> {
    return await this.control("createRepository", repository);
  }

  /**
   * Sends the form of a page that registers an App, and confirms it on GitHub's page.
   *
   * @returns where the browser is sent then, with a code.
   * @throws {Error} where GitHub's page would show that the manifest is none.
   */
  async confirmApp(form: SentForm): Promise<string> {
    return await this.control("confirmApp", form);
  }

  /** @returns the id of the installation. */
  async install(installation: NewInstallation): Promise<number> {
    return await this.control("install", installation);
  }

  async uninstall(installation: number): Promise<void> {
    await this.control("uninstall", { installation });
  }

  async suspend(installation: number): Promise<void> {
    await this.control("suspend", { installation, isSuspended: true });
  }

  async unsuspend(installation: number): Promise<void> {
    await this.control("suspend", { installation, isSuspended: false });
  }

  /** Changes which repositories a `selected` installation reaches. */
  async changeRepositories(
    installation: number,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): Promise<void> {
    await this.control("changeRepositories", { installation, ...change });
  }

  /** All tokens of the installation stop to work, as if their hour were over. */
  async expireTokens(installation: number): Promise<void> {
    await this.control("expireTokens", { installation });
  }

  /** @returns the new head. */
  async push(fullName: string, push: Push): Promise<string> {
    return await this.control("push", { by: somebody, ...push, fullName });
  }

  /** The files of {@link push} on the default branch. @returns the new head. */
  async pushFiles(fullName: string, files: FileEdits): Promise<string> {
    return await this.push(fullName, { files });
  }

  async deleteBranch(fullName: string, branch: string, by: string = somebody): Promise<void> {
    await this.control("deleteBranch", { fullName, branch, by });
  }

  /** @returns its number. */
  async openIssue(fullName: string, issue: NewIssue): Promise<number> {
    return await this.control("openIssue", { by: somebody, ...issue, fullName });
  }

  /** A pull request of a person. @returns its number. */
  async openPull(fullName: string, pull: NewPull): Promise<number> {
    return await this.control("openPull", { by: somebody, ...pull, fullName });
  }

  /** On an issue or a pull request. @returns the id of the comment. */
  async comment(fullName: string, issue: number, comment: NewComment): Promise<number> {
    return await this.control("comment", { by: somebody, ...comment, fullName, issue });
  }

  async editComment(fullName: string, id: number, comment: NewComment): Promise<void> {
    await this.control("editComment", { by: somebody, ...comment, fullName, id });
  }

  async deleteComment(fullName: string, id: number, by: string = somebody): Promise<void> {
    await this.control("deleteComment", { by, fullName, id });
  }

  /** An issue or a pull request, by a person. */
  async close(fullName: string, number: number, by: string = somebody): Promise<void> {
    await this.control("setState", { fullName, number, state: "closed", by });
  }

  async reopen(fullName: string, number: number, by: string = somebody): Promise<void> {
    await this.control("setState", { fullName, number, state: "open", by });
  }

  /** @returns the commit that the base branch then stands at. */
  async merge(fullName: string, number: number, by: string = somebody): Promise<string> {
    return await this.control("merge", { fullName, number, by });
  }

  /** Asks for a check run again. */
  async rerequestCheckRun(fullName: string, id: number, by: string = somebody): Promise<void> {
    await this.control("rerequestCheckRun", { fullName, id, by });
  }

  /** Asks for all checks of a commit again. */
  async rerequestCheckSuite(fullName: string, sha: string, by: string = somebody): Promise<void> {
    await this.control("rerequestCheckSuite", { fullName, sha, by });
  }

  /** The old name redirects from now on. */
  async rename(fullName: string, name: string, by: string = somebody): Promise<void> {
    await this.control("rename", { fullName, name, by });
  }

  /** To an account; the App loses it unless it is installed there on all repositories. */
  async transfer(fullName: string, owner: string, by: string = somebody): Promise<void> {
    await this.control("transfer", { fullName, owner, by });
  }

  async archive(fullName: string, by: string = somebody): Promise<void> {
    await this.control("archive", { fullName, isArchived: true, by });
  }

  async unarchive(fullName: string, by: string = somebody): Promise<void> {
    await this.control("archive", { fullName, isArchived: false, by });
  }

  async deleteRepository(fullName: string, by: string = somebody): Promise<void> {
    await this.control("deleteRepository", { fullName, by });
  }

  async setPermission(fullName: string, login: string, role: Role): Promise<void> {
    await this.control("setPermission", { fullName, login, role });
  }

  protected async control<Name extends Verb>(verb: Name, input: Input<Name>): Promise<Output<Name>> {
    const response = await fetch(`${this.#address}/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { result: Output<Name>; error?: string };
    if (!response.ok) throw new Error(`${verb}: ${answer.error}`);
    return answer.result;
  }
}
