/** The words that the desk says from its first picture on. */

import { actsWords } from "./words/acts.ts";
import { liveWords } from "./words/live.ts";
import { mapWords } from "./words/map.ts";
import { learn } from "./words.ts";

for (const room of [mapWords, actsWords, liveWords]) learn(room);
