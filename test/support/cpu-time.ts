/** How much work something is, which does not change with what else the machine does meanwhile. */

/** Milliseconds that this thread computes for `work`; what it waits for does not count, be it the machine. */
export function cpuTime(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}
