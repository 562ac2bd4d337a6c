/** Back and forth, each said by what it would do. */
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { chips } from "../../../server/contract/sentence.ts";
import type { AppState } from "../../state/app.ts";
import type { Undo } from "../../state/undo.ts";
import { type Book, bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { takeBack } from "../run/app.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";

const undoOf = (state: AppState) => state.undo;
const filterOf = (state: AppState) => state.view.filter;

/** What made one filter of another: the first condition that came, or else the first that went. */
function madeOf(before: Filter, after: Filter, book: Book, say: Say): string {
  // Two drawings read alike: what they are is in their keys.
  const parts = (filter: Filter) =>
    chips({ ...emptyFilter, ...filter }, book).map(({ key, text }) => ({ is: `${key} ${text.en}`, text: say.of(text) }));
  const [was, is] = [parts(before), parts(after)];
  const notIn = (these: typeof was, those: typeof was) => these.find((one) => !those.some((other) => other.is === one.is))?.text;
  const added = notIn(is, was);
  const gone = notIn(was, is);
  if (added) return say.t("undo.added", { text: added });
  return gone ? say.t("undo.removed", { text: gone }) : say.t("undo.filter");
}

function nameOf(entry: Undo["past"][number] | undefined, filter: Filter, direction: "undo" | "redo", book: Book, say: Say): string {
  if (!entry) return say.t(`filter.${direction}`);
  const [before, after] = direction === "undo" ? [entry.step.filter, filter] : [filter, entry.step.filter];
  const what = entry.change === "filter" ? madeOf(before, after, book, say) : say.t(`undo.${entry.change}`);
  return say.t(`filter.${direction}Of`, { what });
}

const ways = [
  { direction: "undo", stack: "past", keys: "Ctrl+Z" },
  { direction: "redo", stack: "future", keys: "Ctrl+Shift+Z" },
] as const;

export function UndoButtons() {
  const app = useApp();
  const say = useSay();
  const undo = usePart(undoOf);
  const filter = usePart(filterOf);
  const book = usePart(bookOf);
  return ways.map(({ direction, stack, keys }) => {
    const name = nameOf(undo[stack].at(-1), filter, direction, book, say);
    return (
      <button
        key={direction}
        type="button"
        className="icon-button"
        title={`${name} ${keys}`}
        aria-label={name}
        disabled={!undo[stack].length}
        onClick={() => takeBack(app, direction)}
      >
        <Icon name={direction} />
      </button>
    );
  });
}
