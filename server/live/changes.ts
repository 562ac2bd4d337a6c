/** "What is happening?" Server-sent events: each change as it is committed, of the caller's area, from where they were on. */
import { Type } from "typebox";
import { TooOften } from "../ask/caller.ts";
import { type Parameter, type Route, route, Stream } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { LiveAway, LiveBeat, LiveChange, LiveEnd, LiveHello, LiveLayer } from "../contract/streetSchemas.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Feed } from "./feed.ts";

/** A revision as it was given out. @throws ParameterError */
function readRevision(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ParameterError(name, text, {
    zh: "曾收到的变更号，非负整数",
    en: "the number of a change that was received: a whole number, 0 or more",
  });
}

const since: Parameter<number | null> = {
  schema: Type.Integer({
    minimum: 0,
    description: "What came after this revision is told first. None: only what comes from now on. The header Last-Event-ID goes before it.",
  }),
  read: readRevision,
};

const answer = Type.Union([LiveHello, LiveChange, LiveLayer, LiveBeat, LiveAway, LiveEnd], {
  description:
    "The data of each event; its name says which: hello, change, layer, beat, away, end. Its id is the revision come to with it.",
});

/** Streams of one session at a time: a person's tabs, many times over. */
export const mostStreams = 24;
const tooManyWords: Word = {
  zh: `这个登录已同时打开 ${mostStreams} 个实时通道；请关掉不用的页面`,
  en: `This sign-in has ${mostStreams} live streams open already; close pages that are not needed.`,
};

export const changes = (feed: Feed): Route =>
  route({
    path: "/api/changes",
    question: "What changes, as it happens?",
    takes: { since },
    answer,
    media: "text/event-stream",
    async handle({ caller, given, header, again }) {
      const asked = { caller, again, since: readRevision("Last-Event-ID", header("last-event-id")) ?? given.since };
      if (feed.streamsOf(caller) >= mostStreams) throw new TooOften(tooManyWords, 60);
      return new Stream((wire) => feed.open(wire, asked));
    },
  });
