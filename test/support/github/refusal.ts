/** The ways in which GitHub says no. */

const documentation = "https://docs.github.com/rest";

/** One of the `errors` of a 422. */
export interface Mistake {
  readonly resource: string;
  readonly field?: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly message?: string;
  readonly value?: unknown;
}

export class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: object = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.body = { message, ...more, documentation_url: documentation, status: String(status) };
    this.headers = headers;
  }
}

/** A request that was not understood as it was meant; GitHub would have said less. */
export class Misfit extends Refusal {}

export function badCredentials(message = "Bad credentials"): Refusal {
  return new Refusal(401, message);
}

export function forbidden(message: string): Refusal {
  return new Refusal(403, message);
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

export function conflict(message: string): Refusal {
  return new Refusal(409, message);
}

/** With words of its own. */
export function unprocessable(message: string): Refusal {
  return new Refusal(422, message);
}

export function invalid(...errors: readonly Mistake[]): Refusal {
  return new Refusal(422, "Validation Failed", { errors });
}

/** A sentence instead of a field. */
export function custom(resource: string, message: string): Refusal {
  return invalid({ resource, code: "custom", message });
}
