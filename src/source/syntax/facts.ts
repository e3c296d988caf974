/**
 * What a file of Python states, as rules and usage need it: who is called with which arguments, what is imported,
 * assigned, compared, asserted and caught. Names are qualified: aliases, re-assignments and imports are followed within
 * the file, each scope as Python sees it. Nothing is executed.
 *
 * How a qualified name is written:
 * - `hashlib.md5`, whatever the file calls it; a built-in is `builtins.eval`;
 * - what a call gives has parentheses: `paramiko.SSHClient().exec_command`, also through variables, `with … as` and
 *   attributes of `self`;
 * - a relative import keeps its dots: `.models.User`, `..settings.DEBUG`;
 * - what the file itself defines, parameters and unknown receivers have no qualified name; `method` and `text` say how
 *   they are written.
 *
 * Arguments and values are worked out when they are asked for, so that a rule that looks at few calls costs little.
 */
import type { Value } from "./value.ts";

/** Lines and columns count from 1, columns in UTF-16 units. Of a notebook, `line` is a line of its JSON text. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Of a notebook: which cell of all, from 1, and which line of its source, from 1. */
  readonly cell?: { readonly number: number; readonly line: number };
}

export type Part = "code" | "tests" | "docs";

/** Something at a place, in a scope such as `Loader.read`; the module's own scope is "". */
interface Stated {
  readonly place: Place;
  readonly scope: string;
}

export interface Argument {
  /** Of `name=value`; of a spread `*args` and `**kwargs` the value's kind is `spread`, and there is no keyword. */
  readonly keyword?: string;
  readonly value: Value;
  readonly place: Place;
}

export interface Call extends Stated {
  /** Every qualified name it may be, mostly one: two after `try: import a … except ImportError: import b as a`. */
  readonly callees: readonly string[];
  /** The last name of the callee as it is written: `execute` of `self.db.cursor().execute(…)`, "" of `f()()`. */
  readonly method: string;
  /** The callee as it is written, without arguments on the way: `self.db.cursor().execute`. */
  readonly text: string;
  /** What the callee is an attribute of; undefined when it is a plain name. */
  readonly receiver: Value | undefined;
  readonly arguments: readonly Argument[];
  /** Whether it decorates a function or class. */
  readonly decorator: boolean;
}

export interface Import extends Stated {
  /** Such as `os.path`, `.models`, `..`. */
  readonly module: string;
  /** Of `from module import name`; `*` for all of it; undefined of `import module`. */
  readonly name: string | undefined;
  /** `module` or `module.name`. */
  readonly qualified: string;
  /** Under `try` or `if`, where it may not happen. */
  readonly conditional: boolean;
  /** Only read by type checkers: under `if TYPE_CHECKING`. */
  readonly typing: boolean;
}

/** A name or attribute that is read and not called, such as `ssl.CERT_NONE`, with every qualified name it may be. */
export interface Reference extends Stated {
  readonly names: readonly string[];
}

export interface Assignment extends Stated {
  /** As it is written: `DEBUG`, `self.password`, `config["SECRET_KEY"]`. */
  readonly target: string;
  /** Its last name: `DEBUG`, `password`, `SECRET_KEY`; "" where a subscript is no literal. */
  readonly name: string;
  readonly names: readonly string[];
  /** Of `a += b` the sum. Of an unpacking, what falls to this target where that can be told. */
  readonly value: Value;
}

export interface Comparison extends Stated {
  /** `==`, `!=`, `<`, `in`, `not in`, `is`, …; of a chain each pair is one comparison. */
  readonly operator: string;
  readonly left: Value;
  readonly right: Value;
}

export interface Assertion extends Stated {
  /** The condition as it is written. */
  readonly text: string;
}

export interface Handler extends Stated {
  /** Exceptions as written, such as `Exception`; empty for a bare `except:`. */
  readonly types: readonly string[];
  /** `pass` and `continue` when its body is nothing else. */
  readonly body: "pass" | "continue" | "other";
}

/** The default of a parameter. */
export interface Default extends Stated {
  /** Such as `Loader.read`; "" for a lambda. */
  readonly function: string;
  readonly parameter: string;
  readonly value: Value;
}

/** A literal in quotes, joined where Python joins it; docstrings are not among them. */
export interface Literal extends Stated {
  readonly value: string;
  readonly bytes: boolean;
}

/** An expression that builds text out of parts, outermost only: f-string, `%`, `+`, `.format`, `.join`. */
export interface BuiltText extends Stated {
  /** Of kind `text`, or `string` when all of it folded. */
  readonly value: Value;
}

export interface FileFacts {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly part: Part;
  /** The Python that was read; of a notebook the lines of its code cells. */
  readonly source: string;
  /** What stands in this line of the file (`Place.line`), without its end; of a notebook the line of code. */
  lineText(line: number): string;
  /** Of a piece of `source`, by offsets in UTF-16 units. */
  placeAt(start: number, end: number): Place;
  readonly imports: readonly Import[];
  readonly calls: readonly Call[];
  readonly references: readonly Reference[];
  readonly assignments: readonly Assignment[];
  readonly comparisons: readonly Comparison[];
  readonly assertions: readonly Assertion[];
  readonly handlers: readonly Handler[];
  readonly defaults: readonly Default[];
  readonly literals: readonly Literal[];
  readonly texts: readonly BuiltText[];
  /** Places that the grammar could not read; the rest of the file is still told. */
  readonly mistakes: readonly Place[];
}
