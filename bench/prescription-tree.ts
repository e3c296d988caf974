/**
 * A made-up tree of rules with the shape that large collections have: some 65,000 files and 90,000 units, nearly all of
 * which only tell something about one package, one release or one container image, and few of which change an answer.
 * Names and sentences are invented; sizes, kinds and repetition are what counts.
 */

/** A package, and how many units it has. */
export interface TreeSize {
  readonly packages: number;
  /** Small files of one unit each for an average package. */
  readonly filesPerPackage: number;
  /** Packages that have a unit for each of many releases, the first one for 1,359. */
  readonly measured: number;
  readonly images: number;
}

export const wholeTree: TreeSize = { packages: 5_600, filesPerPackage: 11.44, measured: 570, images: 228 };

interface TreeFile {
  readonly path: string;
  readonly text: string;
}

/** The same for the same size. */
export function* ruleTree({ packages, filesPerPackage, measured, images }: TreeSize): Generator<TreeFile> {
  yield { path: "_prescription_metadata.yaml", text: "prescription:\n  name: bench\n  release: '2026-11-01'\n" };
  for (let i = 0; i < packages; i++) {
    const name = packageOf(i);
    const folder = `${name.slice(0, 2)}_/${name}`;
    const count = Math.floor((i + 1) * filesPerPackage) - Math.floor(i * filesPerPackage);
    for (let k = 0; k < count; k++) yield { path: `${folder}/topic_${k}.yaml`, text: wrapFile(name, i, k) };
    if (i < measured)
      yield { path: `${folder}/size.yaml`, text: sizeFile(name, i === 0 ? 1_359 : 10 + ((i * 37) % 45)) };
    if (i < 36) yield { path: `${folder}/step.yaml`, text: stepFile(name, packageOf(i + 1), i) };
    if (i < 55) yield { path: `${folder}/sieve.yaml`, text: sieveFile(name, i) };
  }
  for (let i = 0; i < images; i++) yield { path: `_images/image_${i}/findings.yaml`, text: imageFile(i) };
}

const syllables = ["ba", "co", "di", "fu", "ge", "ha", "ji", "ko", "lu", "mi", "no", "pa", "qui", "ro", "su", "ta"];

/** Three syllables of sixteen name 4,096 packages, a fourth one the rest. */
export function packageOf(index: number): string {
  const digits = [index >> 8, index >> 4, index].map((digit) => syllables[digit & 15]!);
  const more = index >> 12;
  return digits.join("") + (more === 0 ? "" : `-${syllables[more]!}`);
}

function unitName(name: string, what: string): string {
  return name.replaceAll("-", "").replace(/^./, (letter) => letter.toUpperCase()) + what;
}

function wrapFile(name: string, index: number, topic: number): string {
  const system =
    topic === 5
      ? "    runtime_environments:\n      operating_systems:\n      - name: fedora\n        version: '35'\n"
      : "";
  const where = topic % 3 === 0 ? "        index_url: https://pypi.org/simple\n" : "";
  return `units:
  wraps:
  - name: ${unitName(name, `Topic${topic}`)}
    type: wrap
    should_include:
      adviser_pipeline: true
${system.replaceAll(/^ {4}/gm, "      ")}    match:
      state:
        resolved_dependencies:
        - name: ${name}
${where.replaceAll(/^ {8}/gm, "          ")}    run:
      justification:
      - type: ${topic % 2 === 0 ? "INFO" : "WARNING"}
        message: Package ${name} scored ${(index + topic) % 11} of 10 points for its habits of kind ${topic}
        link: https://example.org/habits/${name}/${topic}
        package_name: ${name}
`;
}

function sizeFile(name: string, count: number): string {
  const units = Array.from({ length: count }, (_, release) => {
    const version = `${1 + (release >> 8)}.${(release >> 4) & 15}.${release & 15}`;
    return `  - name: ${unitName(name, `Size${release}`)}
    type: wrap
    should_include:
      adviser_pipeline: true
    match:
      state:
        resolved_dependencies:
        - name: ${name}
          version: ==${version}
          index_url: https://pypi.org/simple
    run:
      justification:
      - type: INFO
        message: The files of ${name} in version ${version} take ${release % 97}.${release % 10} MB
        link: https://example.org/files/${name}/${version}
        package_name: ${name}
`;
  });
  return `units:\n  wraps:\n${units.join("")}`;
}

function stepFile(name: string, other: string, index: number): string {
  const refuses = index % 2 === 0;
  const run = refuses
    ? `      not_acceptable: ${name} breaks beside ${other}\n`
    : `      score: -0.1\n      justification:\n      - type: WARNING\n        message: ${name} is slow here\n        link: https://example.org/slow\n`;
  const state = refuses
    ? `      state:\n        resolved_dependencies:\n        - name: ${other}\n          version: '>=2'\n`
    : "";
  return `units:
  steps:
  - name: ${unitName(name, "Step")}
    type: step
    should_include:
      adviser_pipeline: true
    match:
      package_version:
        name: ${name}
        version: '<1.5'
${state}    run:
${run}`;
}

function sieveFile(name: string, index: number): string {
  return `units:
  sieves:
  - name: ${unitName(name, "Sieve")}
    type: sieve
    should_include:
      adviser_pipeline: true
      runtime_environments:
        python_version: ==3.${6 + (index % 7)}
    match:
      package_version:
        name: ${name}
        version: '<1.${index % 10}'
    run:
      log:
        message: An old ${name} does not know this Python
        type: WARNING
`;
}

/** Of each image, boots that refuse it and wraps that tell of it. */
function imageFile(index: number): string {
  const image = `quay.example.org/team${index % 29}/image:v0.${index}.0`;
  const include = (types: string) => `    should_include:
      adviser_pipeline: true
      recommendation_types:
${types}      runtime_environments:
        base_images:
        - ${image}
`;
  const list = (...types: string[]) => types.map((type) => `      - ${type}\n`).join("");
  const told = (what: string, finding: number) => `      stack_info:
      - type: ${what}
        message: >-
          A finding with the number ${index * 100 + finding} of the container image
          ${image} was seen by a scanner
        link: https://example.org/findings/${index}/${finding}
`;
  const boots = Array.from(
    { length: 14 },
    (_, finding) => `  - name: Image${index}Boot${finding}
    type: boot
${include(list("security"))}    run:
      not_acceptable: The container image has a finding with the number ${finding}
${told("ERROR", finding)}`,
  );
  const wraps = Array.from(
    { length: 15 },
    (_, finding) => `  - name: Image${index}Wrap${finding}
    type: wrap
${include(list("latest", "performance", "stable", "testing"))}    run:
${told("WARNING", finding)}`,
  );
  return `units:\n  boots:\n${boots.join("")}  wraps:\n${wraps.join("")}`;
}
