/** The page starts: one round of requests goes out before anything is drawn, then React is mounted once. */
import { createRoot } from "react-dom/client";
import { Page } from "./panels/App.tsx";
import { createApp, followAddress } from "./panels/run/app.ts";
import { boot, keepFresh } from "./panels/run/boot.ts";
import { followKeys } from "./panels/run/keys.ts";
import { ask, followQuestion } from "./panels/run/listing.ts";
import { followMask } from "./panels/run/mask.ts";
import { followPrinting } from "./panels/run/printing.ts";
import { AppContext } from "./panels/useApp.ts";
import "./look/tokens.css";
import "./look/base.css";
import "./look/shell.css";
import "./look/panels.css";
import "./look/phone.css";
import "./look/print.css";

const app = createApp();
boot(app);
followAddress(app);
followQuestion(app);
followMask(app);
followKeys(app);
followPrinting(app);
keepFresh(app, () => void ask(app));

const place = document.getElementById("page");
if (!place) throw new Error("index.html has lost its #page element.");
createRoot(place).render(
  <AppContext value={app}>
    <Page />
  </AppContext>,
);
