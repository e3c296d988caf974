/** Time as a port: examples and tests run as of the cut of their snapshot. */
export interface Clock {
  now(): Date;
}
