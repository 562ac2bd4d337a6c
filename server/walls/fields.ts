/** Fields of what walls and the desk say. */
import { type Field, flagField, listField, numberField, objectField, optional, textField, timeField, wordField } from "../ask/body.ts";
import { type Freshness, freshness, type SceneKind, sceneKinds } from "../contract/wall.ts";

const keys = <K extends string>(list: Readonly<Record<K, unknown>>): K[] => Object.keys(list) as K[];
const index: Field<number> = numberField(0, 99, "Of its tour, from 0.", true);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f\p{Surrogate}]/gu;
/** Text that the page cut somewhere, or had from elsewhere: a wall is not unheard for a character of it that cannot be kept. */
function saidField(least: number, most: number, description: string): Field<string> {
  const text = textField(least, most, description);
  return { ...text, read: (name, value) => text.read(name, typeof value === "string" ? value.replace(unprintable, "\ufffd") : value) };
}

/** A wall's word about itself: see WallWord. */
export const wallFields = {
  scene: optional(
    objectField({
      index,
      kind: wordField<SceneKind>(keys(sceneKinds), "What kind of scene."),
      title: saidField(0, 60, "What it is called."),
    }),
  ),
  paused: flagField("It stands still by somebody's hand."),
  freshness: wordField<Freshness>(keys(freshness), "How fresh its picture is."),
  screen: textField(0, 60, "Pixels and layout."),
  page: textField(0, 100, "The build it runs."),
  clockOff_s: numberField(-1e9, 1e9, "The device's clock less the server's, seconds."),
  upSince: timeField("Since when the page has run."),
  heap_mb: optional(numberField(0, 1e6, "Memory of its scripts.")),
  faults: listField(saidField(1, 300, "What is not right with it."), 0, 20, "In words."),
  taken: listField(numberField(1, Number.MAX_SAFE_INTEGER, "An order.", true), 0, 100, "Orders it has."),
};
