/**
 * A growable list of 32-bit integers. `data` is open to hot loops, which read it once per loop and never keep it over
 * a call that may push, because growing replaces it.
 */
export class IntList {
  data: Int32Array;
  length = 0;

  constructor(capacity = 16) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = grown(this.data, this.length + 1);
    this.data[this.length++] = value;
  }

  at(index: number): number {
    return this.data[index]!;
  }

  clear(): void {
    this.length = 0;
  }

  /** A copy of what is in the list. */
  toArray(): number[] {
    return Array.from(this.data.subarray(0, this.length));
  }
}

/** `array` with room for `length` items, at least doubled when it must grow; new items are `fill`. */
export function grown(array: Int32Array, length: number, fill = 0): Int32Array {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  if (fill !== 0) larger.fill(fill, array.length);
  return larger;
}
