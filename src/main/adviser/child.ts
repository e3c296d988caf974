/**
 * The program of the process that looks into files: the same use cases as everywhere, with nothing of its own but the
 * program, the rules and the knowledge that ship with it. Files of a repository and bytes of an index come from the worker.
 */

import { type Answer, type AskParent, serveParent } from "../../adapters/child/index.ts";
import { codeReader, localAdviser, type ProjectRequest, type SurveyedFiles } from "../../advise/index.ts";
import type { ProvenanceQuestion } from "./provenance-messages.ts";
import type { ProjectsRequest, ReadProjectFile } from "../../project/index.ts";
import { type OpenServices, openServices } from "../services.ts";
import { openSources } from "../rules/open-rules.ts";
import { readOpening, readStart } from "./messages.ts";
import { remoteWire } from "./remote-wire.ts";
import { sourceArchive } from "./source-archive.ts";
import type { SourceQuestion } from "./source-messages.ts";

/** What the worker asks: an `Adviser`, after it has said what it is to work with, and for which repository. */
function answersOf(ask: AskParent): Readonly<Record<string, Answer>> {
  let opening: Promise<OpenServices> | undefined;
  // All questions of a visit are about one commit.
  const readCode = codeReader();
  const servicesFor = async (repository: string) => {
    const opened = await opening;
    if (opened === undefined) throw new Error("nothing was opened");
    return opened.servicesFor(repository);
  };
  const adviserFor = async (repository: string) => localAdviser(await servicesFor(repository));
  return {
    open: async (start, signal) => {
      const { opening: told, rules, knowledge } = readStart(start);
      const indexes = readOpening(told, remoteWire(ask));
      // Whoever does not wait for the answer finds it here.
      opening = openServices({ indexes, rules: openSources(rules), knowledge, progress: () => undefined }, signal);
      await opening;
      return { value: null };
    },
    managers: async ({ value }, signal) => {
      const { repository, place, text } = value as Question & Text;
      return { value: await (await adviserFor(repository)).managers(place, text, signal) };
    },
    projects: async ({ value }, signal) => {
      const { repository, files, only } = value as Question & Omit<ProjectsRequest, "readFile">;
      return {
        value: await (await adviserFor(repository)).projects({ files, only, readFile: fileReader(ask) }, signal),
      };
    },
    advise: async ({ value }, signal) => {
      const { repository, sources, hasArchive, ...request } = value as Question & AdviceQuestion;
      const readFile = fileReader(ask);
      const readers = { readFile, ...(hasArchive && { readTogether: sourceArchive(ask) }) };
      const code = sources && (await readCode(sources, readers, signal));
      const adviser = localAdviser({ ...(await servicesFor(repository)), code });
      return { value: await adviser.advise({ ...request, readFile }, signal) };
    },
    provenance: async ({ value }, signal) => {
      const { repository, hasBefore, ...request } = value as Question & ProvenanceQuestion;
      const readers = { readFile: fileReader(ask), readBefore: hasBefore ? fileReader(ask, true) : undefined };
      return { value: await (await adviserFor(repository)).provenance({ ...request, ...readers }, signal) };
    },
    source: async ({ value }, signal) => {
      const { repository, ...request } = value as Question & SourceQuestion;
      return { value: await (await adviserFor(repository)).source({ ...request, readFile: fileReader(ask) }, signal) };
    },
    survey: async ({ value }, signal) => {
      const { repository, ...files } = value as Question & SurveyedFiles;
      return { value: await (await adviserFor(repository)).survey(files, signal) };
    },
  };
}

interface Question {
  readonly repository: string;
}

/** Without the readers of files, which do not cross. */
interface AdviceQuestion extends Omit<ProjectRequest, "readFile"> {
  readonly hasArchive: boolean;
}

interface Text {
  readonly place: string;
  readonly text: string;
}

/** @param isBefore asks for a file as it was. */
function fileReader(ask: AskParent, isBefore = false): ReadProjectFile {
  return async (path, bytes, signal) => {
    const { value } = await ask("readFile", { value: { path, bytes, isBefore } }, signal);
    return (value as { readonly text?: string }).text;
  };
}

await serveParent(answersOf);
process.exit();
