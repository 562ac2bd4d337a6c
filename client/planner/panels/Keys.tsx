/** The sheet behind "?": drawn from the very table the keyboard works by. */
import { shortcuts } from "../run/keys.ts";
import { usePlanner, useSay } from "../usePlanner.ts";
import { Dialog } from "./Dialog.tsx";

export function Keys() {
  const { store } = usePlanner();
  const say = useSay();
  const said = shortcuts.map(({ word, shown }) => ({ shown, word: typeof word === "string" ? say.t(word) : say.of(word) }));
  const words = [...new Set(said.map(({ word }) => word))];
  return (
    <Dialog title={say.t("planner.help")} close={() => store.set({ dialog: null })} className="keys">
      <dl>
        {words.map((word) => (
          <div key={word}>
            <dt>
              {said
                .filter((one) => one.word === word)
                .map(({ shown }) => (
                  <kbd key={shown}>{shown}</kbd>
                ))}
            </dt>
            <dd>{word}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{say.t("keys.note")}</p>
    </Dialog>
  );
}
