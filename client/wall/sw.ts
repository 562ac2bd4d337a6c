/** The wall's worker: after a power cut the screen may be up before the server is, and must say so itself. */
import { keepPage } from "../api/keptPage.ts";

/** Put in by the build: addresses of the page's files, and a name for this set of them. */
declare const __files__: readonly string[];
declare const __version__: string;

keepPage({ page: "/wall", files: __files__, version: __version__ });
