/** Finds a zone by name, code, person or pinyin initials, on whichever level it is. */
import { useMemo, useState } from "react";
import type { PlanZone } from "../../../server/contract/partition/partition.ts";
import { zoneLevels } from "../../../server/contract/vocabulary.ts";
import { initials } from "../../state/initials.ts";
import { select, setLevel } from "../run/acts.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Dialog } from "./Dialog.tsx";

const zonesOf = (s: PlannerState) => tableOf(s)?.history.now.partition.zones ?? null;
const most = 12;

/** Zones that a text means, those that begin with it first. */
export function matching(zones: Iterable<PlanZone>, text: string): readonly PlanZone[] {
  const asked = text.trim().toLowerCase();
  if (asked === "") return [];
  const rank = (zone: PlanZone): number => {
    const all = [zone.name.toLowerCase(), zone.code.toLowerCase(), initials(zone.name), zone.person?.toLowerCase() ?? ""];
    if (all.includes(asked)) return 0;
    return all.some((one) => one.startsWith(asked)) ? 1 : all.some((one) => one.includes(asked)) ? 2 : 3;
  };
  return [...zones]
    .map((zone) => ({ zone, at: rank(zone) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at || a.zone.level - b.zone.level)
    .map(({ zone }) => zone);
}

export function Search() {
  const page = usePlanner();
  const say = useSay();
  const zones = usePart(zonesOf);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => matching(zones?.values() ?? [], text), [zones, text]);
  const close = () => page.store.set({ dialog: null });
  const open = (zone: PlanZone | undefined) => {
    if (!zone) return;
    close();
    setLevel(page, zone.level);
    select(page, [zone.id], true);
  };
  return (
    <Dialog title={say.t("planner.search")} close={close} className="search">
      <input
        className="field"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="zones-found"
        aria-label={say.t("planner.searchMore")}
        placeholder={say.t("planner.searchMore")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (by) {
            event.preventDefault();
            setAt(Math.max(0, Math.min(Math.min(most, found.length) - 1, at + by)));
          } else if (event.key === "Enter") open(found[at]);
        }}
      />
      <ul id="zones-found" className="found">
        {found.slice(0, most).map((zone, i) => (
          <li key={zone.id}>
            <button type="button" className={i === at ? "chosen" : ""} onClick={() => open(zone)}>
              <span>{zone.name}</span>
              <small>
                {say.of(zoneLevels[zone.level])} {zone.code} {zone.person ?? ""}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {text.trim() !== "" && found.length === 0 && <p className="hint">{say.t("planner.noneFound", { text })}</p>}
    </Dialog>
  );
}
