/**
 * Modules that a repository has itself. Python finds them from folders that are said when a program starts, so every folder
 * above an importing file may be one of them, and so may `src/` and the like below those.
 */

import { isSourcePath } from "./choose.ts";
import type { OwnModule } from "./usage.ts";

/** Folders that hold packages and are none themselves. */
const roots = ["src", "lib", "python", "app"];

export function ownModules(files: readonly string[]): readonly OwnModule[] {
  const packages = new Set(files.filter((file) => /(?:^|\/)__init__\.pyi?$/.test(file)).map(folderOf));
  const found = new Map<string, OwnModule>();
  const add = (name: string, folder: string, isPackage: boolean) => {
    const key = `${folder}/${name}`;
    if (found.get(key)?.isPackage !== true) found.set(key, { name, folder, isPackage });
  };
  for (const file of files.filter(isSourcePath)) {
    const folder = folderOf(file);
    const name = /([^/]+)\.pyw?$/.exec(file)?.[1];
    if (name !== undefined && name !== "__init__") add(name, folder, true);
    for (let inner = folder; inner !== ""; inner = folderOf(inner)) {
      add(inner.slice(inner.lastIndexOf("/") + 1), folderOf(inner), packages.has(inner));
    }
  }
  return [...found.values()];
}

/** Tells imports of the repository itself from those of others. */
export class Ownership {
  readonly #modules = new Map<string, OwnModule[]>();

  constructor(modules: readonly OwnModule[]) {
    for (const module of modules) {
      const known = this.#modules.get(module.name);
      if (known === undefined) this.#modules.set(module.name, [module]);
      else known.push(module);
    }
  }

  /** `maybe`: a folder has the name and is no package, so that what others publish under it comes first. */
  of(name: string, file: string): "own" | "maybe" | "foreign" {
    if (name.startsWith(".")) return "own";
    const modules = this.#modules.get(name.split(".", 1)[0]!) ?? [];
    const near = modules.filter(({ folder }) => isFoundFrom(folder, file));
    if (near.length === 0) return "foreign";
    return near.some(({ isPackage }) => isPackage) ? "own" : "maybe";
  }
}

function isFoundFrom(folder: string, file: string): boolean {
  if (folder === "" || file.startsWith(`${folder}/`)) return true;
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  const above = folderOf(folder);
  return roots.includes(name) && (above === "" || file.startsWith(`${above}/`));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
