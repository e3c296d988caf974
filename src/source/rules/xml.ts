/** Rules on XML, whose entities can read files, connect to addresses and grow without end. */

import type { Call, FileFacts, Import } from "../syntax/facts.ts";
import { asInfo, at, doesImport, isFixed, mayBe, truth, valueOf } from "./ask.ts";
import { below, calls, type Condition, imports, library, type Rule, type Verdict } from "./rule.ts";

const etrees = ["xml.etree.ElementTree", "xml.etree.cElementTree"];
const link = library("xml", "xml-security");

export const xmlRules: readonly Rule[] = [
  {
    id: "PY060",
    level: "warning",
    cwe: 776,
    bandit: ["B313", "B314", "B405"],
    finds: "parsing with `xml.etree` where `defusedxml` does not guard the file; of a literal, and importing it: info",
    message: "entities in this text can grow until memory ends; parse what others send with `defusedxml.ElementTree`",
    link,
    looks: [
      calls(
        etrees.flatMap((module) =>
          below(
            module,
            "parse fromstring fromstringlist iterparse XML XMLID XMLParser XMLPullParser ElementTree().parse",
          ),
        ),
        unlessDefused((call) =>
          call.arguments.length > 0 && isFixed(call.arguments[0]?.value) && isText(call) ? { level: "info" } : true,
        ),
      ),
      imports(etrees, unlessDefused(asInfo)),
    ],
  },
  {
    id: "PY061",
    level: "warning",
    cwe: 776,
    bandit: ["B315", "B316", "B317", "B318", "B319", "B406", "B407", "B408", "B409"],
    finds:
      "parsing with `xml.sax`, `minidom`, `pulldom` and `expatbuilder` where `defusedxml` does not guard the file; importing them: info",
    message:
      "entities in this text can grow until memory ends; parse what others send with the same module of `defusedxml`",
    link,
    looks: [
      calls(
        [
          ...below("xml.sax", "parse parseString make_parser expatreader.create_parser"),
          ...["minidom", "pulldom", "expatbuilder"].flatMap((name) => below(`xml.dom.${name}`, "parse parseString")),
        ],
        unlessDefused(() => true),
      ),
      imports(["xml.sax", "xml.dom.minidom", "xml.dom.pulldom", "xml.dom.expatbuilder"], unlessDefused(asInfo)),
    ],
  },
  {
    id: "PY062",
    level: "warning",
    cwe: 611,
    bandit: [],
    finds:
      "`lxml.etree.XMLParser` with `resolve_entities=True`, `load_dtd=True`, `huge_tree=True` or `no_network=False`",
    message:
      "such a parser reads files and addresses that the text names; leave these arguments out and pass `resolve_entities=False`",
    link: "https://lxml.de/parsing.html#parser-options",
    looks: [
      calls(below("lxml.etree", "XMLParser XMLPullParser ETCompatXMLParser iterparse"), (call) => {
        const loose = ["resolve_entities", "load_dtd", "huge_tree"].find(
          (name) => truth(valueOf(call, name)) === "true",
        );
        if (loose !== undefined) return { at: at(call, loose) };
        return mayBe(valueOf(call, "no_network"), false) && { at: at(call, "no_network") };
      }),
    ],
  },
  {
    id: "PY063",
    level: "warning",
    cwe: 776,
    bandit: ["B411"],
    finds: "clients and servers of `xmlrpc`; importing it: info",
    message:
      "whoever is at the other end can send XML that grows until memory ends; call `defusedxml.xmlrpc.monkey_patch()`",
    link: library("xmlrpc"),
    looks: [
      calls(
        [
          ...below("xmlrpc.client", "ServerProxy Server loads"),
          ...below("xmlrpc.server", "SimpleXMLRPCServer DocXMLRPCServer CGIXMLRPCRequestHandler"),
        ],
        unlessDefused(() => true),
      ),
      imports(["xmlrpc"], unlessDefused(asInfo)),
    ],
  },
];

/** Text is handed over, rather than a file. */
function isText({ method }: Call): boolean {
  return method.startsWith("from") || method.startsWith("XML");
}

/** `defusedxml.defuse_stdlib()` and `monkey_patch()` guard whatever is imported. */
function unlessDefused<T extends Call | Import>(condition: (stated: T, file: FileFacts) => Verdict): Condition<T> {
  return (stated, file) => {
    const guarded = doesImport(file, "defusedxml") && file.calls.some(({ callees }) => callees.some(isGuard));
    return guarded ? false : condition(stated, file);
  };
}

function isGuard(name: string): boolean {
  return name === "defusedxml.defuse_stdlib" || name === "defusedxml.xmlrpc.monkey_patch";
}
