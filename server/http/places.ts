/** How many of each weight are at work at once, and how many may wait, by how many sessions the database has. */
import type { Weight } from "./weights.ts";

export interface Bounds {
  /** At work at once. */
  readonly places: number;
  /** May wait in a rush. */
  readonly queue: number;
  /** May wait once somebody had to be sent away. */
  readonly few: number;
  /** Who has waited so long is sent away. */
  readonly patience_ms: number;
}

export interface Lanes {
  readonly lanes: Readonly<Record<Weight, Bounds>>;
  /** Acts, questions and heavy ones at work at once, all together. */
  readonly together: number;
}

/** What one page has on its way at once: a browser's connections to one host, and a wall's or a phone's beside it. */
const onePage = 8;

/**
 * Of ten sessions three are for tiles and six for acts, questions and heavy ones, one of which questions leave free and two of which
 * heavy ones may have; one is for what is cheap. Of one session (the embedded engine) each is at work one by one, in one order.
 * @param sessions of the database beside each other
 */
export function boundsFor(sessions: number): Lanes {
  const tiles = Math.max(1, Math.floor(sessions * 0.3));
  const together = Math.max(1, sessions - tiles - 1);
  const most = Math.max(1, together - 1);
  // With one session a page waits for itself: its own requests are not a crowd, and one long question stands before all others.
  const few = sessions === 1 ? onePage : Math.max(4, Math.ceil(most / 2));
  const patient = sessions === 1 ? 3 : 1;
  return {
    together,
    lanes: {
      // Mostly from memory, and many may wait for one making of a layer: the bound is there so that there is one.
      cheap: { places: 512, queue: 0, few: 0, patience_ms: 1_000 },
      tile: { places: tiles, queue: 256, few: 32, patience_ms: 5_000 * patient },
      // Who acts would rather wait than do it again.
      act: { places: most, queue: 256, few: 2 * few, patience_ms: 20_000 },
      question: { places: most, queue: 48, few, patience_ms: 5_000 * patient },
      heavy: {
        places: Math.max(1, Math.floor(together / 3)),
        queue: 16,
        few: Math.max(4, Math.ceil(few / 2)),
        patience_ms: 10_000 * patient,
      },
    },
  };
}
