/** Wall screens: each has a token of its own that can be withdrawn, and sees figures and the map, never persons. */
import { useState } from "react";
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
      setMade(await addDevice(name.trim()));
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
          <button type="submit" className="button primary">
            {say.t("people.addDevice")}
          </button>
        </form>
      </header>
      {made && (
        <p className="one-time" role="status">
          {say.t("people.tokenOnce", { name: made.device.name })}
          <input
            className="field"
            readOnly
            value={made.token}
            aria-label={say.t("people.token")}
            onFocus={(event) => event.target.select()}
          />
        </p>
      )}
      {answer.failure && <Notice kind="failed" title={say.t("admin.failed")} detail={say.of(answer.failure)} />}
      <Devices rows={answer.value?.rows ?? []} revoke={(device) => void revoke(device)} />
    </section>
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
            <th scope="col">{say.t("people.made")}</th>
            <th scope="col">{say.t("people.seen")}</th>
            <th scope="col">{say.t("people.revoked")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((device) => (
            <tr key={device.id} className={device.revoked ? "faded" : undefined}>
              <td>{device.name}</td>
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
