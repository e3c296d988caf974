import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import {
  type MarkerEnvironment,
  InvalidMarker,
  Marker,
  UndefinedMarkerComparison,
  extraName,
} from "../../src/python/index.ts";
import { MAX_DEPTH } from "../../src/python/marker-parser.ts";
import { anyMarkerText } from "../support/any-python.ts";

const linux: MarkerEnvironment = {
  implementation_name: "cpython",
  implementation_version: "3.10.4",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "5.15.0-107-generic",
  platform_system: "Linux",
  platform_version: "#117-Ubuntu SMP",
  python_full_version: "3.10.4",
  python_version: "3.10",
  sys_platform: "linux",
};

// [marker, whether it holds on that Linux with CPython 3.10.4]
const rows: readonly (readonly [string, boolean])[] = [
  // pypa/pip#6730: 3.10 is newer than 3.8 and 3.9, and not 3.1.
  [`python_version < "3.8"`, false],
  [`python_version < "3.11"`, true],
  [`python_version >= "3.9"`, true],
  [`python_version == "3.1"`, false],
  [`python_full_version < "3.10.2"`, false],
  // notarious2/fastapi-chat#13: a marker on one patch release holds on no other.
  [`python_full_version == "3.10.3"`, false],
  [`python_full_version == "3.10.*"`, true],
  [`python_version ~= "3.8"`, true],
  [`python_version === "3.10"`, true],
  [`"3.8" <= python_version`, true],
  [`"3.11" <= python_version`, false],
  [`"3.10" <= python_version`, true],
  [`python_version == " 3.10 "`, true],
  [`python_version == "=3.10"`, true], // `==` and `=3.10` make `===3.10`
  // In the form of a version or not: `in` looks for a part of a text, other texts are equal or not.
  [`python_version in "2.6 2.7 3.10"`, true],
  [`python_version in "3.100"`, true],
  [`"3.1" in python_version`, true],
  [`python_version not in "2.7"`, true],
  [`python_version >= "three"`, false],
  [`python_version != "three"`, true],
  [`platform_release >= "5"`, false], // `5.15.0-107-generic` is no version
  [`platform_release == "5.15.0-107-generic"`, true],
  [`implementation_version >= "3.10.0"`, true],
  // Texts: no order.
  [`os_name == "posix"`, true],
  [`os_name >= "posix"`, true],
  [`os_name < "zzz"`, false],
  [`os_name > "aaa"`, false],
  [`"linux" in sys_platform`, true],
  [`sys_platform in "linux2"`, true],
  [`sys_platform == "Linux"`, false],
  [`platform_version >= "1"`, false],
  // Old spellings.
  [`os.name == 'posix' and sys.platform == 'linux'`, true],
  [`platform.python_implementation == 'CPython'`, true],
  [`python_implementation == 'Jython'`, false],
  // `and` binds tighter than `or`; every comparison counts, and parentheses change that.
  [`os_name == "nt" and os_name == "nt" or os_name == "posix"`, true],
  [`os_name == "nt" and (os_name == "nt" or os_name == "posix")`, false],
  [`os_name == "posix" or os_name == "nt" and os_name == "nt"`, true],
  // No extra was asked for.
  [`extra == "socks"`, false],
  [`extra == ""`, true],
  [`extra != "socks"`, true],
  // Two texts: the right one is taken for a variable's name. Two variables: the right one stands for its name.
  [`"posix" == "os_name"`, true],
  [`os_name == sys_platform`, false],
];

for (const [marker, holds] of rows) {
  test(`${marker} ${holds ? "holds" : "does not hold"}`, () =>
    assert.equal(Marker.parse(marker).evaluate(linux), holds));
}

// [marker, extras, whether it holds]
for (const [marker, extras, holds] of [
  [`extra == "socks"`, ["socks"], true],
  [`extra == "SOCKS"`, ["Socks"], true],
  [`"Different.punctuation..is...equal" == extra`, ["different__punctuation_is_EQUAL"], true],
  [`extra == "a" and extra == "b"`, ["a", "b"], false], // one at a time
  [`extra == "a" or extra == "b"`, ["x", "b"], true],
  [`extra != "a"`, ["a"], false],
  [`extra != "a"`, ["a", "b"], true],
] as const) {
  test(`${marker} ${holds ? "holds" : "does not hold"} for ${extras.join(", ")}`, () => {
    assert.equal(Marker.parse(marker).evaluate(linux, extras.map(extraName)), holds);
  });
}

for (const marker of [
  `os_name ~= "posix"`,
  `os_name === "posix"`,
  `python_version ~= "3"`,
  `"x" in extras`,
  `"x" == "y"`,
  `os_name == "posix" or os_name ~= "x"`,
]) {
  test(`${marker} has no meaning`, () => {
    assert.throws(() => Marker.parse(marker).evaluate(linux), UndefinedMarkerComparison);
  });
}

test("an interpreter built between releases has a version all the same", () => {
  const between = { ...linux, python_full_version: "3.13.0+" };
  assert.equal(Marker.parse(`python_full_version > "3.12"`).evaluate(between), true);
});

for (const [text, printed] of [
  [`python_version=='2.7'`, `python_version == "2.7"`],
  [`(python_version == "2.7")`, `python_version == "2.7"`],
  [`((os_name=='a') and ((os_name=='b' or os_name=='c')))`, `os_name == "a" and (os_name == "b" or os_name == "c")`],
  [`os_name=='a' and (os_name=='b' and os_name=='c')`, `os_name == "a" and (os_name == "b" and os_name == "c")`],
  [`os_name  not\tin 'a"b'`, `os_name not in 'a"b'`],
  [`os.name == "a"or"b"in platform.machine`, `os_name == "a" or "b" in platform_machine`],
  [`python_implementation == 'x'`, `platform_python_implementation == "x"`],
  [`extra == 'Some_Extra'`, `extra == "some-extra"`],
  [`'Some_Extra' in extras`, `"some-extra" in extras`],
  [`os_name == "a\\x62"`, `os_name == "ab"`],
] as const) {
  test(`${text} prints as ${printed}`, () => assert.equal(Marker.parse(text).toString(), printed));
}

const notMarkers = [
  "",
  "this_isnt_a_real_variable >= '1.0'",
  "python_version",
  "(python_version)",
  `python_version >= 1.0`,
  `(python_version == "2.7"`,
  `python_version == "2.7")`,
  `python_version == "2.7" with random text`,
  `python_version == "2.7" and`,
  `os_name == "a" os_name == "b"`,
  `python_version == "2.7"\n`,
  `os_name == "a\nb"`,
  `os_name == 'C:\\'`,
  `os_name == "\\x"`,
  `os_name not "a"`,
  `os_name notin "a"`,
  `"a"inos_name`,
  `os_name = "a"`,
  `os_name == "a`,
  `Python_Version == "3"`,
  `os_nameé == "a"`,
  `os_name == "a" < "b"`,
  `os_name == '\\x22\\x27'`,
];

for (const text of notMarkers) {
  test(`${JSON.stringify(text)} is no marker`, () => {
    assert.throws(() => Marker.parse(text), InvalidMarker);
    assert.equal(Marker.tryParse(text), undefined);
  });
}

test("an error names the column where the text stops being a marker", () => {
  assert.throws(() => Marker.parse(`os_name == "a" and (os_name ~ "b")`), /expected an operator.* at column 29$/);
});

test("the variables of a marker are known in their present spelling", () => {
  const marker = Marker.parse(`os.name == "a" and ("b" in extra or python_version < "3")`);
  assert.deepEqual([...marker.variables()].sort(), ["extra", "os_name", "python_version"]);
});

test("a marker prints as one that reads back the same, and a conjunction holds where both hold", () => {
  fc.assert(
    fc.property(anyMarkerText, anyMarkerText, (a, b) => {
      const [left, right] = [Marker.parse(a), Marker.parse(b)];
      for (const marker of [left, left.and(right)]) {
        const again = Marker.parse(marker.toString());
        assert.equal(again.toString(), marker.toString());
        assert.equal(again.evaluate(linux), marker.evaluate(linux));
      }
      assert.equal(left.and(right).evaluate(linux), left.evaluate(linux) && right.evaluate(linux));
    }),
  );
});

test(`${MAX_DEPTH} open parentheses are read, one more is refused`, () => {
  const nested = (depth: number): string => `${"(".repeat(depth)}os_name == "posix"${")".repeat(depth)}`;
  assert.equal(Marker.parse(nested(MAX_DEPTH)).toString(), `os_name == "posix"`);
  assert.throws(() => Marker.parse(nested(MAX_DEPTH + 1)), InvalidMarker);
});

test("a million brackets, quotes or blanks cost one pass and a sentence", () => {
  const million = 1_000_000;
  for (const text of ["(", '"', "'", " ", "\\", "in ", "python_version", `"a`, `(os_name=="a")`].map((part) =>
    part.repeat(million / part.length),
  )) {
    assert.throws(
      () => Marker.parse(text),
      (error: Error) => error instanceof InvalidMarker && error.message.length < 300,
    );
  }
});

test("a row of 100,000 terms does not nest", () => {
  const marker = Marker.parse(Array.from({ length: 100_000 }, () => `os_name=="posix"`).join(" and "));
  assert.equal(marker.evaluate(linux), true);
  assert.equal(marker.variables().size, 1);
});
