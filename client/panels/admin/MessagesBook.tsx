/** Messages to robots: what could not be delivered stands first, to be sent again or given up. */
import { useState } from "react";
import { type MessageState, messageStates } from "../../../server/contract/officeWords.ts";
import type { Message } from "../../../server/contract/types.ts";
import { askMessages, settleMessage } from "../../api/admin.ts";
import { wordsOf } from "../../api/http.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

const others = (Object.keys(messageStates) as MessageState[]).filter((state) => state !== "dead");

export function MessagesBook() {
  const say = useSay();
  const [state, setState] = useState<MessageState | "">("");
  const [turn, setTurn] = useState(0);
  const changed = () => setTurn(turn + 1);
  return (
    <section className="book" aria-label={say.t("admin.messages")}>
      <header className="book-head">
        <h2>{say.t("admin.messages")}</h2>
        <p className="quiet">{say.t("admin.messagesNote")}</p>
        <div className="book-tools">
          <select
            className="field"
            aria-label={say.t("admin.messageState")}
            value={state}
            onChange={(event) => setState(event.target.value as MessageState | "")}
          >
            <option value="">{say.t("admin.everyState")}</option>
            {Object.entries(messageStates).map(([value, word]) => (
              <option key={value} value={value}>
                {say.of(word)}
              </option>
            ))}
          </select>
          <button type="button" className="button" onClick={changed}>
            {say.t("admin.refresh")}
          </button>
        </div>
      </header>
      {state === "" && <Page key={`dead ${turn}`} query="state=dead" changed={changed} onlySome />}
      <Page key={`${state} ${turn}`} query={`state=${state || others.join(",")}`} changed={changed} />
    </section>
  );
}

interface PageProps {
  readonly query: string;
  readonly changed: () => void;
  /** Nothing is said when there are none. */
  readonly onlySome?: boolean;
}

/** One page, and the next under it when asked for. */
function Page({ query, changed, onlySome = false }: PageProps) {
  const say = useSay();
  const answer = useQuestion(`messages ${query}`, () => askMessages(query));
  const [more, setMore] = useState(false);
  if (answer.failure) {
    const again = { label: say.t("app.retry"), run: answer.again };
    return <Notice kind="failed" title={say.t("admin.failed")} detail={say.of(answer.failure)} act={again} />;
  }
  if (!answer.value) return onlySome ? null : <Notice kind="loading" title={say.t("boot.loading")} />;
  const { rows, next } = answer.value;
  const cursor = new URLSearchParams(query);
  if (next) cursor.set("cursor", next);
  if (rows.length === 0) return onlySome ? null : <Notice kind="empty" title={say.t("admin.none")} />;
  return (
    <>
      <MessageTable rows={rows} changed={changed} />
      {next && !more && (
        <button type="button" className="button" onClick={() => setMore(true)}>
          {say.t("admin.olderMessages")}
        </button>
      )}
      {next && more && <Page query={cursor.toString()} changed={changed} />}
    </>
  );
}

/** Whether a message may be sent again, or given up: what is on its way, or there, is neither. */
export const offers = ({ state }: Pick<Message, "state">): readonly ("retry" | "drop")[] =>
  state === "dead" || state === "waiting" ? ["retry", "drop"] : state === "dropped" ? ["retry"] : [];

export function MessageTable({ rows, changed }: { rows: readonly Message[]; changed: () => void }) {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const settle = async (message: Message, how: "retry" | "drop") => {
    try {
      await settleMessage(message.id, how);
      toast(app, words[how === "retry" ? "admin.messageRetried" : "admin.messageDropped"]);
      changed();
    } catch (error) {
      toast(app, wordsOf(error));
    }
  };
  return (
    <div className="table-box messages">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t("admin.messageState")}</th>
            <th scope="col">{say.t("admin.messageActs")}</th>
            <th scope="col">{say.t("admin.name")}</th>
            <th scope="col">{say.t("admin.messageText")}</th>
            <th scope="col">{say.t("admin.messageError")}</th>
            <th scope="col" className="amount">
              {say.t("admin.messageNotices")}
            </th>
            <th scope="col" className="amount">
              {say.t("admin.messageTries")}
            </th>
            <th scope="col">{say.t("admin.messageMade")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((message) => (
            <tr key={message.id}>
              <td className={message.state === "dead" ? "bad" : undefined}>{say.of(messageStates[message.state])}</td>
              <td>
                {offers(message).map((how) => (
                  <button key={how} type="button" className="button" onClick={() => void settle(message, how)}>
                    {say.t(how === "retry" ? "admin.messageRetry" : "admin.messageDrop")}
                  </button>
                ))}
              </td>
              <td>{message.robot.name}</td>
              <td className="wrap">
                <Text text={message.text} />
              </td>
              <td className="wrap">{message.error}</td>
              <td className="amount">{say.n(message.notices)}</td>
              <td className="amount">{say.n(message.tries)}</td>
              <td>
                {stamp(message.made, timeZone)}
                {message.sent && <small>{say.t("admin.messageSent", { time: stamp(message.sent, timeZone) ?? "" })}</small>}
                {message.next && <small>{say.t("admin.messageNext", { time: stamp(message.next, timeZone) ?? "" })}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first line, and the rest when it is opened. */
function Text({ text }: { text: string }) {
  const [first = "", ...rest] = text.trim().split("\n");
  if (rest.length === 0) return first;
  return (
    <details className="message">
      <summary>{first}</summary>
      {rest.join("\n").trim()}
    </details>
  );
}
