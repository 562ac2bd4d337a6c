/** 待发: everything that goes to the server from here, each with where it stands; what was refused can be put right or thrown away. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import { problemStates } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import { countOf, type Entry, inOrder } from "../entry.ts";
import { discard, goTo, type Page, toast, write } from "../page.ts";
import { Icon, type IconName } from "../parts/Icon.tsx";
import { Confirm, Fault } from "../parts/Parts.tsx";
import { useBlobAddress } from "../parts/Photos.tsx";
import { isBegun } from "../report/reporting.ts";
import { type Draft, type FieldState, surest_m } from "../state.ts";
import { usePage, usePart, useSay, useStamp } from "../usePage.ts";

const entriesOf = (state: FieldState) => state.entries;
const lastingOf = (state: FieldState) => state.lasting;

export function OutboxTab() {
  const page = usePage();
  const say = useSay();
  const entries = usePart(entriesOf);
  const lasting = usePart(lastingOf);
  const { waiting, refused } = countOf(entries);
  const open = inOrder(entries.filter(({ state }) => state !== "sent"));
  const sent = entries.filter(({ state }) => state === "sent").toSorted((a, b) => (b.sentAt ?? 0) - (a.sentAt ?? 0));
  return (
    <div className="tab">
      <section className="card" aria-live="polite">
        <p className="outbox-state">
          <Icon name={waiting > 0 ? "waits" : refused > 0 ? "refused" : "sent"} />
          <strong>
            {waiting > 0
              ? say.t("outbox.waiting", { n: waiting })
              : refused > 0
                ? say.t("outbox.refused", { n: refused })
                : say.t("outbox.allSent")}
          </strong>
        </p>
        {waiting > 0 && (
          <>
            <p className="hint">{say.t("outbox.safe")}</p>
            <button type="button" className="button" onClick={() => page.send(true)}>
              {say.t("outbox.now")}
            </button>
          </>
        )}
        {!lasting && <p className="warn">{say.t("outbox.notLasting")}</p>}
      </section>
      <ul className="cards" aria-label={say.t("tab.outbox")}>
        {open.map((entry) => (
          <EntryCard key={entry.clientId} entry={entry} />
        ))}
      </ul>
      {sent.length > 0 && <h2>{say.t("outbox.sent")}</h2>}
      <ul className="cards" aria-label={say.t("outbox.sent")}>
        {sent.map((entry) => (
          <EntryCard key={entry.clientId} entry={entry} />
        ))}
      </ul>
    </div>
  );
}

const icons: Readonly<Record<Entry["state"], IconName>> = { waiting: "waits", sending: "outbox", sent: "sent", refused: "refused" };

/** Why it is not sent yet, in the words that help. */
function standing(entry: Entry): Word {
  if (entry.state === "waiting" && entry.wants === "signIn") return words["outbox.signIn"];
  if (entry.state === "waiting" && entry.wants === "person") {
    const { zh, en } = words["outbox.person"];
    const name = entry.person?.name ?? "";
    return { zh: zh.replace("{name}", name), en: en.replace("{name}", name) };
  }
  return words[`outbox.${entry.state}One`];
}

function EntryCard({ entry }: { entry: Entry }) {
  const page = usePage();
  const say = useSay();
  const stamp = useStamp();
  const arrived = entry.photos.filter(({ id }) => id !== null).length;
  return (
    <li className={`entry ${entry.state}`} data-state={entry.state} data-client-id={entry.clientId}>
      <FirstPhoto entry={entry} />
      <div className="entry-words">
        <strong>{say.of(entry.title)}</strong>
        <small>
          {say.t(`outbox.${entry.kind}`)} · {stamp(entry.madeAt)}
          {entry.photos.length > 0 && ` · ${say.t("outbox.photos", { n: entry.photos.length, arrived })}`}
        </small>
        <span className="entry-state">
          <Icon name={icons[entry.state]} />
          {say.of(standing(entry))}
        </span>
        <Outcome entry={entry} />
        {entry.state === "refused" ? (
          <Fault why={entry.why} />
        ) : (
          entry.state === "waiting" && entry.why && <small>{say.of(entry.why)}</small>
        )}
        <div className="row wrap">
          {entry.state === "waiting" && entry.wants === "signIn" && (
            <button type="button" className="button" onClick={() => goTo("me")}>
              {say.t("me.signIn")}
            </button>
          )}
          {entry.state === "refused" && entry.kind !== "checkIn" && entry.kind !== "meToo" && (
            <button type="button" className="button primary" onClick={() => void correct(page, entry)}>
              {say.t("outbox.correct")}
            </button>
          )}
          {(entry.state === "refused" || entry.state === "waiting") && (
            <Confirm
              label={say.t("outbox.discard")}
              question={say.t(entry.tries > 0 && entry.state === "waiting" ? "outbox.discardTried" : "outbox.discardAsk")}
              yes={say.t("outbox.discardYes")}
              onYes={() => void discard(page, entry.clientId)}
            />
          )}
        </div>
      </div>
    </li>
  );
}

function FirstPhoto({ entry }: { entry: Entry }) {
  const [photo] = entry.photos;
  return photo ? <Picture blob={photo.blob} /> : null;
}

function Picture({ blob }: { blob: Blob }) {
  const address = useBlobAddress(blob);
  return address ? <img className="thumbnail" src={address} alt="" /> : null;
}

/** What came of it: the problem's number, or how the check-in was judged. */
function Outcome({ entry: { answer } }: { entry: Entry }) {
  const say = useSay();
  if (!answer) return null;
  if (answer.what === "problem") {
    return (
      <button type="button" className="link" onClick={() => goTo("outbox", answer.id)}>
        {answer.code} · {say.of(problemStates[answer.state])}
      </button>
    );
  }
  const { proved, distance_m, accuracy_m } = answer.checkIn;
  return (
    <p className={proved ? "proved" : "warn"}>
      <strong>{say.t(proved ? "checkIn.proved" : accuracy_m > surest_m ? "checkIn.vague" : "checkIn.far")}</strong>{" "}
      {say.t("checkIn.judged", { distance: say.length(distance_m), accuracy: Math.round(accuracy_m) })}
    </p>
  );
}

/** Opens what was refused again, as it was written. */
async function correct(page: Page, entry: Entry): Promise<void> {
  const photos = entry.photos.map((photo) => ({ ...photo, id: null }));
  if (entry.kind === "report") {
    if (isBegun(page.store.get().draft)) return toast(page, words["outbox.otherDraft"]);
    write(page, { ...(entry.draft as Draft), photos });
    await discard(page, entry.clientId);
    return goTo("report");
  }
  if (entry.problem === null) return;
  await page.keep.write(`act/${entry.problem}`, { ...(entry.draft as object), photos });
  await discard(page, entry.clientId);
  goTo("tasks", entry.problem);
}
