/** A message to be read from across the room. */
import { useId, useState } from "react";
import { useSay } from "../useApp.ts";
import { HowLong } from "./HowLong.tsx";
import type { Send } from "./WallControls.tsx";

const longest = 120;

export function MessageForm({ busy, send, done }: { busy: boolean; send: Send; done: () => void }) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState("");
  const [seconds, setSeconds] = useState(60);
  const message = text.trim();
  const go = async () => {
    if (message && (await send({ kind: "message", message, seconds }, { zh: message, en: message }))) done();
  };
  return (
    <form
      className="wall-form"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label htmlFor={id}>{say.t("walls.messageLabel", { n: longest })}</label>
      <textarea
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        className="field"
        rows={2}
        maxLength={longest}
        value={text}
        aria-describedby={`${id}-left`}
        onChange={(event) => setText(event.target.value.replaceAll("\n", " "))}
      />
      <small id={`${id}-left`}>{say.t("walls.messageLeft", { n: longest - text.length })}</small>
      <HowLong value={seconds} change={setSeconds} />
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy || !message}>
          {say.t(busy ? "walls.sending" : "walls.send")}
        </button>
      </div>
    </form>
  );
}
