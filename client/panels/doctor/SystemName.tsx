/** What a system is called, with its code. */
import { systemName } from "../../../server/contract/coordinates/systems.ts";
import { useSay } from "../useApp.ts";

export function SystemName({ crs }: { crs: string }) {
  const say = useSay();
  const name = say.of(systemName(crs));
  return (
    <>
      {name} {crs.startsWith("EPSG") && <small className="quiet">{crs}</small>}
    </>
  );
}
