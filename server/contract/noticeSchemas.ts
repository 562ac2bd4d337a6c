/** Shapes of what goes out to people and robots, and of what other systems send in. */
import { Type } from "typebox";
import { intakeStates, messageStates, noticeKinds, robotKinds } from "./officeWords.ts";
import { id, nullable, time, words } from "./schemaParts.ts";
import { Word } from "./schemas.ts";

export const Notice = Type.Object({
  id,
  kind: words(noticeKinds),
  at: time,
  problem: Type.Object({ id, code: Type.String(), title: Type.String(), place: nullable(Type.String()), deadline: nullable(time) }),
  unit: nullable(id),
  person: nullable(Type.String()),
  read: Type.Boolean(),
});
export const Notices = Type.Object({ unread: Type.Integer(), rows: Type.Array(Notice), next: nullable(Type.String()) });

export const Robot = Type.Object({
  id,
  name: Type.String(),
  kind: words(robotKinds),
  host: Type.String({ description: "Where it is; the address itself is shown to nobody again." }),
  signed: Type.Boolean({ description: "It has a secret to sign with." }),
  unit: nullable(id),
  kinds: Type.Array(words(noticeKinds)),
  paused: Type.Boolean(),
  waiting: Type.Integer({ description: "Notices that have not gone out yet." }),
  dead: Type.Integer({ description: "Messages that could not be delivered." }),
  lastSent: nullable(time),
});
export const Robots = Type.Object({ rows: Type.Array(Robot) });
/** What a message would be, or was. */
export const RobotTry = Type.Object({
  payload: Type.Unknown({ description: "As it is posted; a signature is shown as dots." }),
  bytes: Type.Integer(),
  sent: Type.Boolean(),
  answer: nullable(Type.String({ description: "What the robot answered, in short." })),
  failure: nullable(Word),
});
export const Message = Type.Object({
  id,
  robot: Type.Object({ id, name: Type.String() }),
  state: words(messageStates),
  text: Type.String(),
  notices: Type.Integer(),
  tries: Type.Integer(),
  made: time,
  next: nullable(time),
  sent: nullable(time),
  error: nullable(Type.String()),
});
export const Messages = Type.Object({ total: Type.Integer(), rows: Type.Array(Message), next: nullable(Type.String()) });

/** What became of a problem sent in: taken, with its number, or held until somebody says what is missing. */
export const IntakeAnswer = Type.Object({
  id,
  externalId: Type.String(),
  state: words(intakeStates),
  problem: nullable(Type.Object({ id, code: Type.String() })),
  wanting: Type.Array(Type.String(), { description: "Fields that could not be understood, or are missing." }),
  note: nullable(Type.String({ description: "Why it was refused." })),
  repeated: Type.Boolean({ description: "It had been sent before: nothing was done again." }),
});
export const IntakeRow = Type.Object({
  id,
  from: Type.String({ description: "The system that sent it." }),
  externalId: Type.String(),
  received: time,
  state: words(intakeStates),
  wanting: Type.Array(Type.String()),
  title: nullable(Type.String()),
  description: nullable(Type.String()),
  place: nullable(Type.String()),
  category: nullable(Type.String({ description: "As it was sent." })),
  lon: nullable(Type.Number()),
  lat: nullable(Type.Number()),
  position: nullable(Type.String({ description: "As it was sent, with its coordinate system." })),
  found: nullable(time),
  problem: nullable(Type.Object({ id, code: Type.String() })),
  note: nullable(Type.String()),
});
export const IntakeList = Type.Object({ total: Type.Integer(), rows: Type.Array(IntakeRow) });
