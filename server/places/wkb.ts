/** Well-known binary → chains of positions. */
import { WkbReader } from "../ask/wkb.ts";

/** Chains of a geometry, each flat: longitude, latitude, longitude … A point is a chain of one; rings are closed. */
export interface Chains {
  readonly open: number[][];
  readonly rings: number[][];
}

const positions = (from: WkbReader, count: number): number[] => Array.from({ length: count * 2 }, () => from.number());

function read(from: WkbReader, into: Chains): void {
  const type = from.type();
  if (type === 1) into.open.push(positions(from, 1));
  else if (type === 2) into.open.push(positions(from, from.count()));
  else if (type === 3) for (let rest = from.count(); rest > 0; rest--) into.rings.push(positions(from, from.count()));
  else if (type >= 4 && type <= 7) for (let rest = from.count(); rest > 0; rest--) read(from, into);
  else throw new Error(`Geometry type ${type} cannot be measured.`);
}

/** The chains of a plain geometry of longitudes and latitudes; of none (empty) no chains. */
export function chainsOf(wkb: Uint8Array): Chains {
  const chains: Chains = { open: [], rings: [] };
  read(new WkbReader(wkb), chains);
  // An empty point is one that is nowhere.
  return {
    open: chains.open.filter((chain) => chain.length && !Number.isNaN(chain[0])),
    rings: chains.rings.filter((ring) => ring.length),
  };
}
