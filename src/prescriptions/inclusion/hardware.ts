/**
 * `hardware`: alternatives, of which one must fit, each with all that it states. Null stands for what is not known of
 * the machine. Flags are looked up by family and model; of a processor that is not in our table nothing is said, so that
 * neither `[avx2]` nor `{not: [avx2]}` fits it.
 */

import { type Static, type TSchema, Type } from "typebox";
import { closed, type YamlPath } from "../../base/index.ts";
import { cpuFlags, type Hardware, tryCpuFlags } from "../../environments/index.ts";
import type { RuleSource } from "../rule-source.ts";
import { admits, type Choice, choice, isNegated, listed, type Test } from "./choice.ts";

/** A choice in which null stands for what is not known; alone it is a list of one. */
function known<Item extends TSchema>(item: Item) {
  return Type.Optional(Type.Union([choice(Type.Union([item, Type.Null()])), Type.Null()]));
}

const Machine = closed({
  cpu_families: known(Type.Integer()),
  cpu_models: known(Type.Integer()),
  cpu_flags: Type.Optional(choice(Type.Enum([...cpuFlags]))),
  gpu_models: known(Type.String()),
});

type Machine = Static<typeof Machine>;

export const HardwareSchema = choice(Machine);

/** @param path of `stated` from the root of the unit. @throws {InvalidRule} when it lists nothing. */
export function hardwareTest(stated: Static<typeof HardwareSchema>, source: RuleSource, path: YamlPath): Test {
  const machines = listed(stated);
  if (machines.length === 0) throw source.invalid(path, `${source.nameOf(path)} lists nothing`);
  const isWanted = !isNegated(stated);
  return ({ environment }) => machines.some((machine) => fits(machine, environment.hardware)) === isWanted;
}

function fits(machine: Machine, hardware: Hardware): boolean {
  return (
    fitsKnown(machine.cpu_families, hardware.cpuFamily) &&
    fitsKnown(machine.cpu_models, hardware.cpuModel) &&
    fitsKnown(machine.gpu_models, hardware.gpuModel) &&
    fitsFlags(machine.cpu_flags, hardware)
  );
}

function fitsKnown<Item>(stated: Choice<Item | null> | null | undefined, value: Item | undefined): boolean {
  if (stated === undefined) return true;
  return admits(stated ?? [null], value ?? null);
}

function fitsFlags(stated: Machine["cpu_flags"], hardware: Hardware): boolean {
  if (stated === undefined) return true;
  const flags = tryCpuFlags(hardware);
  if (flags === undefined) return false;
  const isWanted = !isNegated(stated);
  return listed(stated).every((flag) => flags.includes(flag) === isWanted);
}
