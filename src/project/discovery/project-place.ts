/** Where a project stands in its repository. */

export interface ProjectPlace {
  /** Of its files, relative to the root and without a slash at its end; empty for the root. */
  readonly folder: string;
  /** Path of the notebook that is its manifest and its lock; undefined where files of the folder are. */
  readonly notebook: string | undefined;
  /** Whether each environment has files of its own in `overlays_dir`, rather than all of them those of the folder. */
  readonly hasOverlays: boolean;
}

/** The project in the root, as it is where nothing else is known. */
export const rootPlace: ProjectPlace = { folder: "", notebook: undefined, hasOverlays: true };

/** What people call it: its path; undefined for the project in the root, which needs no name. */
export function projectName({ folder, notebook }: ProjectPlace): string | undefined {
  return notebook ?? (folder === "" ? undefined : folder);
}

/** The same where something has to stand: `.` for the root. */
export function projectPath(place: ProjectPlace): string {
  return projectName(place) ?? ".";
}
