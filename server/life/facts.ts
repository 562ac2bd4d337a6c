/** What an act said beside the columns every event has; stored as problem_event.facts. Times never stand here: a made-up past moves as a whole. */
import type { Lead, LimitUnit } from "../contract/vocabulary.ts";

/** A time limit: so many urgent hours, work hours, work days or natural days. */
export interface Limit {
  readonly value: number;
  readonly unit: LimitUnit;
}

export interface Facts {
  /** dispatch: the limit its deadline was computed from; extend: what was added. Absent: the deadline was set by hand, or came with an import. */
  readonly limit?: Limit;
  /** dispatch: the cooperating unit. */
  readonly coop?: number;
  /** dispatch: who was found responsible by area and by trade, and which of them leads. */
  readonly area?: number;
  readonly trade?: number;
  readonly lead?: Lead;
  /** dispatch: why it went to another than the one found responsible, or with another limit. */
  readonly overruled?: string;
  /** report, hand_back, close, fix_on_spot: why there is no photo; one of the two is there, or both. */
  readonly noPhoto?: string;
  /** report: another system told of it; its name is no person's. */
  readonly system?: true;
  /** Ids of the photos it was said with. */
  readonly photos?: readonly number[];
}
