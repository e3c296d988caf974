/**
 * Variables and literals as integers. Variable `v` has the literals `2v` (it is true) and `2v + 1` (it is false), so
 * that negation flips the lowest bit and a literal indexes an array directly.
 */

export type Variable = number;
export type Literal = number;

/** The literal that says `variable` is true. */
export function isTrue(variable: Variable): Literal {
  return variable << 1;
}

/** The literal that says `variable` is false. */
export function isFalse(variable: Variable): Literal {
  return (variable << 1) | 1;
}

export function negate(literal: Literal): Literal {
  return literal ^ 1;
}

export function variableOf(literal: Literal): Variable {
  return literal >> 1;
}
