/** Lines laid on sheets of A4, in their order: nothing is cut, nothing stands over the edge; what does not fit goes on overleaf. Pure; millimetres. */

/** Something that stands across the sheet and cannot be divided. */
export interface Unit {
  readonly height: number;
  /** It does not stand last on a sheet: a heading, the head of a table. */
  readonly withNext?: boolean;
  /** Stands first again where its table goes on overleaf. */
  readonly repeat?: Unit;
}

export const sheet = { width: 210, height: 297, side: 15, top: 11, bottom: 13 } as const;
/** Heights of what stands over the text: of a page's first sheet, and of those it goes on on. */
export const heads = { first: 20, next: 12 } as const;
export const textWidth = sheet.width - 2 * sheet.side;
export const roomOf = (first: boolean): number => sheet.height - sheet.top - sheet.bottom - (first ? heads.first : heads.next);

/** Units that must stand together: each that is kept with the next, with what it is kept with. */
function groupsOf<U extends Unit>(units: readonly U[]): U[][] {
  const groups: U[][] = [];
  let open = false;
  for (const unit of units) {
    if (open) groups.at(-1)?.push(unit);
    else groups.push([unit]);
    open = unit.withNext === true;
  }
  return groups;
}
const heightOf = (units: readonly Unit[]): number => units.reduce((sum, { height }) => sum + height, 0);
// Sums of tenths: less than that is rounding.
const hair = 1e-6;

/** @param units none higher than a sheet has room @returns the units of each sheet; at least one sheet */
export function paginate<U extends Unit & { readonly repeat?: U }>(units: readonly U[]): U[][] {
  const sheets: U[][] = [[]];
  let used = 0;
  const lay = (group: readonly U[], height: number): void => {
    const last = sheets.at(-1) as U[];
    if (last.length === 0 || used + height <= roomOf(sheets.length === 1) + hair) {
      last.push(...group);
      used += height;
      return;
    }
    const again = group[0]?.repeat;
    sheets.push(again ? [again, ...group] : [...group]);
    used = height + (again?.height ?? 0);
  };
  for (const group of groupsOf(units)) {
    const height = heightOf(group);
    // Too much to stand together even on a sheet of its own: one by one, then.
    if (height + (group[0]?.repeat?.height ?? 0) <= Math.min(roomOf(true), roomOf(false))) lay(group, height);
    else for (const unit of group) lay([unit], unit.height);
  }
  return sheets;
}
