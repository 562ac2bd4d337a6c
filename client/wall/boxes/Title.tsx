/** Whose wall it is: the district's name and the program's. */
import type { Box } from "../layout.ts";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const districtOf = (state: WallState) => state.district;

export function Title({ box }: { box: Box }) {
  const say = useSay();
  const district = usePart(districtOf);
  return (
    <header className="wall-title" style={place(box)}>
      <h1>
        <svg className="wall-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M12 2.2 21 7v10l-9 4.8L3 17V7Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
          <path d="M12 7.4a3.4 3.4 0 0 1 3.4 3.4c0 2.4-3.4 5.9-3.4 5.9s-3.4-3.5-3.4-5.9A3.4 3.4 0 0 1 12 7.4Z" fill="currentColor" />
        </svg>
        {district && <b>{say.of(district.name)}</b>}
        <span>{say.t("wall.program")}</span>
        {district?.madeUp && <small>{say.t("wall.madeUp")}</small>}
      </h1>
    </header>
  );
}
