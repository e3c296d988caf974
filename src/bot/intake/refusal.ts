/** Why a delivery is not accepted: what its sender is told, and nothing of its content. */
export class Refusal extends Error {
  /** Of HTTP. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
