/** How a stand-in is set up, and what it says of itself once it listens. Plain data: it crosses to another process as JSON. */

export type Scope = "read" | "write";

/** By GitHub's names, such as `contents`. */
export type Permissions = Readonly<Record<string, Scope>>;

export interface StandInOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  /** Where the API begins, such as `/api/v3`, which also moves GraphQL to `/api/graphql`. Nothing: the root, GraphQL at `/graphql`. */
  readonly basePath?: string;
  /** Where webhooks go. Nothing: they wait until `deliverTo` says. */
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  /** The name of the App in addresses; its bot is `<slug>[bot]`. */
  readonly slug?: string;
  /** What the App asks for; installations get these unless they say otherwise. */
  readonly permissions?: Permissions;
  /** The events that the App subscribes to. Those on installations come always. */
  readonly events?: readonly string[];
  /** ISO 8601: time stands still there until `advance` moves it. Nothing: the system's time. */
  readonly now?: string;
  readonly limits?: Partial<Limits>;
}

/** What an installation may do. GitHub's own figures are the defaults. */
export interface Limits {
  /** Primary: requests that are not answered 304. */
  readonly requestsPerHour: number;
  /** Secondary: a read costs 1 point, a write 5. */
  readonly pointsPerMinute: number;
  /** Secondary: requests that make or change something. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
}

/** All that an App needs to know. */
export interface Announcement {
  /** The base address of the API, without a slash at the end. */
  readonly address: string;
  /** The base address of the control API. */
  readonly control: string;
  readonly appId: number;
  readonly privateKeyPath: string;
  readonly webhookSecret: string;
}
