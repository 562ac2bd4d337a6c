/** A choice that is no list: words. */
import { useState } from "react";
import { useSay } from "../useApp.ts";
import { useFilter } from "./Choices.tsx";

export function WordsChoice({ close }: { close: () => void }) {
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState(filter.q ?? "");
  return (
    <form
      className="choices padded"
      onSubmit={(event) => {
        event.preventDefault();
        change({ q: text.trim().replace(/\s+/g, " ").slice(0, 100) || null });
        close();
      }}
    >
      <label className="labelled column">
        <span>{say.t("filter.qHint")}</span>
        <input className="field" type="search" maxLength={100} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit" className="button primary">
        {say.t("filter.apply")}
      </button>
    </form>
  );
}
