/** "What pages has the book, and which changed since the last edition?" */
import { route } from "../ask/route.ts";
import { HandbookPages } from "../contract/handbookSchemas.ts";
import { loadBook } from "./book.ts";
import { goneOf, lastEdition, pagesNow } from "./editionsKept.ts";
import { parentOf } from "./pageFacts.ts";
import { gapsOf } from "./posts.ts";
import { readers } from "./reading.ts";

export const handbookPages = route({
  path: "/api/handbook/pages",
  question: "Which pages does the handbook have today, and which differ from the last edition?",
  may: readers,
  answer: HandbookPages,
  async handle({ rows }) {
    const book = await loadBook((statement) => rows("book", statement));
    const last = await lastEdition((statement) => rows("edition", statement));
    return {
      day: book.day,
      edition: last && { number: last.number, day: last.day },
      rows: pagesNow(book, last).map(({ target, facts, sum, since }) => {
        const { key, class: own, type, code, name } = target;
        return { key, class: own, type, code, name, parent: parentOf(book, target), gaps: gapsOf(facts.posts), sum, since };
      }),
      gone: goneOf(book, last),
    };
  },
});
