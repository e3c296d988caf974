/** Everything that can go wrong on GitHub's side, as plain data for the control API. */

/** Which requests meet a fault. */
export interface Selection {
  readonly method?: string;
  /** The decoded path without base path; `*` stands for any text: `/repos/acme/app/git/*`. */
  readonly path?: string;
  readonly installation?: number;
}

export type Misbehaviour =
  /** Another answer instead of the right one; nothing is done. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as it is; `{"message": …}` by default. */
      readonly body?: string;
      readonly type?: string;
    }
  /** The connection ends without an answer, before or after the work was done. */
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  /** The right answer, late. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Waits, before or after the work was done, until the fault is released. */
  | { readonly kind: "hold"; readonly when: "before" | "after" };

export interface Fault extends Selection {
  readonly does: Misbehaviour;
  /** How many matching requests pass unharmed first; 0 by default. */
  readonly after?: number;
  /** How many it then strikes; 1 by default. */
  readonly times?: number;
}

/** The primary limit of an installation: no request left until it resets. */
export interface PrimaryLimit {
  readonly installation: number;
  readonly resetInSeconds: number;
  readonly status?: 403 | 429;
}

/** A secondary limit: the next requests are refused. */
export interface SecondaryLimit {
  readonly installation?: number;
  /** Undefined: the header is missing, as happens. */
  readonly retryAfterSeconds?: number;
  /** How many requests are refused; 1 by default. */
  readonly times?: number;
  /** Only those that write. */
  readonly writesOnly?: boolean;
}
