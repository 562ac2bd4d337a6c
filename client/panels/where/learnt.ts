/** What every part of this room needs before it is drawn: its words and its looks. */
import "../../look/where.css";
import { whereWords } from "../../look/words/where.ts";
import { learn } from "../../look/words.ts";

learn(whereWords);
