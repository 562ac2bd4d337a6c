/** Today, this week, this round; and how a round begins, for those whose duty it is. */
import { useState } from "react";
import type { Days } from "../../../server/contract/filter.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { beginRound } from "../../api/replay.ts";
import { timeWords } from "../../look/words/time.ts";
import { fill } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Popover } from "../parts/Popover.tsx";
import { toast } from "../run/app.ts";
import { loadDistrict } from "../run/boot.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { mondayOf, roundNow } from "./days.ts";

const none: readonly never[] = [];
const roundsOf = (state: AppState) => state.district?.rounds ?? none;
const meOf = (state: AppState) => state.me;
const beginners: readonly Role[] = ["dispatcher", "leader", "planner", "administrator"];

interface Props {
  readonly today: string;
  readonly range: Days | null;
  change(range: Days | null): void;
}

export function Presets({ today, range, change }: Props) {
  const say = useSay();
  const round = roundNow(usePart(roundsOf), today);
  const preset = (label: string, value: Days | null, title?: string) => {
    const chosen = range?.from === value?.from && range?.to === value?.to;
    return (
      <button type="button" className={chosen ? "pill chosen" : "pill"} aria-pressed={chosen} title={title} onClick={() => change(value)}>
        {label}
      </button>
    );
  };
  return (
    <>
      {preset(say.t("time.any"), null)}
      {preset(say.t("time.today"), { from: today, to: today })}
      {preset(say.t("time.week"), { from: mondayOf(today), to: today })}
      {round ? (
        preset(say.t("time.round"), { from: round.starts, to: today }, say.t("time.roundNamed", { name: round.name, starts: round.starts }))
      ) : (
        <button type="button" className="pill" disabled title={say.t("time.noRound")}>
          {say.t("time.round")}
        </button>
      )}
    </>
  );
}

/** Nothing for who may not begin one. */
export function BeginRound({ today }: { today: string }) {
  const say = useSay();
  const me = usePart(meOf);
  if (!me?.roles.some((role) => beginners.includes(role))) return null;
  return <Popover label={say.t("time.beginRound")}>{(close) => <RoundForm today={today} close={close} />}</Popover>;
}

function RoundForm({ today, close }: { today: string; close: () => void }) {
  const app = useApp();
  const say = useSay();
  const [name, setName] = useState("");
  const [starts, setStarts] = useState(today);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    try {
      const round = await beginRound(name.trim(), starts);
      const words = timeWords["time.began"];
      toast(app, { zh: fill(words.zh, { ...round }), en: fill(words.en, { ...round }) });
      await loadDistrict(app);
      close();
    } catch (error) {
      setFailure(wordsOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      className="choices padded round-form"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <label className="labelled column">
        <span>{say.t("time.roundName")}</span>
        <input
          className="field"
          required
          maxLength={60}
          placeholder={say.t("time.roundNameHint")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className="labelled column">
        <span>{say.t("time.roundStarts")}</span>
        <input className="field" type="date" required max="9999-12-31" value={starts} onChange={(event) => setStarts(event.target.value)} />
      </label>
      <p className="hint">{say.t("time.roundLasts")}</p>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <button type="submit" className="button primary" disabled={busy || !name.trim() || !starts}>
        {say.t("time.begin")}
      </button>
    </form>
  );
}
