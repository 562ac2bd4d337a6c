/** Group robots that notices go out by: where each is, what it is told of, how its messages fare, and a try before it is needed. */
import { useState } from "react";
import { noticeKinds, robotKinds } from "../../../server/contract/officeWords.ts";
import type { Robot, RobotTry } from "../../../server/contract/types.ts";
import { askRobots, saveRobot, tryRobot } from "../../api/admin.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import type { FieldOf, Option } from "./fields.ts";

const districtOf = (state: AppState) => state.district;
const optionsOf = (list: Record<string, Option["label"]>): Option[] => Object.entries(list).map(([value, label]) => ({ value, label }));

/** What is sent of a robot: an empty address or secret keeps what there is; a secret is taken away in so many words. */
export function robotBody({ url, secret, unsigned, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, ...(url !== null && { url }), ...(secret !== null && { secret }), ...(unsigned === true && { secret: null }) };
}

export function RobotsBook() {
  const say = useSay();
  const district = usePart(districtOf);
  const book = usePart(bookOf);
  const timeZone = district?.timeZone ?? "UTC";
  const columns: readonly Column<Robot>[] = [
    { word: "admin.name", show: (robot) => robot.name },
    { word: "admin.robotKind", show: (robot) => say.of(robotKinds[robot.kind]) },
    { word: "admin.robotHost", show: (robot) => robot.host },
    {
      word: "admin.robotKinds",
      show: (robot) => robot.kinds.map((kind) => say.of(noticeKinds[kind])).join(say.lang === "zh" ? "、" : ", "),
    },
    { word: "admin.robotUnit", show: (robot) => robot.unit !== null && book.unit(robot.unit) },
    { word: "admin.robotWaiting", show: (robot) => say.n(robot.waiting), figure: true },
    { word: "admin.robotDead", show: (robot) => <span className={robot.dead ? "bad" : undefined}>{say.n(robot.dead)}</span>, figure: true },
    { word: "admin.robotLast", show: (robot) => stamp(robot.lastSent, timeZone) ?? say.t("admin.robotNever") },
    { word: "admin.robotPaused", show: (robot) => (robot.paused ? say.t("admin.robotPaused") : "") },
  ];
  const fields = (robot: Robot | null): readonly FieldOf[] => [
    { name: "name", word: "admin.name", kind: "text", needed: true },
    ...(robot
      ? ([{ name: "url", word: "admin.robotUrl", kind: "text", hint: "admin.robotKeeps" }] as const)
      : ([
          { name: "kind", word: "admin.robotKind", kind: "word", needed: true, options: optionsOf(robotKinds) },
          { name: "url", word: "admin.robotUrl", kind: "text", needed: true },
        ] as const)),
    ...(robot?.kind === "wecom"
      ? []
      : [{ name: "secret", word: "admin.robotSecret", kind: "text", hint: robot ? "admin.robotKeeps" : "admin.robotSecretHint" } as const]),
    ...(robot?.signed ? [{ name: "unsigned", word: "admin.robotUnsigned", kind: "flag" } as const] : []),
    { name: "kinds", word: "admin.robotKinds", kind: "many", options: optionsOf(noticeKinds) },
    {
      name: "unit",
      word: "admin.robotUnit",
      kind: "id",
      hint: "admin.robotUnitHint",
      options: (district?.units ?? []).map((unit) => ({ value: String(unit.id), label: unit.shortName || unit.name })),
    },
    ...(robot ? [{ name: "paused", word: "admin.robotPaused", kind: "flag" } as const] : []),
  ];
  return (
    <Book
      title={say.t("admin.robots")}
      note={say.t("admin.robotsNote")}
      asks="robots"
      load={async () => (await askRobots()).rows}
      keyOf={(robot) => String(robot.id)}
      text={(robot) => `${robot.name} ${robot.host} ${say.of(robotKinds[robot.kind])}`}
      columns={columns}
      fields={fields}
      thing={(robot) => robot ?? { kind: "wecom", kinds: Object.keys(noticeKinds) }}
      save={(robot, body) => saveRobot(robot?.id ?? null, robotBody(body))}
      addWord="admin.addRobot"
      more={(robot, again) => <Try key={robot.id} robot={robot} again={again} />}
    />
  );
}

/** What would be sent, and what the robot answers to one message. */
function Try({ robot, again }: { robot: Robot; again: () => void }) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<RobotTry | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async (send: boolean) => {
    setBusy(true);
    setFailure(null);
    try {
      setTold(await tryRobot(robot.id, send));
      if (send) again();
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="under-form">
      <div className="form-acts">
        <button type="button" className="button" disabled={busy} onClick={() => void ask(false)}>
          {say.t("admin.robotShow")}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => void ask(true)}>
          {say.t(busy ? "admin.robotTrying" : "admin.robotSend")}
        </button>
      </div>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      {told && <Told told={told} />}
    </section>
  );
}

export function Told({ told }: { told: RobotTry }) {
  const say = useSay();
  return (
    <div className="told" role="status">
      {told.sent && <p>{say.t("admin.robotSent", { answer: told.answer ?? "–" })}</p>}
      {told.failure && <p className="inline-failure">{say.t("admin.robotFailed", { why: say.of(told.failure) })}</p>}
      {told.failure && told.answer && <p className="quiet">{told.answer}</p>}
      <p className="quiet">{say.t("admin.robotPayload", { n: say.n(told.bytes) })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too */}
      <section className="payload" tabIndex={0} aria-label={say.t("admin.robotShow")}>
        <pre>{JSON.stringify(told.payload, null, 2)}</pre>
      </section>
    </div>
  );
}
