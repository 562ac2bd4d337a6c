/** The planner's entry: zone plans, and the responsibility handbook. */
import { start } from "./planner/start.tsx";
import "./look/planner.css";

const place = document.getElementById("page");
if (!place) throw new Error("planner.html has lost its #page element.");
start(place);
