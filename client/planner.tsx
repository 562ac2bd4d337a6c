/** The planner's entry: zone plans, and the responsibility handbook. */
import { start } from "./planner/start.tsx";
import "./look/tokens.css";
import "./look/base.css";
import "./look/planner.css";

const place = document.getElementById("page");
if (!place) throw new Error("planner.html has lost its #page element.");
start(place);
