/** Rules on what a service shows and where it listens. */

import type { Assignment, FileFacts } from "../syntax/facts.ts";
import { possible } from "../syntax/value.ts";
import { asInfo, at, doesImport, onlyString, truth, valueOf } from "./ask.ts";
import { below, calls, imports, library, methods, type Rule, type Verdict } from "./rule.ts";

const cgiHandlers = ["wsgiref.handlers.CGIHandler", "twisted.web.twcgi.CGIScript", "twisted.web.twcgi.CGIDirectory"];

export const webRules: readonly Rule[] = [
  {
    id: "PY100",
    level: "error",
    cwe: 489,
    bandit: ["B201"],
    finds: "`run(debug=True)` of Flask, and `use_debugger=True` of Werkzeug",
    message:
      "whoever sees an error page runs code on this machine; switch the debugger on with `flask --debug run`, where you work",
    link: "https://flask.palletsprojects.com/en/stable/debugging/",
    looks: [
      methods(["run"], (call, file) => {
        const isFlask =
          call.callees.length > 0
            ? call.callees.some((name) => /^(?:flask|quart)\./.test(name))
            : doesImport(file, "flask");
        return (
          isFlask &&
          call.receiver !== undefined &&
          truth(valueOf(call, "debug", 2)) === "true" && { at: at(call, "debug", 2) }
        );
      }),
      calls(
        ["werkzeug.serving.run_simple", "werkzeug.run_simple"],
        (call) => truth(valueOf(call, "use_debugger", 4)) === "true" && { at: at(call, "use_debugger", 4) },
      ),
    ],
  },
  {
    id: "PY101",
    level: "info",
    cwe: 605,
    bandit: ["B104"],
    finds: "the literal `0.0.0.0`, and `::` as the host that is listened on",
    message:
      "everybody who reaches this machine reaches the service; name one address, or see that something guards the port",
    link: library("socket", "socket.socket.bind"),
    looks: [
      { on: "literals", when: ({ value, bytes }) => value === "0.0.0.0" && !bytes },
      methods(["bind", "run", "serve", "listen", "create_server", "start_server", "run_app", "run_simple"], (call) => {
        const values = [valueOf(call, "host"), call.arguments[0]?.value].filter((value) => value !== undefined);
        const hosts = values.flatMap((value) => (value.kind === "tuple" ? value.items.slice(0, 1) : [value]));
        return hosts.some((host) => onlyString(host) === "::");
      }),
    ],
  },
  {
    id: "PY102",
    level: "warning",
    underSecurity: "error",
    cwe: 749,
    bandit: [],
    finds: "servers of `http.server`; importing it: info",
    message:
      "this server checks next to nothing and is not meant for production; run the application behind a WSGI or ASGI server",
    link: library("http.server", "http-server-security"),
    looks: [
      calls(below("http.server", "HTTPServer ThreadingHTTPServer HTTPSServer ThreadingHTTPSServer test")),
      imports(["http.server"], asInfo),
    ],
  },
  {
    id: "PY103",
    level: "warning",
    cwe: 1104,
    bandit: ["B412"],
    finds: "`cgi`, `cgitb` and `CGIHandler`",
    message:
      "`cgi` is gone since Python 3.13, and a header `Proxy` can redirect what a CGI program asks; take a WSGI server",
    link: library("cgi"),
    looks: [imports(["cgi", "cgitb", ...cgiHandlers]), calls(cgiHandlers)],
  },
  {
    id: "PY104",
    level: "warning",
    cwe: 489,
    bandit: [],
    finds: '`DEBUG = True` and `ALLOWED_HOSTS = ["*"]` in a module of settings; in one for development: info',
    message:
      "pages of errors show the settings, or any host name is taken; read it from the environment, with the safe value as default",
    link: "https://docs.djangoproject.com/en/stable/howto/deployment/checklist/",
    looks: [{ on: "assignments", when: judgeSetting }],
  },
];

const settings = /(?:^|\/)(?:settings|config)(?:[^/]*\.py$|\/[^/]+\.py$)/i;
const development = /(?:dev|local|debug|test|ci)[^/]*\.py$/i;

function judgeSetting({ name, scope, value }: Assignment, file: FileFacts): Verdict {
  if (scope !== "" || !settings.test(file.path)) return false;
  const isLoose =
    (name === "DEBUG" && possible(value).some((one) => one.kind === "boolean" && one.value)) ||
    (name === "ALLOWED_HOSTS" &&
      (value.kind === "list" || value.kind === "tuple") &&
      value.items.some((item) => onlyString(item) === "*"));
  return isLoose && (development.test(file.path) ? { level: "info" } : true);
}
