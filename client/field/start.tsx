/** The field page starts: what the phone kept is shown first, then the server is asked. */
import { createRoot } from "react-dom/client";
import { installWorker } from "../api/keptPage.ts";
import { Field } from "./Field.tsx";
import { keepFresh, loadAll, loadTasks, readKept } from "./load.ts";
import { createPage } from "./page.ts";
import { PageContext } from "./usePage.ts";
import { followOutbox } from "./wake.ts";

export async function start(place: HTMLElement): Promise<void> {
  const page = createPage();
  createRoot(place).render(
    <PageContext value={page}>
      <Field />
    </PageContext>,
  );
  await readKept(page);
  followOutbox(page, () => void loadTasks(page));
  keepFresh(page);
  await loadAll(page);
  if (import.meta.env.PROD) await installWorker("/field-worker.js", "/field");
}
