/** A question that was refused because of one of its parts: the server's words, and a button that takes exactly that part away. */
import { emptyFilter } from "../../../server/contract/filter.ts";
import { chips } from "../../../server/contract/sentence.ts";
import type { AppState } from "../../state/app.ts";
import { withoutRefused } from "../../state/refused.ts";
import { bookOf } from "../names.ts";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const listingOf = (state: AppState) => state.listing;
const viewOf = (state: AppState) => state.view;
const districtOf = (state: AppState) => state.district;
export function RefusedPart() {
  const app = useApp();
  const say = useSay();
  const { state, failure, refused } = usePart(listingOf);
  const { filter, near } = usePart(viewOf);
  const district = usePart(districtOf);
  const book = usePart(bookOf);
  if (state !== "failed" || !refused || !failure) return null;
  const left = withoutRefused({ filter, near }, refused, (place) => {
    if ("site" in place) return book.siteRow(place.site) !== undefined;
    return "zone" in place && (district?.zones.some(({ id }) => id === place.zone) ?? false);
  });
  const text = left
    ? chips(left.gone, book)
        .map((chip) => say.of(chip.text))
        .join("、")
    : "";
  return (
    <div className="faults" role="alert">
      <p>{say.of(failure)}</p>
      <button
        type="button"
        className="button"
        onClick={() => (left ? setFilter(app, left.filter, { near: left.near }) : setFilter(app, emptyFilter, { near: null }))}
      >
        {left ? say.t("filter.gone", { text }) : say.t("filter.clear")}
      </button>
    </div>
  );
}
