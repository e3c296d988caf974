/** Rules on text that is put together and then read by a database, a template engine or a browser. */

import type { BuiltText, Call } from "../syntax/facts.ts";
import { isLiteral, type Value } from "../syntax/value.ts";
import { at, isCallOf, isClean, isFixed, templateOf, truth, valueOf } from "./ask.ts";
import { below, calls, library, methods, type Rule, type Verdict } from "./rule.ts";

const safeStrings = [
  ...below("django.utils.safestring", "mark_safe SafeString SafeText SafeUnicode SafeBytes SafeData"),
  "django.utils.html.mark_safe",
  "django.template.defaultfilters.mark_safe",
];
const markups = ["markupsafe.Markup", "flask.Markup", "jinja2.Markup", "jinja2.utils.Markup"];

/** What gives text that a browser may show. */
const escapers = [
  ...below("django.utils.html", "escape conditional_escape format_html format_html_join json_script escapejs"),
  ...below("markupsafe", "escape escape_silent"),
  ...below("html", "escape"),
  ...below("flask", "escape"),
  ...below("bleach", "clean linkify"),
  ...below("nh3", "clean"),
  ...below("builtins", "int len float"),
  "django.utils.safestring.mark_safe",
];

export const injectionRules: readonly Rule[] = [
  {
    id: "PY050",
    level: "error",
    cwe: 89,
    bandit: ["B608"],
    finds:
      "SQL put together by `%`, `+`, an f-string, `.format` or `.join` in `execute`, `executemany`, `executescript`, `raw`, `read_sql` or `text`; elsewhere, and where the parts are numbers or placeholders: info",
    message: "a value becomes part of the statement here; write a placeholder and hand the value over as a parameter",
    link: library("sqlite3", "how-to-use-placeholders-to-bind-values-in-sql-queries"),
    looks: [
      methods(["execute", "executemany", "executescript", "raw", "read_sql", "read_sql_query", "text"], judgeStatement),
      { on: "texts", when: ({ value }: BuiltText) => looksLikeSql(value) && { level: "info" } },
      methods(["replace"], (call) => isReplacedSql(call) && { level: "info" }),
    ],
  },
  {
    id: "PY051",
    level: "error",
    cwe: 89,
    bandit: ["B610", "B611"],
    finds: "Django's `RawSQL` and `.extra(…)` with a part that is not literal",
    message: "a value becomes part of the statement here; use expressions of the ORM, or `%s` and `params`",
    link: "https://docs.djangoproject.com/en/stable/topics/security/#sql-injection-protection",
    looks: [
      methods(["RawSQL"], (call, file) => {
        const isDjango =
          call.callees.some((name) => name.startsWith("django.")) ||
          file.imports.some(({ qualified }) => qualified.startsWith("django.db.models"));
        return isDjango && !isFixed(valueOf(call, "sql", 0));
      }),
      methods(["extra"], judgeExtra),
    ],
  },
  {
    id: "PY052",
    level: "warning",
    cwe: 79,
    bandit: ["B701"],
    finds: "`jinja2.Environment` with `autoescape` absent or false; with a value nobody can tell: info",
    message: "values are not escaped in these templates; pass `autoescape=jinja2.select_autoescape()`",
    link: "https://jinja.palletsprojects.com/en/stable/api/#autoescaping",
    looks: [
      calls(["jinja2.Environment", "jinja2.environment.Environment", "jinja2.sandbox.SandboxedEnvironment"], (call) => {
        const value = valueOf(call, "autoescape");
        if (value !== undefined && isCallOf(value, ["jinja2.select_autoescape", "jinja2.utils.select_autoescape"]))
          return false;
        const escapes = truth(value);
        return escapes === "maybe" ? { level: "info" } : escapes === "false";
      }),
    ],
  },
  {
    id: "PY053",
    level: "error",
    cwe: 1336,
    bandit: [],
    finds: "`jinja2.Template`, `from_string` and `render_template_string` of what is not literal",
    message:
      "a value becomes part of the template, which can run code; keep the template fixed and hand the value over",
    link: "https://jinja.palletsprojects.com/en/stable/sandbox/",
    looks: [
      calls(
        [
          ...below("jinja2", "Template Environment().from_string environment.Template"),
          ...below("flask", "render_template_string templating.render_template_string"),
        ],
        (call) => !isFixed(valueOf(call, "source", 0)),
      ),
    ],
  },
  {
    id: "PY054",
    level: "warning",
    cwe: 79,
    bandit: ["B702"],
    finds: "`mako.template.Template`; with `default_filters` that has `h`: info",
    message: "Mako escapes nothing unless it is told; pass `default_filters=['h']`",
    link: "https://docs.makotemplates.org/en/latest/filtering.html",
    looks: [
      calls(["mako.template.Template", "mako.Template"], (call) => {
        const filters = valueOf(call, "default_filters");
        const escapes =
          filters !== undefined && filters.kind === "list" && filters.items.some((item) => templateOf(item) === "h");
        return escapes ? { level: "info" } : true;
      }),
    ],
  },
  {
    id: "PY055",
    level: "warning",
    cwe: 79,
    bandit: ["B308", "B703", "B704"],
    finds: "`mark_safe`, `SafeString` and `Markup` of what is neither literal nor escaped; else: info",
    message: "a browser reads this as it stands; build it with `format_html` or `Markup('…').format(value)`",
    link: "https://docs.djangoproject.com/en/stable/ref/utils/#module-django.utils.safestring",
    looks: [
      calls([...safeStrings, ...markups], (call) => {
        const text = call.arguments[0]?.value;
        if (text === undefined) return false;
        return isClean(text, isEscaped) ? { level: "info" } : true;
      }),
    ],
  },
];

function isEscaped(part: Value): boolean {
  return isCallOf(part, escapers) || isCallOf(part, markups) || (part.kind === "call" && isMarkupFormat(part.call));
}

/** `Markup('…').format(value)` escapes the value. */
function isMarkupFormat({ callees }: Call): boolean {
  return callees.some((name) => markups.some((markup) => name === `${markup}().format`));
}

const begins =
  /^\s*(?:--[^\n]*\s+)*\(?\s*(?:select|insert|update|delete|replace|create|drop|alter|merge|with|truncate|grant|revoke|call|exec|explain|pragma|attach|vacuum|copy|show|set)\b/i;

/** As bandit has it. */
const statement = /select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s/is;

/** `raw` and `text` are the names of many other things. */
const vague = new Set(["raw", "text"]);

function judgeStatement(call: Call): Verdict {
  const sql = call.arguments[0]?.value;
  if (sql === undefined) return false;
  const texts = sql.kind === "either" ? sql.values : sql.kind === "call" ? [insideText(sql.call) ?? sql] : [sql];
  const isSure = texts.some((text) => {
    if (text.kind === "call") return isReplacedSql(text.call);
    if (text.kind !== "text" || isClean(text, isHarmless)) return false;
    const template = templateOf(text) ?? "";
    return statement.test(template) || (!vague.has(call.method) && begins.test(template));
  });
  return isSure && { at: at(call, "", 0) };
}

/** `"SELECT …".replace("[NAME]", value)` */
function isReplacedSql({ method, receiver, arguments: given }: Call): boolean {
  const isReplaced = method === "replace" && receiver !== undefined && !given.every(({ value }) => isLiteral(value));
  return isReplaced && statement.test(templateOf(receiver) ?? "");
}

/** Of `execute(text(f"…"))` the text. */
function insideText(call: Call): Value | undefined {
  return call.method === "text" ? call.arguments[0]?.value : undefined;
}

/** Numbers, and lists of placeholders such as `", ".join("?" * n)`. */
function isHarmless(part: Value): boolean {
  if (isCallOf(part, ["builtins.int", "builtins.len", "builtins.float"])) return true;
  if (part.kind === "operation") return part.operator === "*" && part.operands.some(isPlaceholder);
  return (
    part.kind === "text" && part.how === "join" && part.parts.every((one) => typeof one === "string" || isHarmless(one))
  );
}

function isPlaceholder(value: Value): boolean {
  if (value.kind === "list" || value.kind === "tuple") return value.items.every(isPlaceholder);
  return value.kind === "string" && /^[?%s:, ()]+$/.test(value.value);
}

function looksLikeSql(value: Value): boolean {
  const template = value.kind === "text" ? templateOf(value) : undefined;
  return template !== undefined && statement.test(template);
}

/** Only what Django's method takes, so that a method of another thing with that name is none. */
function judgeExtra(call: Call): Verdict {
  const known = ["select", "where", "params", "tables", "order_by", "select_params"] as const;
  const isDjango =
    call.receiver !== undefined &&
    call.arguments.length > 0 &&
    call.arguments.every(({ keyword }) => keyword === undefined || (known as readonly string[]).includes(keyword));
  if (!isDjango) return false;
  const isFree = known.some((name, position) => {
    if (name === "params" || name === "select_params" || name === "order_by") return false;
    const value = valueOf(call, name, position);
    return value !== undefined && !isLiteral(value);
  });
  return isFree;
}
