/**
 * Quiet by default: when the bot speaks unasked, and how often. `docs/github-app.md` shows the same table, key by key, and
 * a test keeps the two in step.
 */

export const defaults = {
  /** When a repository is looked at without a cause of its own. */
  schedule: {
    /** ISO 8601: 1 is Monday. */
    weekday: 1,
    /** The window, in hours of the time zone; each repository has a minute of its own in it. */
    fromHour: 4,
    toHour: 8,
    /** A name of the IANA time zone database. */
    timeZone: "UTC",
  },
  proposals: {
    /** Pull requests open at once for a project: one branch carries all of its environments. */
    mostOpen: 1,
    /** Besides, for severe advisories that the other one does not fix. */
    mostSecurityOpen: 1,
    /** Pull requests that one visit opens unasked, in a repository of several projects; a severe advisory does not wait. */
    mostAtOnce: 5,
    /** Packages that move and advisories that go, together: below it nothing opens unasked, but for a push. */
    minGain: 1,
    /** After a person closed one, nothing comes for so long, and what was closed never again. */
    quietDaysAfterDecline: 28,
  },
  code: {
    /** Files of Python up to which each is asked for by itself; more of them come in one archive. */
    fewFiles: 5,
    /** Files of Python that are asked for by themselves where there is no archive, or it lacks them. */
    mostSingly: 300,
    /** How long an archive may take to come. */
    archiveSeconds: 30,
  },
  survey: {
    /** An installation with more repositories than this is looked at silently first. */
    aboveRepositories: 10,
    /** Requests to the host that a silent look may cost. */
    requestsPerRepository: 6,
  },
  onboarding: {
    /** First pull requests in one installation within a day, the most severe first. */
    perDay: 5,
    /** Hours between the silent look and the first of them. */
    restHours: 24,
  },
} as const;

/** The window of {@link defaults}, with whatever time zone holds for a repository. */
export interface Schedule {
  readonly weekday: number;
  readonly fromHour: number;
  readonly toHour: number;
  readonly timeZone: string;
}
