/** Everybody by duty: whom the logs name, and the office's own four. Nobody has an account: the demo is entered by choosing. */
import type { Role } from "../../server/contract/vocabulary.ts";
import { at } from "./geo.ts";
import { streamOf } from "./rng.ts";
import { rosterOf, teams } from "./staff.ts";
import type { World } from "./world.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** External id of a handler's unit, of a dispatcher's or inspector's zone; empty = none. */
  readonly unit: string;
  readonly zone: string;
  /** Plainly invented: nobody has 1390000…. */
  readonly phone: string;
}

const two = (n: number): string => String(n).padStart(2, "0");
/** External id of a unit's first handler, whom others ask for. */
export const contactOf = (unit: string): string => `${unit}-1`;

/** All people, those of the command centre first. */
export function peopleOf(world: World): Person[] {
  const roster = rosterOf(world);
  const people: Person[] = [];
  const add = (id: string, name: string, role: Role, where: { unit?: string; zone?: string } = {}): void => {
    const phone = `1390000${String(people.length + 1).padStart(4, "0")}`;
    people.push({ id, name, role, unit: where.unit ?? "", zone: where.zone ?? "", phone });
  };
  const zones = world.zones.filter((z) => z.level === 1).map((z) => z.code);
  const inTurn = (i: number) => ({ zone: at(zones, i % zones.length) });
  // Two for the whole district, by day and by night; the others each for a sub-district.
  for (const [i, name] of roster.dispatchers.entries()) add(`D${two(i + 1)}`, name, "dispatcher", i < 2 ? {} : inTurn(i - 2));
  for (const [i, name] of roster.chiefs.entries()) add(`L${two(i + 1)}`, name, "leader");
  const office = teams(streamOf(world.seed, "office"), roster.names);
  for (const role of ["planner", "auditor", "administrator", "security"] as const) add(`A-${role}`, at(office(1), 0), role);
  for (const [i, name] of roster.recheckers.entries()) add(`R${two(i + 1)}`, name, "inspector");
  for (const [i, name] of roster.inspectors.entries()) add(`I${two(i + 1)}`, name, "inspector");
  for (const [i, name] of roster.patrols.entries()) add(`P${two(i + 1)}`, name, "inspector", inTurn(i));
  for (const [unit, names] of roster.handlers) for (const [i, name] of names.entries()) add(`${unit}-${i + 1}`, name, "handler", { unit });
  // The last, so that everybody before keeps their number.
  add("A-evidence", at(office(1), 0), "evidence");
  return people;
}
