/** Saved views and sharing, behind one button of the filter bar; it says which view is open and whether it has been changed since. */
import { useState } from "react";
import "../../look/views.css";
import { viewsWords } from "../../look/words/views.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { askedBy } from "../../state/keptView.ts";
import { Popover } from "../parts/Popover.tsx";
import { usePart, useSay } from "../useApp.ts";
import type { Opened } from "./acts.ts";
import { ViewsPanel } from "./ViewsPanel.tsx";

learn(viewsWords);

const viewOf = (state: AppState) => state.view;
/** Longer names are cut: the bar is narrow. */
const longest = 10;
const cut = (name: string) => ([...name].length > longest ? `${[...name].slice(0, longest - 1).join("")}…` : name);

export function ViewsMenu() {
  const say = useSay();
  const view = usePart(viewOf);
  const [opened, open] = useState<Opened | null>(null);
  const changed = opened !== null && askedBy(view) !== opened.asked;
  const label = opened ? say.t(changed ? "views.openChanged" : "views.open", { name: cut(opened.name) }) : say.t("views.label");
  return (
    <Popover label={label} short={say.t("views.label")} active={opened !== null}>
      {(close) => <ViewsPanel opened={opened} open={open} close={close} />}
    </Popover>
  );
}
