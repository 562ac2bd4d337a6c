/** What the search finds beside names: crossings, roads and landmarks, distances from something, coordinates in any notation. */
import { parsePosition } from "../../../server/contract/coordinates/parse.ts";
import { foundHows } from "../../../server/contract/placeFound.ts";
import type { LocatedPlace } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askLocate } from "../../api/locate.ts";
import { doctorWords } from "../../look/words/doctor.ts";

export interface AddressChoice {
  readonly kind: Word;
  readonly name: string;
  readonly note: Word | null;
  /** Null: the coordinate doctor says where it is. */
  readonly at: readonly [lon: number, lat: number] | null;
}
const most = 5;
/** Sites and zones by their names are the search's own. */
const isNew = ({ how, kind }: LocatedPlace): boolean => how !== "name" || kind === "landmark";

function choiceOf({ how, name, lon, lat, accuracy_m }: LocatedPlace): AddressChoice {
  const note = { zh: `误差约 ${accuracy_m} 米`, en: `within about ${accuracy_m} m` };
  return { kind: foundHows[how === "name" ? "name" : how], name, note, at: [lon, lat] };
}

/** @param text what was typed, at most a hundred characters */
export async function addresses(text: string, signal: AbortSignal): Promise<AddressChoice[]> {
  if (parsePosition(text)) return [{ kind: doctorWords["doctor.title"], name: text, note: doctorWords["doctor.system"], at: null }];
  if (text.length < 2) return [];
  const { places } = await askLocate(text, signal);
  return places.filter(isNew).slice(0, most).map(choiceOf);
}
