/** Wall screens and keys of other systems: each has a token of its own that can be withdrawn. A screen sees the map, never persons; a system sees nothing. */
import { useState } from "react";
import { type DeviceKind, deviceKinds } from "../../../server/contract/officeWords.ts";
import type { Device, NewDevice } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { addDevice, askDevices, revokeDevice } from "../../api/people.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function DevicesBook() {
  const app = useApp();
  const say = useSay();
  const answer = useQuestion("devices", askDevices);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<DeviceKind>("wall");
  const [made, setMade] = useState<NewDevice | null>(null);
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
      answer.again();
    } catch (error) {
      toast(app, wordsOf(error));
    }
  };
  const add = () =>
    tried(async () => {
      setMade(await addDevice(name.trim(), kind));
      setName("");
    });
  const revoke = (device: Device) =>
    tried(async () => {
      await revokeDevice(device.id);
      toast(app, words["people.deviceRevoked"]);
    });
  return (
    <section className="book" aria-label={say.t("people.devices")}>
      <header className="book-head">
        <h2>{say.t("people.devices")}</h2>
        <p className="quiet">{say.t("people.devicesNote")}</p>
        <form
          className="book-tools"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <input
            className="field"
            required
            maxLength={50}
            placeholder={say.t("people.deviceName")}
            aria-label={say.t("people.deviceName")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <select
            className="field"
            aria-label={say.t("admin.deviceKind")}
            value={kind}
            onChange={(event) => setKind(event.target.value as DeviceKind)}
          >
            {Object.entries(deviceKinds).map(([value, word]) => (
              <option key={value} value={value}>
                {say.of(word)}
              </option>
            ))}
          </select>
          <button type="submit" className="button primary">
            {say.t("people.addDevice")}
          </button>
        </form>
      </header>
      {made && <Token made={made} />}
      {answer.failure && (
        <Notice
          kind="failed"
          title={say.t("admin.failed")}
          detail={say.of(answer.failure)}
          act={{ label: say.t("app.retry"), run: answer.again }}
        />
      )}
      {!answer.value && !answer.failure && <Notice kind="loading" title={say.t("boot.loading")} />}
      {answer.value && <Devices rows={answer.value.rows} revoke={(device) => void revoke(device)} />}
    </section>
  );
}

const districtOf = (state: AppState) => state.district;

/** A call that works as it stands: a category and a place of this district. */
export function exampleCall(district: AppState["district"], origin: string, token: string): string {
  const minor = district?.categories.find(({ code, major, retired }) => code !== major && !retired);
  const [lon, lat] = district?.centre ?? [0, 0];
  const body = { externalId: "TEST-1", category: minor?.code, lon, lat, crs: "EPSG:4326" };
  return [
    `curl -X POST ${origin}/api/intake \\`,
    `  -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join("\n");
}

/** The token, shown this once; of another system's key also how it is used. */
function Token({ made }: { made: NewDevice }) {
  const say = useSay();
  const district = usePart(districtOf);
  return (
    <section className="one-time" role="status">
      <p>{say.t("people.tokenOnce", { name: made.device.name })}</p>
      <input className="field" readOnly value={made.token} aria-label={say.t("people.token")} onFocus={(event) => event.target.select()} />
      {made.device.kind === "wall" && <WallAddress token={made.token} />}
      {made.device.kind === "intake" && (
        <>
          <p>{say.t("admin.keyUse")}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by the keyboard too */}
          <section className="payload" tabIndex={0} aria-label={say.t("admin.keyExample")}>
            <pre>{exampleCall(district, location.origin, made.token)}</pre>
          </section>
        </>
      )}
    </section>
  );
}

/** Where a wall's token goes: an address to be opened once on the screen. */
export function WallAddress({ token }: { token: string }) {
  const say = useSay();
  return (
    <>
      <label className="labelled column">
        <span>{say.t("admin.wallAddress")}</span>
        <input className="field" readOnly value={`${location.origin}/wall#token=${token}`} onFocus={(event) => event.target.select()} />
      </label>
      <p>
        {say.t("admin.wallSetting", { address: `${location.origin}/wall/setting` })} · <a href="/walls">{say.t("admin.toWalls")}</a>
      </p>
    </>
  );
}

function Devices({ rows, revoke }: { rows: readonly Device[]; revoke: (device: Device) => void }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  if (rows.length === 0) return <Notice kind="empty" title={say.t("people.noDevice")} />;
  return (
    <div className="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t("people.deviceName")}</th>
            <th scope="col">{say.t("admin.deviceKind")}</th>
            <th scope="col">{say.t("people.made")}</th>
            <th scope="col">{say.t("people.seen")}</th>
            <th scope="col">{say.t("people.revoked")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((device) => (
            <tr key={device.id} className={device.revoked ? "faded" : undefined}>
              <td>{device.name}</td>
              <td>{say.of(deviceKinds[device.kind])}</td>
              <td>{stamp(device.made, timeZone)}</td>
              <td>{stamp(device.seen, timeZone) ?? say.t("people.neverSeen")}</td>
              <td>
                {stamp(device.revoked, timeZone) ?? (
                  <button type="button" className="button" onClick={() => revoke(device)}>
                    {say.t("people.revoke")}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
